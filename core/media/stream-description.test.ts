import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amfObject, ecmaArray } from '../amf/make-value.ts';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { colorInfoObject } from './color-info.ts';
import { COLOR_INFO, metadataBody } from './metadata-frame.ts';
import { StreamDescription } from './stream-description.ts';
import { payloadsBeginningWith } from './testing/payload.ts';
import { trackLine } from './track-description.ts';

const AVCC = `01 64 00 0d ff e1 00 1a 67 64 00 0d ac d9 41 51 9e 22 7c 04 40 00 00 03 00 40 00 00 0f 03 c5 0a
  65 80 01 00 06 68 eb e3 cb 22 c0 fd f8 f8 00`;
const AV1C = '81 00 0c 00 0a 0b 00 00 00 04 3d 06 cc da f9 00 40';
const AVC_LINE = 'AVC High 1.3, 322x180, 30 fps';
const HVC1 = '68766331';

/** A stream that tells in lines what each message changed. */
class Told {
  readonly stream = new StreamDescription();

  video(bytes: string): string[] {
    return this.stream.takeVideo(hex(bytes)).map(trackLine);
  }

  audio(bytes: string): string[] {
    return this.stream.takeAudio(hex(bytes)).map(trackLine);
  }

  metadata(properties: object): string[] {
    return this.stream.takeMetadata(ecmaArray({ ...properties })).map(trackLine);
  }

  all(): string[] {
    return this.stream.tracks.map(trackLine);
  }
}

/** A metadata frame of hvc1 with these colours. */
function colored(info: object): string {
  const { amf } = metadataBody([{ name: COLOR_INFO, value: colorInfoObject(info) }]);
  return `d4 ${HVC1} ${toHex(amf)}`;
}

describe('StreamDescription, video', () => {
  it('tells a track once, at its sequence header, and again when that changes (CFG-35)', () => {
    const told = new Told();
    expect(told.video(`17 00 000000 ${AVCC}`)).toEqual([AVC_LINE]);
    expect(told.video('17 01 000000 aa')).toEqual([]);
    expect(told.video(`17 00 000000 ${AVCC}`)).toEqual([]);
    expect(told.video(`17 00 000000 ${AVCC.replace('01 64 00 0d', '01 64 00 0c')}`)).toEqual([
      AVC_LINE.replace('1.3', '1.2'),
    ]);
  });

  it('keeps the last valid header (ERTMP-14)', () => {
    const told = new Told();
    expect(told.video('90 61766331')).toEqual(['AVC']);
    expect(told.video(`90 61766331 ${AVCC}`)).toEqual([AVC_LINE]);
    expect(told.video('90 61766331')).toEqual([]);
    expect(told.video('90 61766331 00')).toEqual([]);
    expect(told.all()).toEqual([AVC_LINE]);
  });

  it('names the codec of a track without header at its first frame', () => {
    const told = new Told();
    expect(told.video('22 aa')).toEqual(['Sorenson H.263']);
    expect(told.video('12 aa')).toEqual([]);
    expect(told.video('a1 78797a31 aa')).toEqual(['xyz1']);
  });

  it('keys tracks by media and id (Q-55)', () => {
    const told = new Told();
    expect(told.video(`96 10 61766331 00 000030 ${AVCC} 01 000000`)).toHaveLength(1);
    expect(told.video(`96 00 61763031 01 ${AV1C}`)).toEqual(['track 1: AV1 Main 2.0, 322x180']);
    expect(told.audio('95 00 6d703461 01 1190')).toEqual(['track 1: AAC LC, 48000 Hz, stereo']);
    expect(told.all()).toHaveLength(3);
  });

  it('begins a track anew that changes its codec', () => {
    const told = new Told();
    told.video(`90 61766331 ${AVCC}`);
    expect(told.video('a1 61763031 12 00')).toEqual(['AV1']);
    expect(told.video(`90 61763031 ${AV1C}`)).toEqual(['AV1 Main 2.0, 322x180']);
  });

  it('looks into key frames where they tell more than the header (CFG-22)', () => {
    const told = new Told();
    expect(told.video('90 76703039 00 0b 82 02 02 02 00 00')).toEqual(['VP9 Profile 0 1.1']);
    const keyFrame = '82 49 83 42 20 13 f0 0b 30';
    expect(told.video(`91 76703039 ${keyFrame}`)).toEqual(['VP9 Profile 0 1.1, 320x180']);
    expect(told.video('91 76703039 00')).toEqual([]);
    expect(told.video(`a1 76703039 ${keyFrame.replace('13 f0', '27 f0')}`)).toEqual([]);
    expect(told.video(`93 76703039 ${keyFrame.replace('13 f0', '27 f0')}`)).toEqual(['VP9 Profile 0 1.1, 640x180']);
  });

  it('tells HDR from metadata frames, before the header or after (ERTMP-34, ERTMP-35)', () => {
    const told = new Told();
    const pq = { colorConfig: { bitDepth: 10, transferCharacteristics: 16 } };
    expect(told.video(colored(pq))).toEqual(['HEVC, 10 bit, HDR PQ']);
    expect(told.video(colored({ colorConfig: { transferCharacteristics: 18 } }))).toEqual(['HEVC, HDR HLG']);
    expect(told.video(`84 ${HVC1} 02 00`)).toEqual([]);
    expect(told.video(`84 ${HVC1}`)).toEqual([]);
    expect(told.video('90 61766331')).toEqual(['AVC, HDR HLG']);
    expect(told.video(`84 61766331 02 0009 636f6c6f72496e666f 06`)).toEqual(['AVC']);
  });

  it('tells nothing of ends, commands and what cannot be read', () => {
    const told = new Told();
    told.video(`17 00 000000 ${AVCC}`);
    for (const bytes of ['17 02 000000', '57 00', '98 61766331', '']) expect(told.video(bytes)).toEqual([]);
  });
});

describe('StreamDescription, audio', () => {
  it('tells a track at its sequence header', () => {
    const told = new Told();
    expect(told.audio('af 00 11 90')).toEqual(['AAC LC, 48000 Hz, stereo']);
    expect(told.audio('af 01 21')).toEqual([]);
    expect(told.audio('af 00')).toEqual([]);
  });

  it('tells a track at the first sound of a codec whose frames tell', () => {
    const told = new Told();
    expect(told.audio('90 61632d33')).toEqual(['AC-3']);
    expect(told.audio('91 61632d33 0b 77 b5 0b 1e 40 eb f8')).toEqual(['AC-3, 48000 Hz, 6 channels, 448 kbit/s']);
    expect(told.audio('91 61632d33 00')).toEqual([]);
  });

  it('asks again until a sound tells', () => {
    const told = new Told();
    expect(told.audio('2f 00')).toEqual(['MP3']);
    expect(told.audio('2f 00')).toEqual([]);
    expect(told.audio('2f ff fb 90 00')).toEqual(['MP3 MPEG-1, 44100 Hz, stereo, 128 kbit/s']);
  });

  it('reads the legacy byte where nothing else tells (FLV-14)', () => {
    expect(new Told().audio('72 d5')).toEqual(['G.711 A-law, 8000 Hz, mono']);
    expect(new Told().audio('af 01 21')).toEqual(['AAC']);
  });

  it('takes the number of channels and their speakers from MultichannelConfig (ERTMP-29)', () => {
    const told = new Told();
    told.audio('90 4f707573 4f70757348656164 01 02 3801 80bb0000 0000 00');
    expect(told.audio('94 4f707573 01 06 0000003f')).toEqual(['Opus, 48000 Hz, 6 channels']);
    expect(told.stream.tracks).toMatchObject([{ speakers: ['FL', 'FR', 'FC', 'LFE1', 'BL', 'BR'] }]);
    expect(told.audio('94 4f707573 01 06')).toEqual([]);
    expect(told.audio('94 4f707573 00 02')).toEqual(['Opus, 48000 Hz, stereo']);
  });

  it('tells nothing of silence, ends and what cannot be read', () => {
    const told = new Told();
    told.audio('af 00 11 90');
    for (const bytes of ['', '92 6d703461', '93 6d703461']) expect(told.audio(bytes)).not.toContain('AAC LC');
  });
});

describe('StreamDescription, onMetaData', () => {
  it('fills in what no header tells, whenever it comes (CFG-7)', () => {
    const told = new Told();
    expect(told.metadata({ width: 640, height: 360, framerate: 25, audiosamplerate: 44100, stereo: true })).toEqual([]);
    expect(told.video('12 aa')).toEqual(['Sorenson H.263, 640x360, 25 fps']);
    expect(told.audio('91 664c6143 aa')).toEqual(['FLAC, 44100 Hz, stereo']);
    expect(told.video(`17 00 000000 ${AVCC}`)).toEqual([AVC_LINE]);
    expect(told.metadata({ framerate: 50 })).toEqual(['FLAC']);
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['codec ids as numbers', { videocodecid: 7, audiocodecid: 10 }],
    ['codec ids as FourCCs', { videocodecid: 1635135537, audiocodecid: 1332770163 }],
    ['codec ids as text', { videocodecid: 'hvc1', audiocodecid: 'mp4a' }],
    ['tracks that never come', { videoTrackIdInfoMap: amfObject({ 1: amfObject({ width: 640 }) }), stereo: true }],
    ['what is not true', { width: 640, height: 360, framerate: 25 }],
  ])(
    'is advice: with %s in it, the tracks are those that came, as their headers say (Q-50, CMD-43)',
    (_, properties) => {
      const told = new Told();
      expect(told.metadata(properties)).toEqual([]);
      expect(told.all()).toEqual([]);
      told.video(`17 00 000000 ${AVCC}`);
      told.metadata(properties);
      expect(told.all()).toEqual([AVC_LINE]);
    },
  );

  it('describes further tracks by their differences (ERTMP-32)', () => {
    const told = new Told();
    told.video('96 01 61766331 02 000000 aa');
    told.audio('95 01 6d703461 01 aa');
    const videoTrackIdInfoMap = amfObject({ 2: amfObject({ width: 320, height: 180 }) });
    const audioTrackIdInfoMap = amfObject({ 1: amfObject({ channels: 6, samplerate: 48000 }) });
    const lines = told.metadata({ width: 640, framerate: 25, stereo: false, videoTrackIdInfoMap, audioTrackIdInfoMap });
    expect(lines).toEqual(['track 2: AVC, 320x180, 25 fps', 'track 1: AAC, 48000 Hz, 6 channels']);
  });

  it.each([{ framerate: '25' }, { framerate: 0 }, { framerate: Number.NaN }, { framerate: Number.POSITIVE_INFINITY }])(
    'believes no nonsense: %o',
    (properties) => {
      const told = new Told();
      told.metadata(properties);
      expect(told.video('12 aa')).toEqual(['Sorenson H.263']);
    },
  );
});

describe('StreamDescription, any bytes', () => {
  it('never throws, and tells the same description only once in a row', () => {
    const payloads = fc.array(payloadsBeginningWith(0x17, 0x90, 0x91, 0x94, 0x95, 0x96, 0xaf, 0x2f, 0xd4), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(payloads, (all) => {
        const stream = new StreamDescription();
        for (const payload of all) {
          stream.takeVideo(payload);
          stream.takeAudio(payload);
          expect(stream.takeMetadata(undefined)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
