import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './options.ts';
import { complaint } from './testing/complaint.ts';

describe('the command line', () => {
  it('helps with all commands and with each, and tells the version', () => {
    for (const args of [['--help'], ['-h'], ['help']]) {
      expect(parseCommandLine(args)).toMatchObject({
        kind: 'help',
        text: expect.stringContaining('run a live RTMP server'),
      });
    }
    for (const args of [
      ['serve', '--help'],
      ['serve', '--rtmp', '-h'],
    ]) {
      expect(parseCommandLine(args)).toMatchObject({ kind: 'help', text: expect.stringContaining('--gop-cache') });
    }
    for (const args of [['--version'], ['-V'], ['serve', '-V']]) expect(parseCommandLine(args).kind).toBe('version');
  });

  it('says what it does not know', () => {
    expect(complaint()).toBe('no command given; try "millrace serve"');
    expect(complaint('server')).toBe('unknown command "server"; see millrace --help');
    expect(complaint('toString')).toBe('unknown command "toString"; see millrace --help');
    expect(complaint('--serve')).toBe('unknown option "--serve"; see millrace --help');
  });
});
