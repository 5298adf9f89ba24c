import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAmf0, encodeAmf0 } from '../amf/amf0.ts';
import { ecmaArray } from '../amf/make-value.ts';
import { hex } from '../bytes/testing/hex.ts';
import { FlvUsageError } from './encode-tag.ts';
import type { FlvHeader, FlvPayload } from './flv-tag.ts';
import { type FlvContinuation, type FlvPatch, FlvWriter, type FlvWriterOptions } from './flv-writer.ts';
import { readKeyFrames, readMetadata } from './metadata.ts';
import { joinBytes, payloadsIn, readFlv, someTags, tagsIn } from './testing/files.ts';

const script = (...values: Parameters<typeof encodeAmf0>[0]): FlvPayload => {
  return { type: 18, timestamp: 0, data: encodeAmf0(values) };
};
const avc = (timestamp: number, bytes: string): FlvPayload => ({ type: 9, timestamp, data: hex(bytes) });
const avcHeader = avc(0, '17 00 000000 01 64 00');
const key = (timestamp: number): FlvPayload => avc(timestamp, '17 01 000000 65');
const inter = (timestamp: number): FlvPayload => avc(timestamp, '27 01 000000 41');
const sound = (timestamp: number): FlvPayload => ({ type: 8, timestamp, data: hex('af 01 21') });

function applied(file: Uint8Array, patches: readonly FlvPatch[]): Uint8Array {
  const patched = file.slice();
  for (const { at, bytes } of patches) patched.set(bytes, at);
  return patched;
}

function record(tags: readonly FlvPayload[], options?: FlvWriterOptions): { live: Uint8Array; done: Uint8Array } {
  const writer = new FlvWriter(options);
  const live = joinBytes(writer.start(), ...tags.map((tag) => writer.write(tag)));
  expect(writer.length).toBe(live.length);
  return { live, done: applied(live, writer.patches()) };
}

function metadataOf(file: Uint8Array) {
  const [first] = tagsIn(readFlv(file).items);
  return first && readMetadata(first);
}

function durationOf(file: Uint8Array) {
  return metadataOf(file)?.get('duration');
}

function timesOf(file: Uint8Array): number[] {
  return tagsIn(readFlv(file).items).map(({ timestamp }) => timestamp);
}

describe('FlvWriter', () => {
  it('writes any tags, and nothing but them, so that they are read again', () => {
    fc.assert(
      fc.property(someTags, (tags) => {
        const { items } = readFlv(record(tags).done);
        expect(payloadsIn(items)).toEqual(tags.map((tag) => ({ ...tag, timestamp: tag.timestamp & 0x7fffffff })));
      }),
    );
  });

  it('says audio and video at the beginning, at the end what there was (FLV-1)', () => {
    const headerOf = (file: Uint8Array) => readFlv(file).items[0] as FlvHeader; // `start` writes one
    const { live, done } = record([sound(0)]);
    expect(headerOf(live)).toMatchObject({ hasAudio: true, hasVideo: true });
    expect(headerOf(done)).toMatchObject({ hasAudio: true, hasVideo: false });
    expect(headerOf(record([key(0)]).done)).toMatchObject({ hasAudio: false, hasVideo: true });
  });

  it('takes @setDataFrame off script data (FLV-10)', () => {
    const info = ecmaArray({ width: 320 });
    const { done } = record([script('@setDataFrame', 'onMetaData', info), script('onTextData', 'x')]);
    const values = payloadsIn(readFlv(done).items).map(({ data }) => decodeAmf0(data).values);
    expect(values[0]?.[0]).toBe('onMetaData');
    expect(values[1]).toEqual(['onTextData', 'x']);
  });

  it('keeps ModEx and multitrack as they came (ERTMP-44)', () => {
    const tags = [
      avc(0, '97 02 07a120 01 61763031 12 00'), // ModEx: nanoseconds
      avc(0, '96 11 61763031 00 000002 12 00 01 000001 0a'), // two tracks in one message
      { type: 8, timestamp: 0, data: hex('97 02 000001 05 01 4f707573 01 fc') } as const, // both
    ];
    expect(payloadsIn(readFlv(record(tags).done).items)).toEqual(tags);
  });

  it('passes on script data that it knows nothing of (FLV-35)', () => {
    const info = [script('onXMPData', ecmaArray({ liveXML: '<x/>' })), script('|AdditionalHeader', ecmaArray())];
    expect(payloadsIn(readFlv(record(info).done).items)).toEqual(info);
  });

  it('refuses what no tag can hold, and goes on', () => {
    const writer = new FlvWriter({ times: 'fromZero' });
    expect(() => writer.write({ ...key(0), timestamp: -1 })).toThrow(FlvUsageError);
    expect(() => writer.write({ ...key(0), data: new Uint8Array(0x1000000) })).toThrow(FlvUsageError);
    expect(writer.write(key(500)).subarray(4, 8)).toEqual(hex('00 00 00 00'));
  });
});

describe('FlvWriter: onMetaData (FLV-34)', () => {
  const given = { width: 320, height: 180, duration: 99, fileSize: 5, keyframes: 'of another file' };

  it('has 0 for what is not known yet, and the truth in seconds and bytes after the patches (FLV-29)', () => {
    const { live, done } = record([avcHeader, key(40), inter(80), sound(1540)], { metadata: given });
    expect([...(metadataOf(live) ?? [])]).toEqual([
      ['duration', 0],
      ['filesize', 0],
      ['width', 320],
      ['height', 180],
    ]);
    expect([...(metadataOf(done) ?? [])]).toEqual([
      ['duration', 1.5],
      ['filesize', done.length],
      ['width', 320],
      ['height', 180],
    ]);
  });

  it('holds an index of the key frames, in the places that were kept for it', () => {
    const tags = [avcHeader, key(0), inter(40), key(1000), sound(1010), key(2000)];
    const { live, done } = record(tags, { metadata: {}, keyFrames: 8 });
    expect(live.length).toBe(done.length);
    const points = readKeyFrames(metadataOf(done)!);
    const keys = tagsIn(readFlv(done).items).filter(({ data }) => data[0] === 0x17 && data[1] === 1);
    expect(points).toEqual(keys.map(({ at, timestamp }) => ({ at, timestamp })));
    expect(readKeyFrames(metadataOf(live)!)).toBeUndefined();
  });

  it('holds every second key frame when there are too many, and so on', () => {
    const tags = Array.from({ length: 100 }, (_, i) => key(i * 1000));
    const times = readKeyFrames(metadataOf(record(tags, { metadata: {}, keyFrames: 8 }).done)!);
    expect(times?.map(({ timestamp }) => timestamp)).toEqual([0, 16_000, 32_000, 48_000, 64_000, 80_000, 96_000]);
  });

  it('indexes the track whose key frame comes first, not one beside it', () => {
    const second = avc(0, '96 01 68766331 01 000000 65'); // multitrack: track 1 alone
    const { done } = record([key(0), second, key(1000), { ...second, timestamp: 1000 }], {
      metadata: {},
      keyFrames: 8,
    });
    expect(readKeyFrames(metadataOf(done)!)).toHaveLength(2);
  });

  it('can be patched now and then', () => {
    const writer = new FlvWriter({ metadata: {} });
    const start = writer.start();
    const first = joinBytes(start, writer.write(sound(0)), writer.write(sound(2000)));
    expect(durationOf(applied(first, writer.patches()))).toBe(2);
    const second = joinBytes(first, writer.write(sound(3000)));
    expect(durationOf(applied(second, writer.patches()))).toBe(3);
  });

  it.each([-1, 4097, Number.NaN])('refuses %d places for key frames', (keyFrames) => {
    expect(() => new FlvWriter({ keyFrames })).toThrow(expect.objectContaining({ code: 'tooManyKeyFrames' }));
  });
});

describe('FlvWriter: times (FLV-4, FLV-6)', () => {
  it('keeps the low 31 bits of each time', () => {
    expect(timesOf(record([key(0x80000028), key(0xffffffff), key(5)]).done)).toEqual([0x28, 0x7fffffff, 5]);
  });

  it('can keep all bits, as the tags of a file have times before 0', () => {
    expect(timesOf(record([key(0xffffffe9), key(5)], { times: 'kept' }).done)).toEqual([0xffffffe9, 5]);
  });

  it('can move the first frame to 0, and all others by as much', () => {
    const tags = [script('onMetaData'), avcHeader, key(3_600_000), sound(3_600_011), inter(3_600_040)];
    expect(timesOf(record(tags, { times: 'fromZero' }).done)).toEqual([0, 0, 0, 11, 40]);
  });

  it('keeps the order in which tags came, and the distances of their times, back and forth (FLV-7, Q-61)', () => {
    const times = [5000, 5200, 5040, 5240, 5080, 5280]; // sound 200 ms ahead of the pictures
    const tags = times.map((time, index) => (index % 2 === 0 ? key(time) : sound(time)));
    expect(timesOf(record(tags, { times: 'fromZero' }).done)).toEqual([0, 200, 40, 240, 80, 280]);
    expect(timesOf(record(tags).done)).toEqual(times);
  });

  it('moves no clock for a header at time 0 in the middle (Q-60)', () => {
    const tags = [avcHeader, key(3_600_000), inter(3_600_040), avcHeader, inter(3_600_080)];
    const { done } = record(tags, { times: 'fromZero', metadata: {} });
    expect(timesOf(done).filter((_, index) => index !== 4)).toEqual([0, 0, 0, 40, 80]);
    expect(durationOf(done)).toBe(0.08);
  });

  it('counts on where 32 bits turn over (Q-63)', () => {
    const { done } = record([key(0xfffffff0), inter(0x18)], { times: 'fromZero', metadata: {} });
    expect(timesOf(done)).toEqual([0, 0, 40]);
    expect(durationOf(done)).toBe(0.04);
    expect(durationOf(record([key(0xfffffff0), inter(0x18)], { metadata: {} }).done)).toBe(0.04);
  });

  it('counts on where 31 bits turn over, which is all that FFmpeg keeps, and back for what is older than that', () => {
    const tags = [key(0x7ffffff0), inter(0x18), sound(0x7ffffff8), inter(0x40)];
    const { done } = record(tags, { times: 'fromZero', metadata: {} });
    expect(timesOf(done)).toEqual([0, 0, 40, 8, 80]);
    expect(durationOf(done)).toBe(0.08);
  });

  it('goes on behind the latest frame where the clock of a publisher begins again before the first', () => {
    const tags = [key(3_600_000), inter(3_600_040), avcHeader, key(0), sound(10), inter(40)];
    const { done } = record(tags, { times: 'fromZero', metadata: {} });
    expect(timesOf(done)).toEqual([0, 0, 40, 0, 41, 51, 81]);
    expect(durationOf(done)).toBe(0.081);
  });

  it('puts what is older than the first frame at 0, and what comes then where it belongs', () => {
    expect(timesOf(record([key(1000), sound(990), sound(1010)], { times: 'fromZero' }).done)).toEqual([0, 0, 10]);
  });

  it('does not take the time of script data for a duration', () => {
    const tags = [key(1000), { ...script('onTextData'), timestamp: 900_000 }, inter(1040)];
    expect(durationOf(record(tags, { metadata: {} }).done)).toBe(0.04);
  });
});

describe('FlvWriter.continuing (FLV-36)', () => {
  const first = record([avcHeader, key(5000), inter(6000)], { metadata: {} }).done;
  const [durationAt, fileSizeAt] = [53, 72];
  const facts: FlvContinuation = {
    end: first.length - 4,
    lastTagLength: 17,
    firstTimestamp: 5000,
    lastTimestamp: 6000,
    hasAudio: false,
    hasVideo: true,
    durationAt,
    fileSizeAt,
  };

  it('goes on behind the last tag and its time, and patches what the file says', () => {
    const writer = FlvWriter.continuing(facts);
    const file = joinBytes(
      first.subarray(0, -4),
      writer.start(),
      writer.write(avcHeader),
      writer.write(key(70)),
      writer.write(sound(170)),
    );
    const done = applied(file, writer.patches());
    expect(writer).toMatchObject({ length: done.length, durationMs: 1101 });
    expect(readFlv(done).reader.counts.wrongPreviousTagSizes).toBe(0);
    expect(timesOf(done)).toEqual([0, 0, 5000, 6000, 6001, 6001, 6101]);
    expect([...(metadataOf(done) ?? [])]).toEqual([
      ['duration', 1.101],
      ['filesize', done.length],
    ]);
    expect(readFlv(done).items[0]).toMatchObject({ hasAudio: true, hasVideo: true });
  });

  it('patches no numbers where the file has none', () => {
    const writer = FlvWriter.continuing({
      ...facts,
      hasAudio: true,
      hasVideo: false,
      durationAt: undefined,
      fileSizeAt: undefined,
    });
    expect(writer.patches()).toEqual([{ at: 4, bytes: hex('04') }]);
  });
});
