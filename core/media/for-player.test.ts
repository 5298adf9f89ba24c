import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amfObject, strictArray } from '../amf/make-value.ts';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { audioForPlayer } from './audio-for-player.ts';
import { CapsEx, CodecFlag, NO_CAPABILITIES, OUR_CAPABILITIES, readCapabilities } from './capabilities.ts';
import { parseAudio } from './parse-audio.ts';
import { parseVideo } from './parse-video.ts';
import { type PlayerForm, type PlayerFormOptions, playerForm } from './player-form.ts';
import { payloadsBeginningWith } from './testing/payload.ts';
import { videoForPlayer } from './video-for-player.ts';

function announcing(capsEx: number, fourCcs: readonly string[] | undefined, options?: PlayerFormOptions): PlayerForm {
  const list = fourCcs === undefined ? {} : { fourCcList: strictArray(fourCcs) };
  return playerForm(readCapabilities(amfObject({ capsEx, ...list })), options);
}

const LEGACY = playerForm(NO_CAPABILITIES, { unannounced: 'legacy' });
const SILENT = playerForm(NO_CAPABILITIES);
const ANYTHING = playerForm(NO_CAPABILITIES, { unannounced: 'asPublished' });
const FULL = playerForm(OUR_CAPABILITIES);
const HVC1 = announcing(0, ['hvc1']);
const AVC1 = announcing(CapsEx.multitrack, ['avc1', 'mp4a']);
const SINGLE = announcing(CapsEx.reconnect, undefined);

type ForPlayer = typeof videoForPlayer;

/** What the player gets, or `withheld`; the very same buffer is `unchanged`. */
function given(forPlayer: ForPlayer, bytes: string, player: PlayerForm, trackId?: number): string {
  const payload = hex(bytes);
  const got = forPlayer(payload, player, trackId);
  if (got === payload) return 'unchanged';
  return got === undefined ? 'withheld' : toHex(got);
}

const spaced = (bytes: string): string => (/^[a-z]{5,}/.test(bytes) ? bytes : toHex(hex(bytes)));

describe('videoForPlayer', () => {
  const MANY = '96 11 61766331 01 000004 000001 aa 00 000004 000000 bb';
  it.each<[string, string, PlayerForm, string]>([
    ['legacy media to anyone', '17 01 000000 aa', LEGACY, 'unchanged'],
    ['legacy media to an enhanced player', '17 01 000000 aa', FULL, 'unchanged'],
    ['hvc1 to a player that announced it', '91 68766331 000000 aa', HVC1, 'unchanged'],
    ['hvc1 to a legacy player', '91 68766331 000000 aa', LEGACY, 'withheld'],
    ['hvc1 to a legacy player of a generous operator', '91 68766331 000000 aa', ANYTHING, 'unchanged'],
    ['av01 to a player that announced hvc1', '91 61763031 aa', HVC1, 'withheld'],
    ['av01 to a player that announced no codec but capsEx', '91 61763031 aa', SINGLE, 'unchanged'],
    ['avc1 SequenceStart to a legacy player', '90 61766331 0164', LEGACY, '17 00 000000 0164'],
    ['avc1 CodedFrames to a legacy player', 'a1 61766331 ffffb0 aa', LEGACY, '27 01 ffffb0 aa'],
    ['avc1 CodedFramesX to a legacy player', '93 61766331 aa', LEGACY, '17 01 000000 aa'],
    ['avc1 SequenceEnd to a legacy player', '92 61766331', LEGACY, '17 02 000000'],
    ['avc1 with frame type 0 to a legacy player (Q-53)', '81 61766331 000000 aa', LEGACY, '27 01 000000 aa'],
    ['avc1 to a player that announced only hvc1', '93 61766331 aa', HVC1, '17 01 000000 aa'],
    ['metadata to a legacy player', '84 61766331 06', LEGACY, 'withheld'],
    ['metadata of an announced codec', '84 68766331 02 0009 636f6c6f72496e666f 06', HVC1, 'unchanged'],
    ['ModEx to a player that announced it', '97 02 000001 01 68766331 000000 aa', FULL, 'unchanged'],
    [
      'ModEx to a player that announced that and not multitrack',
      '97 02 000001 01 68766331 000000 aa',
      announcing(CapsEx.modEx, ['hvc1']),
      'unchanged',
    ],
    ['ModEx to a player that did not', '97 02 000001 01 68766331 000000 aa', HVC1, '91 68766331 000000 aa'],
    ['ModEx and avc1 to a legacy player', '97 02 000001 01 61766331 000000 aa', LEGACY, '17 01 000000 aa'],
    ['several tracks to a player that announced multitrack', MANY, AVC1, 'unchanged'],
    ['several tracks to one that did not: the default one', MANY, SINGLE, '91 61766331 000000 bb'],
    ['several tracks to a legacy player: the default one, legacy', MANY, LEGACY, '17 01 000000 bb'],
    ['another track to a single-track player', '96 01 61766331 01 000000 aa', SINGLE, 'withheld'],
    ['another codec in multitrack to a player of multitrack', '96 01 61763031 01 aa', AVC1, 'unchanged'],
    ['an unannounced codec without multitrack to such a player', '91 61763031 aa', AVC1, 'withheld'],
    ['several tracks to a legacy player of a generous operator', MANY, ANYTHING, 'unchanged'],
    ['a command to a legacy player', 'd1 01', LEGACY, '57 01'],
    ['a command to an enhanced player', 'd1 01', HVC1, 'unchanged'],
    ['a command with ModEx to an enhanced player without', 'd7 00 ee 01 01', HVC1, 'd1 01'],
    ['a command with ModEx to a player of ModEx', 'd7 00 ee 01 01', FULL, 'unchanged'],
    [
      'a command with ModEx to one that announced only that',
      'd7 00 ee 01 01',
      announcing(CapsEx.modEx, []),
      'unchanged',
    ],
    ['a command without its byte', 'd1', HVC1, 'withheld'],
    ['what has no readable header', '98 61766331', HVC1, 'withheld'],
    ['what has no readable header, to one that takes everything', '98 61766331', FULL, 'unchanged'],
    ['a body that cannot be read', '91 61766331 00', LEGACY, 'withheld'],
    ['nothing', '', LEGACY, 'withheld'],
    ['AV1 carriage of TS to a legacy player', '95 61766331 80', LEGACY, 'withheld'],
  ])('%s', (_, bytes, player, expected) => {
    expect(given(videoForPlayer, bytes, player)).toBe(spaced(expected));
  });

  it('takes another track for the stream when told to', () => {
    expect(given(videoForPlayer, MANY, LEGACY, 1)).toBe(spaced('17 01 000001 aa'));
    expect(given(videoForPlayer, '93 61766331 aa', SINGLE, 1)).toBe('withheld');
  });

  it.each<[string, string, string]>([
    ['legacy media', '17 01 000000 aa', 'unchanged'],
    ['what old and new ones know: avc1 in legacy form', '93 61766331 aa', '17 01 000000 aa'],
    ['what only new ones know', '93 68766331 aa', 'unchanged'],
    ['a codec that nobody knows', '91 78797a31 aa', 'unchanged'],
    ['HDR metadata of a codec without legacy form', 'd4 68766331 02 0009 636f6c6f72496e666f 06', 'unchanged'],
    ['HDR metadata of avc1, which an old one would take for a picture', '84 61766331 06', 'withheld'],
    ['ModEx', '97 02 000001 01 68766331 000000 aa', '91 68766331 000000 aa'],
    ['several tracks', MANY, '17 01 000000 bb'],
    ['the default track in a multitrack header', '96 01 68766331 00 000000 aa', '91 68766331 000000 aa'],
    ['another track', '96 01 68766331 01 000000 aa', 'withheld'],
    ['a command', 'd1 01', '57 01'],
  ])('gives a player that announced nothing %s', (_, bytes, expected) => {
    expect(given(videoForPlayer, bytes, SILENT)).toBe(spaced(expected));
  });

  const OF_12 = announcing(0, ['hvc1'], { codec12AsHvc1: true });
  it.each<[string, string, PlayerForm, string]>([
    ['a header', '1c 00 000000 0101', OF_12, '90 68766331 0101'],
    ['a frame', '2c 01 000050 aa', OF_12, 'a1 68766331 000050 aa'],
    ['an end', '1c 02 000000', OF_12, '92 68766331'],
    ['what cannot be read', '1c 01 00', OF_12, 'unchanged'],
    ['AVC', '17 01 000000 aa', OF_12, 'unchanged'],
    [
      'a frame for a player that announced nothing',
      '2c 01 000050 aa',
      playerForm(NO_CAPABILITIES, { codec12AsHvc1: true }),
      'a1 68766331 000050 aa',
    ],
    [
      'what else there is for one that gets everything as published',
      '96 01 68766331 01 000000 aa',
      playerForm(OUR_CAPABILITIES, { codec12AsHvc1: true }),
      'unchanged',
    ],
    ['a frame without the option', '2c 01 000050 aa', HVC1, 'unchanged'],
    [
      'a frame for a player without hvc1',
      '2c 01 000050 aa',
      announcing(0, ['av01'], { codec12AsHvc1: true }),
      'unchanged',
    ],
  ])('rewrites codec id 12 by option (Q-52): %s', (_, bytes, player, expected) => {
    expect(given(videoForPlayer, bytes, player)).toBe(spaced(expected));
  });
});

describe('audioForPlayer', () => {
  const MP3_44100 = 'fffb9000';
  const MP3_48000 = 'fffb9400';
  const MP3_32000 = 'fffb9800';
  const MP3_11025_MONO = 'ffe390c0';
  const MP3_8000 = 'ffe39800';
  it.each<[string, string, PlayerForm, string]>([
    ['silence', '', LEGACY, 'unchanged'],
    ['legacy media', 'af 01 21', LEGACY, 'unchanged'],
    ['Opus to a player that said nothing', '91 4f707573 fc', LEGACY, 'withheld'],
    ['Opus to a generous operator’s', '91 4f707573 fc', ANYTHING, 'unchanged'],
    ['Opus to a relay', '91 4f707573 fc', FULL, 'unchanged'],
    ['mp4a SequenceStart to a legacy player', '90 6d703461 1190', LEGACY, 'af 00 1190'],
    ['mp4a CodedFrames to a legacy player', '91 6d703461 2100', LEGACY, 'af 01 2100'],
    ['mp4a SequenceEnd to a legacy player (ERTMP-30)', '92 6d703461', LEGACY, ''],
    ['MultichannelConfig to a legacy player', '94 6d703461 00 02', LEGACY, 'withheld'],
    ['.mp3 of 44.1 kHz', `91 2e6d7033 ${MP3_44100}`, LEGACY, `2f ${MP3_44100}`],
    ['.mp3 of 48 kHz (FLV-14)', `91 2e6d7033 ${MP3_48000}`, LEGACY, `2f ${MP3_48000}`],
    ['.mp3 of 11 kHz, mono', `91 2e6d7033 ${MP3_11025_MONO}`, LEGACY, `26 ${MP3_11025_MONO}`],
    ['.mp3 of 8 kHz', `91 2e6d7033 ${MP3_8000}`, LEGACY, `e3 ${MP3_8000}`],
    ['.mp3 of 32 kHz, which has no legacy form', `91 2e6d7033 ${MP3_32000}`, LEGACY, 'withheld'],
    ['.mp3 that is none', '91 2e6d7033 0000', LEGACY, 'withheld'],
    ['.mp3 SequenceStart', '90 2e6d7033', LEGACY, 'withheld'],
    ['.mp3 to a player that announced it', `91 2e6d7033 ${MP3_32000}`, announcing(0, ['.mp3']), 'unchanged'],
    ['ModEx to a player without', '97 02 000001 01 6d703461 21', announcing(0, ['*']), '91 6d703461 21'],
    ['two tracks to a legacy player', '95 11 6d703461 01 000001 aa 00 000001 bb', LEGACY, 'af 01 bb'],
    ['another track to a legacy player', '95 01 6d703461 01 aa', LEGACY, 'withheld'],
    ['another track to a player of multitrack', '95 01 4f707573 01 aa', AVC1, 'unchanged'],
    ['what has no readable header', '93 4f707573', HVC1, 'withheld'],
    ['what has no readable header, to one that takes everything', '93 4f707573', FULL, 'unchanged'],
    ['an unknown codec', '91 78797a31 aa', LEGACY, 'withheld'],
  ])('%s', (_, bytes, player, expected) => {
    const got = given(audioForPlayer, bytes, player);
    expect(got).toBe(spaced(expected));
  });

  it.each<[string, string, string]>([
    ['mp4a in legacy form', '91 6d703461 2100', 'af 01 2100'],
    ['Opus', '91 4f707573 fc', 'unchanged'],
    ['a speaker layout of Opus', '94 4f707573 00 02', 'unchanged'],
    ['a speaker layout of mp4a, which goes in legacy form', '94 6d703461 00 02', 'withheld'],
    ['.mp3 in legacy form', `91 2e6d7033 ${MP3_44100}`, `2f ${MP3_44100}`],
    ['.mp3 of 32 kHz, which has none', `91 2e6d7033 ${MP3_32000}`, 'unchanged'],
    ['.mp3 of 32 kHz with ModEx', `97 02 000001 01 2e6d7033 ${MP3_32000}`, `91 2e6d7033 ${MP3_32000}`],
    ['.mp3 SequenceStart', '90 2e6d7033', 'withheld'],
    ['two tracks', '95 11 4f707573 01 000001 aa 00 000001 bb', '91 4f707573 bb'],
  ])('gives a player that announced nothing %s', (_, bytes, expected) => {
    expect(given(audioForPlayer, bytes, SILENT)).toBe(spaced(expected));
  });

  it('takes another track for the stream when told to', () => {
    expect(given(audioForPlayer, '95 01 6d703461 01 aa', LEGACY, 1)).toBe(spaced('af 01 aa'));
    expect(given(audioForPlayer, '91 6d703461 aa', SINGLE, 1)).toBe('withheld');
  });
});

describe('both', () => {
  const players = fc.constantFrom(LEGACY, SILENT, ANYTHING, FULL, HVC1, AVC1, SINGLE);

  it('give what can be read, and change nothing a second time', () => {
    const video = payloadsBeginningWith(0x17, 0x1c, 0x90, 0x91, 0x93, 0x96, 0x97, 0xd1, 0xd6, 0x84);
    const audio = payloadsBeginningWith(0xaf, 0x90, 0x91, 0x92, 0x94, 0x95, 0x97);
    fc.assert(
      fc.property(video, audio, players, (picture, sound, player) => {
        const shown = videoForPlayer(picture, player);
        const heard = audioForPlayer(sound, player);
        if (shown !== undefined && shown !== picture) {
          expect(parseVideo(shown).kind).not.toBe('problem');
          expect(videoForPlayer(shown, player)).toEqual(shown);
        }
        if (heard !== undefined && heard !== sound) {
          expect(parseAudio(heard).kind).not.toBe('problem');
          expect(audioForPlayer(heard, player)).toEqual(heard);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('playerForm', () => {
  it('has one key for players that get the same', () => {
    const one = { videoFourCcInfoMap: amfObject({ av01: CodecFlag.canDecode, hvc1: 1 }) };
    const other = { videoFourCcInfoMap: amfObject({ hvc1: 1, av01: CodecFlag.canDecode }) };
    const keyOf = (properties: object) => playerForm(readCapabilities(amfObject({ ...properties }))).key;
    expect(keyOf(one)).toBe(keyOf(other));
    expect(keyOf(one)).not.toBe(keyOf({ ...one, capsEx: CapsEx.multitrack }));
    expect(new Set([LEGACY, SILENT, ANYTHING, FULL, HVC1, AVC1, SINGLE].map(({ key }) => key)).size).toBe(7);
  });

  it('knows who gets everything as it was published', () => {
    const codecsOnly = announcing(0, ['*']);
    const noSound = playerForm({ ...OUR_CAPABILITIES, fourCcList: undefined, audioFourCcInfoMap: undefined });
    const rewritten = playerForm(OUR_CAPABILITIES, { codec12AsHvc1: true });
    const everything = [ANYTHING, FULL, announcing(CapsEx.multitrack | CapsEx.modEx, undefined)];
    expect(everything.map(({ isAsPublished }) => isAsPublished)).toEqual([true, true, true]);
    const less = [LEGACY, SILENT, HVC1, AVC1, SINGLE, codecsOnly, noSound, rewritten];
    expect(less.filter(({ isAsPublished }) => isAsPublished)).toEqual([]);
  });
});
