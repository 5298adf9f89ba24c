import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { run } from './program.ts';

/** What a file holds besides its format: which tracks, and for how long. */
export interface MediaParts {
  readonly video?: boolean;
  readonly audio?: boolean;
  /** Seconds of media; one key frame in each. */
  readonly seconds?: number;
  /** Hertz; tells two files apart. */
  readonly tone?: number;
  /** Bits per second of video; the default leaves it to the encoder. Reached with noise. */
  readonly bitRate?: number;
}

/** The kinds of stream that every publisher and player has to carry. */
export const KINDS: readonly (readonly [string, MediaParts])[] = [
  ['H.264 with B-frames and AAC', { video: true, audio: true }],
  ['audio only', { video: false, audio: true }],
  ['video only', { video: true, audio: false }],
];

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes an FLV file of a test pattern (H.264, two B-frames, 25 frames per second) and a tone (AAC). */
export async function makeMedia(file: string, parts: MediaParts = {}): Promise<string> {
  const { video = true, audio = true, seconds = 3, tone = 440, bitRate } = parts;
  const pattern =
    bitRate === undefined ? 'testsrc2=size=320x180:rate=25' : 'testsrc2=size=640x360:rate=25,noise=alls=100:allf=t';
  const rate = bitRate === undefined ? [] : ['-b:v', `${bitRate}`, '-minrate', `${bitRate}`];
  const inputs = [
    ...(video ? ['-f', 'lavfi', '-i', pattern] : []),
    ...(audio ? ['-f', 'lavfi', '-i', `sine=frequency=${tone}:sample_rate=44100`] : []),
  ];
  const videoCodec = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-g',
    '25',
    '-keyint_min',
    '25',
    '-bf',
    '2',
    '-pix_fmt',
    'yuv420p',
    ...rate,
  ];
  const codecs = [...(video ? videoCodec : []), ...(audio ? ['-c:a', 'aac', '-b:a', '64k'] : [])];
  await run('ffmpeg', '-loglevel', 'error', '-y', ...inputs, '-t', `${seconds}`, ...codecs, '-f', 'flv', file);
  return file;
}

/** What a file or a stream holds, by medium (`video`, `audio`), as ffmpeg's `framemd5` tells it. */
export interface Packets {
  /** Codec configuration: size and hash. */
  readonly headers: Readonly<Record<string, string>>;
  /** Size and hash of each packet. */
  readonly contents: Readonly<Record<string, readonly string[]>>;
  /** Milliseconds since the first packet, and how much later than that it is shown. */
  readonly times: Readonly<Record<string, readonly string[]>>;
}

/** Arguments that make ffmpeg write `framemd5` of its input, packets as they are. */
export const FRAME_MD5 = ['-c', 'copy', '-f', 'framemd5', '-'] as const;

export async function packetsOf(file: string): Promise<Packets> {
  return parseFrameMd5(await run('ffmpeg', '-loglevel', 'error', '-i', file, ...FRAME_MD5));
}

/**
 * Checks that what was received is the file from one of its key frames on: headers, all video, the sound that goes with it.
 *
 * @returns the place of that key frame in the file's video
 */
export async function joinedAt(received: Packets, file: string): Promise<number> {
  const published = await packetsOf(file);
  expect(received.headers).toEqual(published.headers);
  const first = published.contents.video?.indexOf(received.contents.video?.[0] ?? '') ?? -1;
  expect(await keyFramesOf(file)).toContain(first);
  expect(received.contents.video).toEqual(published.contents.video?.slice(first));
  const sound = received.contents.audio ?? [];
  expect(sound.length).toBeGreaterThan(0);
  expect(sound).toEqual(published.contents.audio?.slice(-sound.length));
  return first;
}

/** Which video packets of a file are key frames, by their place in its video. */
async function keyFramesOf(file: string): Promise<readonly number[]> {
  const flags = ['-select_streams', 'v', '-show_entries', 'packet=flags', '-of', 'csv=p=0'];
  const lines = (await run('ffprobe', '-loglevel', 'error', ...flags, file)).split('\n');
  return lines.flatMap((line, index) => (line.startsWith('K') ? [index] : []));
}

export function parseFrameMd5(text: string): Packets {
  const media = new Map<string, string>();
  const headers: Record<string, string> = {};
  const contents: Record<string, string[]> = {};
  const times: Record<string, string[]> = {};
  const firstTimes: Record<string, number> = {};
  const lines = text.split('\n');
  for (const line of lines) {
    const [, stream = '', medium = ''] = line.match(/^#media_type (\d+): (\w+)/) ?? [];
    if (medium !== '') media.set(stream, medium);
  }
  for (const line of lines) {
    const [, stream = '', size, hash] = line.match(/^#extradata (\d+), +(\d+), (\w+)/) ?? [];
    const medium = media.get(stream);
    if (medium !== undefined) headers[medium] = `${size} bytes ${hash}`;
  }
  for (const line of lines) {
    const [stream = '', dts, pts, , size, hash] = line.split(',').map((field) => field.trim());
    const medium = media.get(stream);
    if (medium === undefined) continue;
    firstTimes[medium] ??= Number(dts);
    const first = firstTimes[medium];
    contents[medium] = [...(contents[medium] ?? []), `${size} bytes ${hash}`];
    times[medium] = [...(times[medium] ?? []), `${Number(dts) - first} + ${Number(pts) - Number(dts)}`];
  }
  return { headers, contents, times };
}
