import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { type ColorInfo, colorInfoObject, colorInfoOf } from './color-info.ts';
import { COLOR_INFO, type MetadataBody, type MetadataEntry, metadataBody, readMetadata } from './metadata-frame.ts';
import { parseVideo } from './parse-video.ts';
import { writeVideo } from './write-video.ts';

/** The metadata of an enhanced video message that writes to the same bytes again. */
function metadataOf(bytes: Uint8Array): MetadataBody {
  const message = parseVideo(bytes);
  if (message.kind !== 'enhancedVideo') throw new Error(`expected an enhanced message, came ${message.kind}`);
  expect(toHex(writeVideo(message))).toBe(toHex(bytes));
  const [track] = message.tracks;
  if (track?.body.kind !== 'metadata') throw new Error(`expected metadata, came ${track?.body.kind}`);
  return track.body;
}

function saying(...entries: MetadataEntry[]): MetadataBody {
  const { amf } = metadataBody(entries);
  const body = readMetadata(amf, 0);
  if (body.kind !== 'metadata') throw new Error(body.problem.message);
  return body;
}

describe('a metadata frame (ERTMP-18)', () => {
  const HDR10: ColorInfo = {
    colorConfig: { bitDepth: 10, colorPrimaries: 9, transferCharacteristics: 16, matrixCoefficients: 9 },
  };

  it('VEC-VID-15: holds colorInfo, with frame type 5 as FFmpeg writes it', () => {
    const metadata = metadataOf(
      hex(`d4 68 76 63 31 02 00 09 63 6f 6c 6f 72 49 6e 66 6f 03 00 0b 63 6f 6c 6f 72 43 6f 6e 66 69 67 03
        00 08 62 69 74 44 65 70 74 68 00 40 24 00 00 00 00 00 00 00 0e 63 6f 6c 6f 72 50 72 69 6d 61 72
        69 65 73 00 40 22 00 00 00 00 00 00 00 17 74 72 61 6e 73 66 65 72 43 68 61 72 61 63 74 65 72 69
        73 74 69 63 73 00 40 30 00 00 00 00 00 00 00 12 6d 61 74 72 69 78 43 6f 65 66 66 69 63 69 65 6e
        74 73 00 40 22 00 00 00 00 00 00 00 00 09 00 00 09`),
    );
    expect(metadata.entries).toEqual([{ name: 'colorInfo', value: colorInfoObject(HDR10) }]);
    expect(colorInfoOf(metadata)).toEqual(HDR10);
  });

  it('VEC-VID-16: resets colorInfo by an undefined value, with frame type 0 as OBS writes it (ERTMP-34)', () => {
    const metadata = metadataOf(hex('84 68 76 63 31 02 00 09 63 6f 6c 6f 72 49 6e 66 6f 06'));
    expect(metadata.entries).toEqual([{ name: 'colorInfo', value: undefined }]);
    expect(colorInfoOf(metadata)).toBe('reset');
  });

  it.each([
    ['an empty object', amfObject()],
    ['null', null],
    ['what is no object', 5],
  ])('resets colorInfo by %s', (_, value) => {
    expect(colorInfoOf(saying({ name: COLOR_INFO, value }))).toBe('reset');
  });

  it('takes a name without a value for undefined', () => {
    const body = readMetadata(hex('02 0009 636f6c6f72496e666f'), 0);
    expect(body).toMatchObject({ entries: [{ name: 'colorInfo', value: undefined }] });
  });

  it('takes a bare object for colorInfo, or for what holds it (Q-57)', () => {
    const value = colorInfoObject(HDR10);
    const { amf } = metadataBody([{ name: '', value }]);
    const bare = readMetadata(amf.subarray(3), 0);
    expect(bare).toMatchObject({ entries: [{ name: 'colorInfo', value }] });
    const holder = metadataBody([{ name: '', value: amfObject({ colorInfo: value }) }]).amf;
    expect(readMetadata(holder.subarray(3), 0)).toMatchObject({ entries: [{ name: 'colorInfo', value }] });
  });

  it('says nothing of colour when it has another name or no body', () => {
    expect(colorInfoOf(saying({ name: 'somethingElse', value: 1 }))).toBeUndefined();
    expect(colorInfoOf(saying())).toBeUndefined();
  });

  it('lets the last of several colorInfo hold', () => {
    const entries = [amfObject(), colorInfoObject(HDR10)].map((value) => ({ name: COLOR_INFO, value }));
    expect(colorInfoOf(saying(...entries))).toEqual(HDR10);
  });

  it('reads every member and leaves out what is outside its range', () => {
    const full: ColorInfo = {
      ...HDR10,
      hdrCll: { maxFall: 400, maxCLL: 1000 },
      hdrMdcv: {
        redX: 0.68,
        redY: 0.32,
        greenX: 0.265,
        greenY: 0.69,
        blueX: 0.15,
        blueY: 0.06,
        whitePointX: 0.3127,
        whitePointY: 0.329,
        maxLuminance: 1000,
        minLuminance: 0.005,
      },
    };
    expect(colorInfoOf(saying({ name: COLOR_INFO, value: colorInfoObject(full) }))).toEqual(full);
    const wrong = { colorConfig: { bitDepth: 256, colorPrimaries: 1 }, hdrMdcv: { redX: Number.NaN, maxLuminance: 4 } };
    const read = colorInfoOf(saying({ name: COLOR_INFO, value: colorInfoObject(wrong) }));
    expect(read).toEqual({ colorConfig: { colorPrimaries: 1 }, hdrMdcv: {} });
  });

  it('names no byte of the payload that is not there', () => {
    expect(readMetadata(hex('02 00'), 7)).toMatchObject({ kind: 'unreadable', problem: { code: 'metadataMalformed' } });
  });
});
