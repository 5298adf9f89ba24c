import { describe, expect, it } from 'vitest';
import { playRange } from './play-range.ts';

describe('playRange (CMD-25, CMD-26)', () => {
  it.each([
    ['by default', -2, -1, 'any', 0, undefined],
    ['of FFmpeg, any', -2000, -1, 'any', 0, undefined],
    ['live only', -1, -1, 'live', 0, undefined],
    ['live only, of FFmpeg and librtmp', -1000, -1, 'live', 0, undefined],
    ['from the beginning', 0, -1, 'recorded', 0, undefined],
    ['in seconds, as documented', 2, 1, 'recorded', 2_000, 1_000],
    ['in milliseconds, of librtmp', 2_000, 1_500, 'recorded', 2_000, 1_500],
    ['in milliseconds, as the duration tells', 500, 3_000, 'recorded', 500, 3_000],
    ['in milliseconds, as the start tells', 30_000, 500, 'recorded', 30_000, 500],
    ['one frame', 3, 0, 'recorded', 3_000, 0],
    ['any other negative duration', 3, -5, 'recorded', 3_000, undefined],
    ['no number', Number.NaN, Number.NaN, 'any', 0, undefined],
  ] as const)('reads %s', (_, start, duration, source, startMs, durationMs) => {
    expect(playRange(start, duration)).toEqual({ source, startMs, durationMs });
  });

  it('takes the unit that it is told', () => {
    expect(playRange(5_000, 2, 'seconds')).toEqual({ source: 'recorded', startMs: 5_000_000, durationMs: 2_000 });
    expect(playRange(500, 20, 'milliseconds')).toEqual({ source: 'recorded', startMs: 500, durationMs: 20 });
  });
});
