import { beforeEach, describe, expect, it } from 'vitest';
import type { FlvPayload } from '../../core/index.ts';
import { VirtualClock } from '../memory/index.ts';
import { Recording } from './recording.ts';
import { FlvFile } from './recording-file.ts';
import { MemoryStore } from './testing/memory-store.ts';

const KIB = 1024;
const FILE = 'a.flv';

const video = (mark: number, start: readonly number[], byteCount: number): FlvPayload => {
  const data = new Uint8Array(start.length + byteCount + 1);
  data.set(start);
  data[data.length - 1] = mark;
  return { type: 9, timestamp: mark, data };
};
const keyFrame = (mark: number, byteCount = 0) => video(mark, [0x17, 1, 0, 0, 0], byteCount);
const interFrame = (mark: number, byteCount = 0) => video(mark, [0x27, 1, 0, 0, 0], byteCount);
const videoHeader = (mark: number, byteCount = 0) => video(mark, [0x17, 0, 0, 0, 0], byteCount);
const sound = (mark: number, byteCount = 0): FlvPayload => ({
  ...video(mark, [0xaf, 1], byteCount),
  type: 8,
});

let store: MemoryStore;
let clock: VirtualClock;
let told: string[];
let recording: Recording;
let proceed: () => void;

/** Lets promises settle; no time passes. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

async function advance(ms: number): Promise<void> {
  clock.advance(ms);
  await settle();
}

/** The disk hangs until `proceed`. */
function hang(): void {
  store.trouble.untilWritable = new Promise((resolve) => {
    proceed = () => {
      store.trouble.untilWritable = undefined;
      resolve();
    };
  });
}

async function take(...payloads: readonly FlvPayload[]): Promise<void> {
  for (const payload of payloads) recording.take(payload);
  await settle();
}

/** The messages in the file once the recording has ended: their marks. */
async function marks(): Promise<number[]> {
  recording.end('unpublished');
  await recording.done;
  return store
    .tags(FILE)
    .slice(1)
    .map(({ data }) => data.at(-1) ?? -1);
}

beforeEach(() => {
  store = new MemoryStore();
  clock = new VirtualClock();
  told = [];
  recording = new Recording({
    open: async (metadata) => FlvFile.begin(store.open(FILE, 'new'), metadata),
    clock,
    queueBytes: 100 * KIB,
    onStarted: () => told.push('started'),
    onSkipping: () => told.push('skipping'),
    onStopped: (reason) => told.push(`stopped ${reason}`),
    onFailed: (error) => told.push(`failed ${error}`),
    onClosed: () => told.push('closed'),
  });
});

/** Offsets and lengths of the writes behind the beginning of the file. */
const writes = () => store.calls.filter((call) => call.startsWith('write') && !/^write (0|4|13|24)\+/.test(call));
/** How often the file was told how long it is. */
const factsWritten = () => store.calls.filter((call) => call === 'write 4+1').length;

describe('Recording', () => {
  it('writes once a second, not for each message', async () => {
    await take(keyFrame(1));
    await take(interFrame(2));
    await take(interFrame(3));
    await advance(999);
    expect(writes()).toHaveLength(0);
    await advance(1);
    expect(writes()).toHaveLength(1);
    await advance(5_000);
    expect(writes()).toHaveLength(1);
    expect(await marks()).toEqual([1, 2, 3]);
  });

  it('writes at once what is much', async () => {
    recording = new Recording({ ...quiet(), queueBytes: 1_000 * KIB });
    await take(keyFrame(1));
    await take(interFrame(2, 256 * KIB));
    expect(writes()).toHaveLength(1);
    expect(recording.queuedBytes).toBe(0);
  });

  it('writes how long it is every ten seconds, in silence too, and in the end', async () => {
    await take(keyFrame(1));
    await advance(9_000);
    await take(interFrame(2));
    expect(factsWritten()).toBe(0);
    await advance(1_000);
    expect(factsWritten()).toBe(1);
    await advance(60_000);
    expect(factsWritten()).toBe(1);
    await take(interFrame(3));
    await advance(1_000);
    expect(factsWritten()).toBe(2);
    await marks();
    expect(factsWritten()).toBe(3);
  });

  it('writes how long it is once a publisher that sent for a moment has been silent', async () => {
    await take(keyFrame(1));
    await advance(1_000);
    await advance(10_000);
    expect(factsWritten()).toBe(1);
    await advance(3_600_000);
    expect(factsWritten()).toBe(1);
  });

  it('leaves a file that plays at any moment', async () => {
    await take(videoHeader(1), keyFrame(2));
    for (let mark = 3; mark < 40; mark += 1) {
      await take(interFrame(mark));
      await advance(400);
      expect(store.tags(FILE).length).toBeGreaterThanOrEqual(mark - 3);
    }
    expect(await marks()).toHaveLength(39);
  });
});

describe('a disk that hangs', () => {
  it('costs no more memory than is allowed, and pictures up to the next key frame', async () => {
    await take(videoHeader(1), keyFrame(2));
    hang();
    await take(interFrame(3, 60 * KIB));
    await advance(1_000);
    await take(interFrame(4, 60 * KIB), sound(5), interFrame(6), videoHeader(7), keyFrame(8));
    expect(recording.queuedBytes).toBeLessThan(62 * KIB);
    proceed();
    await settle();
    await take(interFrame(9), sound(10), keyFrame(11), interFrame(12));
    expect(await marks()).toEqual([1, 2, 3, 7, 10, 11, 12]);
    expect(told).toEqual(['started', 'skipping', 'stopped unpublished', 'closed']);
    expect(recording.counters.skippedMessages).toBe(5);
  });

  it('is told again for the next gap', async () => {
    await take(keyFrame(1));
    for (const mark of [2, 5]) {
      hang();
      await take(interFrame(mark, 60 * KIB));
      await advance(1_000);
      await take(interFrame(mark + 1, 60 * KIB));
      proceed();
      await settle();
      await take(keyFrame(mark + 2));
    }
    expect(await marks()).toEqual([1, 2, 4, 5, 7]);
    expect(told.filter((word) => word === 'skipping')).toHaveLength(2);
  });

  it('lets sound go on where there is nothing else', async () => {
    await take(sound(1));
    hang();
    await take(sound(2, 60 * KIB));
    await advance(1_000);
    await take(sound(3, 60 * KIB), sound(4));
    proceed();
    await settle();
    await take(sound(5));
    expect(await marks()).toEqual([1, 2, 5]);
  });

  it('gets what is larger than the queue when nothing else waits', async () => {
    await take(keyFrame(1, 150 * KIB));
    await take(interFrame(2));
    expect(await marks()).toEqual([1, 2]);
  });

  it('is not fed headers without end', async () => {
    await take(keyFrame(1));
    hang();
    for (let turn = 0; turn < 100; turn += 1) await take(videoHeader(2, 10 * KIB));
    expect(recording.queuedBytes).toBeLessThanOrEqual(200 * KIB);
    expect(recording.counters.skippedMessages).toBeGreaterThan(70);
    proceed();
    await marks();
  });

  it('may be given up: that is told, once, and nothing more is taken', async () => {
    await take(keyFrame(1));
    hang();
    await take(interFrame(2));
    await advance(1_000);
    recording.abandon(new Error('too late'));
    await take(interFrame(3));
    expect(told).toEqual(['started', 'failed Error: too late']);
    proceed();
    await recording.done;
    expect(told).toEqual(['started', 'failed Error: too late', 'closed']);
    expect(store.openFiles).toBe(0);
  });
});

describe('a file that fails', () => {
  it('keeps what cannot be cut off, and is closed', async () => {
    await take(keyFrame(1));
    Object.assign(store.trouble, { roomBytes: 5, closeCode: 'EIO' });
    await take(interFrame(2));
    await advance(1_000);
    expect(told.slice(1)).toEqual(['failed Error: ENOSPC: as the test wants it', 'closed']);
    expect(store.openFiles).toBe(0);
    expect(recording.queuedBytes).toBe(0);
    recording.end('unpublished');
    expect(recording.isOver).toBe(true);
  });
});

/** The same recording, with nobody to tell. */
function quiet(): ConstructorParameters<typeof Recording>[0] {
  const nobody = () => {};
  const open = async () => FlvFile.begin(store.open(FILE, 'new'), {});
  return {
    open,
    clock,
    queueBytes: 1,
    onStarted: nobody,
    onSkipping: nobody,
    onStopped: nobody,
    onFailed: nobody,
    onClosed: nobody,
  };
}
