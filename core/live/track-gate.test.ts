import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import type { SharedFrame } from './shared-frame.ts';
import { frameOf, interFrame, keyFrame, sound, videoHeader } from './testing/messages.ts';
import { TrackGate } from './track-gate.ts';

function picture(of: typeof keyFrame, trackId: number): SharedFrame {
  return frameOf(of(1, 1, { trackId }));
}

/** An inter frame of tracks 0 and 1 in one message. */
const INTER_OF_BOTH = frameOf({
  media: 'video',
  timestamp: 0,
  payload: hex('a6 11 61766331 00 000001 aa 01 000001 bb'),
});

describe('TrackGate', () => {
  it('opens a track with its key frame', () => {
    const gate = new TrackGate();
    expect(gate.isClosed).toBe(true);
    expect(gate.admits(picture(interFrame, 0))).toBe(false);
    expect(gate.admits(picture(keyFrame, 0))).toBe(true);
    expect(gate.admits(picture(interFrame, 0))).toBe(true);
    expect(gate.admits(picture(interFrame, 1))).toBe(false);
    expect(gate.isClosed).toBe(false);
  });

  it.each([0, 31, 32, 63, 255])('tells track %i from all others', (trackId) => {
    const gate = new TrackGate();
    gate.admits(picture(keyFrame, trackId));
    const open = Array.from({ length: 256 }, (_, id) => id).filter((id) => gate.isOpenFor(picture(interFrame, id)));
    expect(open).toEqual([trackId]);
    gate.keepBack(picture(interFrame, trackId));
    expect(gate.isClosed).toBe(true);
  });

  it('lets through whatever is no picture', () => {
    const gate = new TrackGate();
    expect(gate.admits(frameOf(sound(1)))).toBe(true);
    expect(gate.admits(frameOf(videoHeader(1)))).toBe(true);
  });

  it('keeps a message of two tracks back when one is closed, which closes the other', () => {
    const gate = new TrackGate();
    gate.admits(picture(keyFrame, 0));
    expect(gate.admits(INTER_OF_BOTH)).toBe(false);
    expect(gate.admits(picture(interFrame, 0))).toBe(false);
  });

  it('covers another that is open for no more tracks', () => {
    const [one, both] = [new TrackGate(), new TrackGate()];
    one.admits(picture(keyFrame, 0));
    both.admits(picture(keyFrame, 0));
    both.admits(picture(keyFrame, 1));
    expect([both.covers(one), one.covers(both)]).toEqual([true, false]);
    const copy = one.copy();
    copy.admits(picture(keyFrame, 1));
    expect([copy.covers(both), one.covers(both)]).toEqual([true, false]);
    both.close();
    expect(one.covers(both)).toBe(true);
  });
});
