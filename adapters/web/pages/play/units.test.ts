import { describe, expect, it } from 'vitest';
import { AudioUnits } from './audio-units.ts';
import { VideoUnits } from './video-units.ts';

const hex = (text: string) => Uint8Array.from(text.split(/\s+/), (byte) => Number.parseInt(byte, 16));

/** AVC High 1.3, from libx264 (VEC-CFG-1). */
const AVC = `01 64 00 0d ff e1 00 1a 67 64 00 0d ac d9 41 51 9e 22 7c 04 40 00 00 03 00 40 00 00 0f 03 c5 0a
  65 80 01 00 06 68 eb e3 cb 22 c0 fd f8 f8 00`;

interface Units {
  take(payload: Uint8Array): readonly { readonly kind: string }[];
}

function kinds(units: Units, ...payloads: readonly string[]): string[] {
  return payloads.flatMap((payload) => units.take(hex(payload))).map(({ kind }) => kind);
}

describe('VideoUnits', () => {
  it('sets up by the record, and not again by the same one', () => {
    const units = new VideoUnits();
    const header = `17 00 00 00 00 ${AVC}`;
    expect(kinds(units, '17 01 00 00 00 01', header, header, '17 01 00 00 28 02', header)).toEqual(['setup', 'frame']);
  });

  it('tells composition times', () => {
    const units = new VideoUnits();
    const [, frame] = [`17 00 00 00 00 ${AVC}`, '27 01 ff ff d8 02'].flatMap((payload) => units.take(hex(payload)));
    expect(frame).toEqual({ kind: 'frame', isKey: false, compositionTime: -40, data: Uint8Array.of(2) });
  });

  it('sets up by a key frame where a codec has no record', () => {
    expect(kinds(new VideoUnits(), 'a1 76 70 30 38 01', '91 76 70 30 38 01', 'a1 76 70 30 38 02')).toEqual([
      'setup',
      'frame',
      'frame',
    ]);
  });

  it('says once what is for no browser, and what follows it when the codec changes', () => {
    const units = new VideoUnits();
    expect(units.take(hex('22 01 02'))).toEqual([{ kind: 'foreign', codec: 'sorensonH263' }]);
    expect(kinds(units, '22 01 02', `17 00 00 00 00 ${AVC}`, '17 01 00 00 00 01')).toEqual(['setup', 'frame']);
  });

  it('takes the default track of several, and nothing from what is none', () => {
    const units = new VideoUnits();
    expect(kinds(units, '96 01 76 70 30 38 01 00 00 01 05', '17', '57 00', '94 00')).toEqual([]);
    expect(kinds(units, '96 11 76 70 30 38 00 00 00 01 05 01 00 00 01 06')).toEqual(['setup', 'frame']);
  });
});

describe('AudioUnits', () => {
  it('waits for the record of AAC', () => {
    expect(kinds(new AudioUnits(), 'af 01 21', 'af 00 12 10', 'af 00 12 10', 'af 01 21')).toEqual(['setup', 'frame']);
  });

  it('puts the marker in front of a bare STREAMINFO', () => {
    const info = `10 00 10 00 00 00 00 00 00 00 0b b8 02 f0 ${'00 '.repeat(20).trim()}`;
    const [unit] = new AudioUnits().take(hex(`90 66 4c 61 43 ${info}`));
    expect(unit).toMatchObject({ setup: { codec: 'flac', sampleRate: 48_000, numberOfChannels: 2 } });
    expect(unit?.kind === 'setup' && unit.setup.description?.subarray(0, 8)).toEqual(hex('66 4c 61 43 80 00 00 22'));
  });

  it('knows what G.711 and MP3 are without a record', () => {
    expect(new AudioUnits().take(hex('72 01'))[0]).toMatchObject({ setup: { codec: 'alaw', sampleRate: 8_000 } });
    expect(new AudioUnits().take(hex('2f ff fb 90 64'))[0]).toMatchObject({
      setup: { codec: 'mp3', sampleRate: 44_100 },
    });
  });

  it('says once what is for no browser', () => {
    expect(kinds(new AudioUnits(), 'b2 01', 'b2 01')).toEqual(['foreign']);
  });
});
