import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { dataFrame } from './frame.ts';
import { HeaderCache } from './header-cache.ts';
import type { SharedFrame } from './shared-frame.ts';
import { frameOf } from './testing/messages.ts';

function video(bytes: string): SharedFrame {
  return frameOf({ media: 'video', timestamp: 0, payload: hex(bytes) });
}

function audio(bytes: string): SharedFrame {
  return frameOf({ media: 'audio', timestamp: 0, payload: hex(bytes) });
}

const AVC = '17 00 000000 01';
const AAC = 'af 00 12';

describe('HeaderCache', () => {
  it('keeps the latest of each kind, medium and track (ERTMP-45, Q-55)', () => {
    const cache = new HeaderCache(1000);
    const track0 = video(AVC);
    const track1 = video('96 00 61766331 01 aa');
    const audio1 = audio('95 00 6d703461 01 11');
    const newTrack0 = video('90 61766331 bb');
    for (const frame of [track0, track1, audio1, newTrack0]) expect(cache.fill(frame)).toBe(true);
    expect(cache.frames()).toEqual([track1, audio1, newTrack0]);
    expect(cache.bytes).toBe(track1.length + audio1.length + newTrack0.length);
  });

  it('keeps HDR metadata and speaker layout beside the sequence headers', () => {
    const cache = new HeaderCache(1000);
    const frames = [
      video('90 68766331 aa'),
      video('d4 68766331 02'),
      audio('90 4f707573 4f'),
      audio('94 4f707573 00 02'),
    ];
    for (const frame of frames) cache.fill(frame);
    expect(cache.frames()).toEqual(frames);
  });

  it('tells a message that fills several slots once, and after one that it outdates', () => {
    const cache = new HeaderCache(1000);
    const both = video('96 10 61766331 00 000001 aa 01 000001 bb');
    const later = video('96 00 61766331 01 cc');
    cache.fill(both);
    expect(cache.frames()).toEqual([both]);
    cache.fill(later);
    expect(cache.frames()).toEqual([both, later]);
  });

  it('ignores an empty header and keeps the last valid one (ERTMP-14)', () => {
    const cache = new HeaderCache(1000);
    const valid = video('90 61766331 aa');
    cache.fill(valid);
    expect(cache.fill(video('90 61766331'))).toBe(true);
    expect(cache.frames()).toEqual([valid]);
  });

  it('empties the slots of a sequence that ended', () => {
    const cache = new HeaderCache(1000);
    const other = audio(AAC);
    cache.fill(video(AVC));
    cache.fill(other);
    cache.empty(video('17 02 000000').slots);
    expect(cache.frames()).toEqual([other]);
  });

  it('puts retained data first, the latest of each handler, and forgets it when told', () => {
    const cache = new HeaderCache(1000);
    const header = audio(AAC);
    const [old, meta, cue] = [dataFrame(0, hex('01')), dataFrame(0, hex('02')), dataFrame(0, hex('03'))] as const;
    cache.fill(header);
    cache.retain('onMetaData', old);
    cache.retain('onCue', cue);
    cache.retain('onMetaData', meta);
    expect(cache.frames()).toEqual([cue, meta, header]);
    cache.release('onCue');
    cache.release('never');
    expect(cache.frames()).toEqual([meta, header]);
  });

  it('answers the same list until something changes', () => {
    const cache = new HeaderCache(1000);
    cache.fill(audio(AAC));
    const frames = cache.frames();
    expect(cache.frames()).toBe(frames);
    cache.fill(video(AVC));
    expect(cache.frames()).not.toBe(frames);
    expect(frames).toHaveLength(1);
  });

  it('holds no more than its bound, and nothing outdated in place of what was too large', () => {
    const cache = new HeaderCache(10);
    expect(cache.fill(audio(AAC))).toBe(true);
    expect(cache.fill(audio('af 00 12 00 00 00 00 00 00 00 00'))).toBe(false);
    expect(cache.frames()).toEqual([]);
    expect(cache.retain('onMetaData', dataFrame(0, new Uint8Array(10)))).toBe(true);
    expect(cache.fill(video(AVC))).toBe(false);
    expect(cache.bytes).toBe(10);
  });

  it('retains the data of 64 handlers and no more', () => {
    const cache = new HeaderCache(1000);
    const frame = dataFrame(0, hex('02'));
    const kept = Array.from({ length: 65 }, (_, index) => cache.retain(`handler${index}`, frame));
    expect(kept.filter((was) => was)).toHaveLength(64);
    expect(cache.retain('handler0', frame)).toBe(true);
  });
});
