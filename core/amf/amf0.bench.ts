import { bench, describe } from 'vitest';
import { decodeAmf0, encodeAmf0 } from './amf0.ts';
import { amfObject, ecmaArray } from './value.ts';

/**
 * The two AMF messages that every live connection carries, as FFmpeg writes them. The platform's own JSON, in compiled
 * code, works on the same values for comparison.
 */
const connectProperties = {
  app: 'live',
  type: 'nonprivate',
  flashVer: 'FMLE/3.0 (compatible; Lavf59.27.100)',
  tcUrl: 'rtmp://127.0.0.1:1935/live',
};
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
const connect = ['connect', 1, amfObject(connectProperties)];
const metadata = ['@setDataFrame', 'onMetaData', ecmaArray(metadataProperties)];
const connectBytes = encodeAmf0(connect);
const metadataBytes = encodeAmf0(metadata);
const connectJson = JSON.stringify(['connect', 1, connectProperties]);
const metadataPlain = ['@setDataFrame', 'onMetaData', metadataProperties];
const metadataJson = JSON.stringify(metadataPlain);

describe(`decode connect, ${connectBytes.length} bytes`, () => {
  bench('decodeAmf0', () => {
    decodeAmf0(connectBytes);
  });
  bench('JSON.parse', () => {
    JSON.parse(connectJson);
  });
});

describe(`decode onMetaData, ${metadataBytes.length} bytes`, () => {
  bench('decodeAmf0', () => {
    decodeAmf0(metadataBytes);
  });
  bench('JSON.parse', () => {
    JSON.parse(metadataJson);
  });
});

describe(`encode onMetaData, ${metadataBytes.length} bytes`, () => {
  bench('encodeAmf0', () => {
    encodeAmf0(metadata);
  });
  bench('JSON.stringify', () => {
    JSON.stringify(metadataPlain);
  });
});
