import { FlvWriter } from '../../core/index.ts';
import { concat } from '../kit/wire/bytes.ts';
import { AAC_HEADER, AVC_HEADER, audioPayload, videoPayload } from '../kit/wire/media.ts';

/** The recording that a subject of ours plays: ten seconds, 25 self-checking pictures and sounds a second, a key frame each second. */
export const VOD_ITEM = { name: 'recording', durationMs: 10_000 } as const;

const FRAME_MS = 40;
const FRAMES_PER_GOP = 25;

let made: Uint8Array | undefined;

/** Made once: it is the same for every run. */
export function recording(): Uint8Array {
  made ??= movie(VOD_ITEM.durationMs / 1000);
  return made;
}

/**
 * An FLV file of self-checking media, 25 pictures and sounds a second, a key frame each second.
 *
 * @param keyFrameSize - bytes, at least; as long as its mark where there is none
 */
export function movie(seconds: number, keyFrameSize?: number): Uint8Array {
  const writer = new FlvWriter({ metadata: {} });
  const parts = [
    writer.start(),
    writer.write({ type: 9, timestamp: 0, data: AVC_HEADER }),
    writer.write({ type: 8, timestamp: 0, data: AAC_HEADER }),
  ];
  for (let timestamp = 0; timestamp < seconds * 1000; timestamp += FRAME_MS) {
    const sequence = timestamp / FRAME_MS;
    const key = sequence % FRAMES_PER_GOP === 0;
    const size = key && keyFrameSize !== undefined ? { size: keyFrameSize } : {};
    parts.push(writer.write({ type: 9, timestamp, data: videoPayload({ sequence, timestamp, key, ...size }) }));
    parts.push(writer.write({ type: 8, timestamp, data: audioPayload({ sequence, timestamp }) }));
  }
  const file = concat(...parts);
  for (const { at, bytes } of writer.patches()) file.set(bytes, at);
  return file;
}
