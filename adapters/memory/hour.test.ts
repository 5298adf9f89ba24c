import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Broadcast } from './testing/broadcast.ts';
import type { Hour } from './testing/hour.main.ts';

/** In a process of its own: counting coverage would be most of the work. */
async function hour(): Promise<Hour> {
  const program = fileURLToPath(new URL('testing/hour.main.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program]);
  return JSON.parse(stdout) as Hour; // our own program printed it
}

describe('an hour of stream', () => {
  it('passes through twenty connections in less than a minute of processor time', async () => {
    const { faults, processorSeconds, received, sent } = await hour();
    expect(faults).toEqual([]);
    expect(received).toEqual(sent);
    expect(Math.min(...sent)).toBeGreaterThan(200_000_000);
    expect(processorSeconds).toBeLessThan(60);
  });

  it('carries identical bytes in two runs with one seed, at random splits and delays', () => {
    const run = (seed: number) => {
      const hash = createHash('sha1');
      const tap = (bytes: Uint8Array) => hash.update(bytes);
      const broadcast = new Broadcast(seed, { split: { random: 1500 }, delayMs: 20, tap });
      broadcast.run(60_000);
      return {
        bytes: hash.digest('hex'),
        sent: broadcast.sent,
        received: broadcast.received,
        faults: broadcast.faults,
      };
    };
    const first = run(7);
    expect(first).toMatchObject({ received: first.sent, faults: [] });
    expect(run(7)).toEqual(first);
    expect(run(8).bytes).not.toBe(first.bytes);
  });
});
