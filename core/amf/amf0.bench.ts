import { type Bench, keep } from '../testing/bench.ts';
import { decodeAmf0, encodeAmf0 } from './amf0.ts';
import { amfObject, ecmaArray } from './make-value.ts';
import { METADATA } from './testing/metadata.ts';

/** The two AMF messages that every live connection carries, as FFmpeg writes them. */
const connect = {
  app: 'live',
  type: 'nonprivate',
  flashVer: 'FMLE/3.0 (compatible; Lavf59.27.100)',
  tcUrl: 'rtmp://127.0.0.1:1935/live',
};
const connectBytes = encodeAmf0(['connect', 1, amfObject(connect)]);
const connectJson = JSON.stringify(['connect', 1, connect]);

const metadata = ['@setDataFrame', 'onMetaData', ecmaArray(METADATA)];
const metadataBytes = encodeAmf0(metadata);
const metadataPlain = ['@setDataFrame', 'onMetaData', METADATA];
const metadataJson = JSON.stringify(metadataPlain);

/** The limit is the platform's own JSON, in compiled code, on the same values. */
export const benches: readonly Bench[] = [
  {
    name: `decode AMF0 connect, ${connectBytes.length} bytes`,
    limit: { name: 'JSON.parse', work: () => keep(JSON.parse(connectJson)) },
    work: () => keep(decodeAmf0(connectBytes)),
    recorded: 0.4,
  },
  {
    name: `decode AMF0 onMetaData, ${metadataBytes.length} bytes`,
    limit: { name: 'JSON.parse', work: () => keep(JSON.parse(metadataJson)) },
    work: () => keep(decodeAmf0(metadataBytes)),
    recorded: 0.38,
  },
  {
    name: `encode AMF0 onMetaData, ${metadataBytes.length} bytes`,
    limit: { name: 'JSON.stringify', work: () => keep(JSON.stringify(metadataPlain)) },
    work: () => keep(encodeAmf0(metadata)),
    recorded: 0.35,
  },
];
