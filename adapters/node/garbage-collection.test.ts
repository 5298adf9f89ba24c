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
    const [serving, growing, printing, plain] = await Promise.all([
      flagsOf(inject('millrace'), 'serve', '--vod', 'nowhere'), // ends at once, as there is no such folder
      flagsOf(...SERVER_FLAGS, '--eval', ''),
      flagsOf(inject('millrace'), '--version'),
      flagsOf('--eval', ''),
    ]);
    expect([serving, printing]).toEqual([growing, plain]);
    expect(growing).not.toBe(plain);
  });
});
