import { describe, expect, it, vi } from 'vitest';
import { Progress, progressLine } from './progress.ts';

const totals = { timeMs: 3_723_450, bytes: 9_000_000, pictures: 1_557, sounds: 2_682 };

describe('progress', () => {
  it('is time, bit rate and frames', () => {
    expect(progressLine(totals, 2_454_000)).toBe('01:02:03.4  2.45 Mbit/s  1557 pictures  2682 sounds');
    expect(progressLine({ ...totals, timeMs: 360_000_000 }, 64_400)).toMatch(/^100:00:00\.0 {2}64 kbit\/s/);
  });

  it('is rewritten in place on a terminal, around what else is said', () => {
    vi.useFakeTimers();
    const written: string[] = [];
    const screen = { isTTY: true, write: (text: string) => written.push(text) };
    const progress = new Progress(screen, () => totals);
    vi.advanceTimersByTime(1_100);
    progress.note('skipped');
    progress.finish();
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    expect(written).toHaveLength(4);
    for (const text of written) expect(text.startsWith('\r\x1b[K')).toBe(true);
    expect(written[2]).toBe('\r\x1b[Kskipped\n');
    expect(written[3]).toMatch(/sounds\n$/);
  });

  it('is waiting until something has come, and leaves nothing when nothing did', () => {
    vi.useFakeTimers();
    const written: string[] = [];
    const nothing = { timeMs: 0, bytes: 0, pictures: 0, sounds: 0 };
    const progress = new Progress({ isTTY: true, write: (text: string) => written.push(text) }, () => nothing);
    vi.advanceTimersByTime(600);
    progress.finish();
    vi.useRealTimers();
    expect(written).toEqual(['\r\x1b[Kwaiting', '\r\x1b[K']);
  });

  it('is nothing on a pipe, but for what must be said', () => {
    const written: string[] = [];
    const progress = new Progress({ write: (text: string) => written.push(text) }, () => totals);
    progress.note('skipped');
    progress.finish();
    expect(written).toEqual(['skipped\n']);
  });
});
