import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import { hex } from '../bytes/testing/hex.ts';
import { decodeCommand } from '../message/command-message.ts';
import { readPause, readPlay, readPlay2, readPublish, readSeek } from './stream-command.ts';

function command(name: string, userArguments: readonly AmfValue[], malformedUtf8 = false) {
  return {
    name,
    transactionId: 5,
    commandObject: null,
    userArguments,
    malformedUtf8,
    isSelectorMissing: false,
    trailing: 0,
  };
}

describe('readPublish (7.2.2.6, CMD-30)', () => {
  it('reads what ffmpeg sends (VEC-CMD-9)', () => {
    const payload = hex(`
      02 00 07 70 75 62 6c 69 73 68 00 40 14 00 00 00 00 00 00 05 02 00 0a 74 65 73 74 3f 6b 65 79 3d
      31 02 00 04 6c 69 76 65`);
    expect(readPublish(decodeCommand(payload))).toEqual({ name: 'test?key=1', publishType: 'live' });
  });

  it.each([
    [undefined, 'live'],
    ['LIVE', 'live'],
    ['record', 'record'],
    ['Append', 'append'],
    ['appendWithGap', 'append'],
    ['unheard of', 'live'],
    [7, 'live'],
  ])('reads the type %s as %s (Q-39)', (type, publishType) => {
    expect(readPublish(command('publish', ['a', type]))).toEqual({ name: 'a', publishType });
  });

  it.each([false, null])('reads the name %s as the wish to stop (Q-39)', (name) => {
    expect(readPublish(command('publish', [name]))).toMatchObject({ name: undefined });
  });

  it.each([[undefined], [7], [true]])('refuses the name %s', (name) => {
    expect(readPublish(command('publish', [name]))).toBe('the stream name must be a string');
  });

  it('refuses names with NUL or bytes that are no UTF-8 (AMF0-23, CMD-57)', () => {
    expect(readPublish(command('publish', ['a\0b']))).toContain('NUL');
    expect(readPublish(command('publish', ['a\ufffd'], true))).toContain('UTF-8');
  });
});

describe('readPlay (7.2.2.1, CMD-24)', () => {
  it('reads what ffmpeg sends, milliseconds and all (VEC-CMD-11, CMD-26)', () => {
    const payload = hex(`
      02 00 04 70 6c 61 79 00 40 10 00 00 00 00 00 00 05 02 00 04 74 65 73 74 00 c0 9f 40 00 00 00 00
      00`);
    expect(readPlay(decodeCommand(payload))).toEqual({ name: 'test', start: -2000, duration: -1, reset: true });
  });

  it.each([
    [['a'], { start: -2, duration: -1, reset: true }],
    [['a', 'x', null, undefined], { start: -2, duration: -1, reset: true }],
    [['a', 10, 5, false], { start: 10, duration: 5, reset: false }],
    [['a', -1, -1, 0], { start: -1, duration: -1, reset: false }],
    [['a', 0, 0, 2], { start: 0, duration: 0, reset: true }],
    [['a', 0, 0, true], { start: 0, duration: 0, reset: true }],
  ])('reads %j (CMD-25)', (values, expected) => {
    expect(readPlay(command('play', values))).toEqual({ name: 'a', ...expected });
  });

  it.each([[undefined], [false], [3]])('refuses the name %s', (name) => {
    expect(readPlay(command('play', [name]))).toBe('the stream name must be a string');
  });
});

describe('readPlay2 (7.2.2.2, CMD-27)', () => {
  it('reads what NetStreamPlayOptions says, and its defaults', () => {
    const options = { streamName: 'b', oldStreamName: 'a', start: 3, len: 10, offset: 2, transition: 'appendAndWait' };
    expect(readPlay2(command('play2', [amfObject(options)]))).toEqual(options);
    expect(readPlay2(command('play2', [amfObject({ streamName: 'b', transition: 'hop' })]))).toEqual({
      streamName: 'b',
      oldStreamName: '',
      start: -2,
      len: -1,
      offset: -1,
      transition: 'switch',
    });
  });

  it('refuses what has no name', () => {
    expect(readPlay2(command('play2', ['b']))).toBe('the stream name must be a string');
  });
});

describe('readPause (7.2.2.8, CMD-29) and readSeek (7.2.2.7, CMD-32)', () => {
  it.each([
    [[true, 1_500], true, 1_500],
    [[false, 0], false, 0],
    [[0], false, 0],
    [[], true, 0],
    [[true, 'x'], true, 0],
    [[true, Number.NaN], true, 0],
  ] as const)('reads the pause %j', (userArguments, paused, timeMs) => {
    expect(readPause(command('pause', userArguments))).toEqual({ paused, timeMs });
  });

  it.each([
    [[5_000], 5_000],
    [[-1], 0],
    [[Number.NaN], undefined],
    [[Number.POSITIVE_INFINITY], undefined],
    [['5'], undefined],
    [[], undefined],
  ] as const)('reads the seek %j', (userArguments, timeMs) => {
    expect(readSeek(command('seek', userArguments))).toBe(timeMs);
  });
});
