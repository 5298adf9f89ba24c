import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { commandOf, describeOn } from './runtimes.ts';
import { seededSession } from './session.ts';

const program = fileURLToPath(new URL('session.main.ts', import.meta.url));

async function printedBy(command: string, ...parameters: readonly string[]): Promise<string> {
  return (await promisify(execFile)(command, [...parameters, program])).stdout.trim();
}

let onNode = '';
beforeAll(async () => {
  onNode = await printedBy(process.execPath, '--import', 'tsx');
});

describe('a session in memory', () => {
  it('carries the same bytes for the same seed, and others for another', () => {
    const first = Buffer.from(seededSession(1));
    expect(first.length).toBeGreaterThan(90_000);
    expect(first.equals(seededSession(1))).toBe(true);
    expect(first.equals(seededSession(2))).toBe(false);
  });
});

for (const runtime of ['deno', 'bun'] as const) {
  describeOn(runtime, 'a session in memory', () => {
    it(`carries the same bytes on ${runtime} as on Node`, async () => {
      expect(await printedBy(...commandOf(runtime))).toBe(onNode);
    });
  });
}
