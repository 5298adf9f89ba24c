import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { HEAP_GROWTH } from './heap-growth.ts';

const run = promisify(execFile);

describe('letHeapGrow', () => {
  // In a process of its own: V8 says on its standard error what it does not know, and a flag holds for a whole process.
  it('sets a flag that V8 takes without a word', async () => {
    const setting = (flag: string) => run(process.execPath, ['-e', `require('v8').setFlagsFromString('${flag}')`]);
    const [ours, unknown] = await Promise.all([setting(HEAP_GROWTH), setting('--no-such-flag')]);
    expect(ours.stderr).not.toContain('unrecognized flag');
    expect(unknown.stderr).toContain('unrecognized flag');
  });
});
