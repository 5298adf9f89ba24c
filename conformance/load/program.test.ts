import { describe, expect, it } from 'vitest';
import { Program, run } from './program.ts';

function script(source: string): Program {
  return new Program(process.execPath, ['--eval', source]);
}

describe('Program', () => {
  it('finds lines of both outputs, past and to come', async () => {
    const program = script(
      "console.log('port 1'); console.error('port 22'); setInterval(() => console.log('tick'), 5)",
    );
    expect((await program.line(/^port (\d\d)$/))[1]).toBe('22');
    expect((await program.line(/^port (\d)$/))[1]).toBe('1');
    const heard = program.lines.length;
    await program.lineAfter(heard, /tick/);
    expect(program.lines.length).toBeGreaterThan(heard);
  });

  it('gives all it wrote, and how it ended', async () => {
    expect(await run(process.execPath, '--eval', "console.log('a'); console.log('b')")).toBe('a\nb');
    expect(await script('process.exit(3)').end()).toBe(3);
    await expect(script("console.log('sorry'); process.exit(3)").success()).rejects.toThrow(/ended with 3[\s\S]*sorry/);
    expect(await script("console.log('sorry'); process.exit(3)").output()).toBe('sorry');
    const endless = script('setInterval(() => {}, 1000)');
    endless.signal('SIGTERM');
    expect(await endless.end()).toBe('SIGTERM');
  });

  it('gives up on what does not come', async () => {
    const endless = script("console.log('here'); setInterval(() => {}, 1000)");
    await endless.line(/here/);
    await expect(endless.line(/never/, 1)).rejects.toThrow(/said nothing like \/never\/ within 1 ms[\s\S]*here/);
    await expect(endless.end(1)).rejects.toThrow('did not end within 1 ms');
    await expect(script('').line(/never/)).rejects.toThrow('ended without a line like /never/');
    await expect(new Program('there-is-no-such-program', []).end()).rejects.toThrow('ENOENT');
  });
});
