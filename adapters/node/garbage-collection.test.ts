import { describe, expect, inject, it } from 'vitest';
import { CliProcess } from '../cli/testing/cli.ts';
import { SERVER_FLAGS } from './garbage-collection.ts';

/** Has a program say at its end what V8 makes of all its flags: a number that differs where one of them does. */
const TELLING = `import { cachedDataVersionTag } from 'node:v8';
process.on('exit', () => process.stdout.write(' flags ' + cachedDataVersionTag()));`;

/** @param parameters - of Node. Processes of their own: a flag holds for a whole process */
async function flagsOf(...parameters: string[]): Promise<string> {
  const telling = ['--import', `data:text/javascript,${encodeURIComponent(TELLING)}`];
  const program = new CliProcess(process.execPath, [...telling, ...parameters]);
  await program.exit();
  return program.saw(/ flags (\d+)$/);
}

describe('collectForMedia', () => {
  it('is what serve does, as if Node had been started with the flags, and no other command', async () => {
    const [serving, printing, plain, ...flagged] = await Promise.all([
      flagsOf(inject('millrace'), 'serve', '--vod', 'nowhere'), // ends at once, as there is no such folder
      flagsOf(inject('millrace'), '--version'),
      flagsOf('--eval', ''),
      flagsOf('--heap-growing-percent=300', '--eval', ''),
      flagsOf('--no-allocation-site-pretenuring', '--eval', ''),
      flagsOf(...SERVER_FLAGS, '--eval', ''),
    ]);
    expect([serving, printing]).toEqual([flagged.at(-1), plain]);
    expect(new Set([plain, ...flagged]).size).toBe(4); // each of the flags is one that this Node knows
  });
});
