import { hex } from '../../bytes/testing/hex.ts';
import type { FlvPayload } from '../flv-tag.ts';
import { FlvWriter, type FlvWriterOptions } from '../flv-writer.ts';
import { joinBytes } from './files.ts';

/** A recording as a server makes them: 25 pictures a second, a key frame in each two seconds, sound in between. */

export const AVC_HEADER: FlvPayload = { type: 9, timestamp: 0, data: hex('17 00 000000 01 64 00') };
export const AAC_HEADER: FlvPayload = { type: 8, timestamp: 0, data: hex('af 00 12 10') };

export interface MoviePlan {
  readonly seconds: number;
  readonly begin?: number;
  readonly video?: boolean;
  readonly audio?: boolean;
  /** Bytes of a picture. */
  readonly pictureLength?: number;
}

export function movieTags({
  seconds,
  begin = 0,
  video = true,
  audio = true,
  pictureLength = 200,
}: MoviePlan): FlvPayload[] {
  const tags: FlvPayload[] = [];
  if (video) tags.push(AVC_HEADER);
  if (audio) tags.push(AAC_HEADER);
  for (let ms = 0; ms < seconds * 1000; ms += 40) {
    const data = new Uint8Array(pictureLength).fill(ms / 40);
    data.set(hex(ms % 2000 === 0 ? '17 01 000000' : '27 01 000000'));
    // The sound is a little ahead of the picture it comes before.
    if (audio) tags.push({ type: 8, timestamp: begin + ms + 3, data: hex('af 01 21 10') });
    if (video) tags.push({ type: 9, timestamp: begin + ms, data });
  }
  return tags;
}

/** The tags as a file; finished, unless the recorder was killed. */
export function recorded(tags: readonly FlvPayload[], options: FlvWriterOptions = {}, wasKilled = false): Uint8Array {
  const writer = new FlvWriter(options);
  const file = joinBytes(writer.start(), ...tags.map((tag) => writer.write(tag)));
  if (!wasKilled) for (const { at, bytes } of writer.patches()) file.set(bytes, at);
  return file;
}
