import { bench, describe } from 'vitest';
import { decodeAmf3, encodeAmf3 } from './amf3.ts';
import { type AmfTraits, sealedObject } from './amf3-value.ts';
import { amfObject, strictArray } from './value.ts';

/**
 * Metadata as a publisher would send it in AMF3, and a list of objects of one class, where AMF3 is at home: names are
 * written once. The platform's own JSON, in compiled code, works on the same values for comparison.
 */
const metadataProperties = {
  duration: 0,
  width: 320,
  height: 180,
  videodatarate: 390.625,
  framerate: 25,
  videocodecid: 7,
  audiodatarate: 62.5,
  audiosamplerate: 44100,
  audiosamplesize: 16,
  stereo: true,
  audiocodecid: 10,
  encoder: 'Lavf59.27.100',
  filesize: 0,
};
const metadata = ['onMetaData', amfObject(metadataProperties)];
const metadataBytes = encodeAmf3(metadata);
const metadataPlain = ['onMetaData', metadataProperties];
const metadataJson = JSON.stringify(metadataPlain);

const POINT: AmfTraits = { className: 'Point', isDynamic: false, sealed: ['x', 'y', 'label'] };
const points = Array.from({ length: 200 }, (_, index) => ({ x: index, y: index / 2, label: 'a point' }));
const list = [strictArray(points.map((point) => sealedObject(POINT, point)))];
const listBytes = encodeAmf3(list);
const listJson = JSON.stringify(points);

describe(`decode onMetaData, ${metadataBytes.length} bytes`, () => {
  bench('decodeAmf3', () => {
    decodeAmf3(metadataBytes);
  });
  bench('JSON.parse', () => {
    JSON.parse(metadataJson);
  });
});

describe(`encode onMetaData, ${metadataBytes.length} bytes`, () => {
  bench('encodeAmf3', () => {
    encodeAmf3(metadata);
  });
  bench('JSON.stringify', () => {
    JSON.stringify(metadataPlain);
  });
});

describe(`decode 200 objects of one class, ${listBytes.length} bytes`, () => {
  bench('decodeAmf3', () => {
    decodeAmf3(listBytes);
  });
  bench('JSON.parse', () => {
    JSON.parse(listJson);
  });
});

describe(`encode 200 objects of one class, ${listBytes.length} bytes`, () => {
  bench('encodeAmf3', () => {
    encodeAmf3(list);
  });
  bench('JSON.stringify', () => {
    JSON.stringify(points);
  });
});
