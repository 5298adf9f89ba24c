import { type Bench, keep } from '../testing/bench.ts';
import { decodeAmf3, encodeAmf3 } from './amf3.ts';
import { amfObject, sealedObject, strictArray } from './make-value.ts';
import { METADATA } from './testing/metadata.ts';
import type { AmfTraits } from './value.ts';

/** Metadata as a publisher would send it in AMF3. */
const metadata = ['onMetaData', amfObject(METADATA)];
const metadataBytes = encodeAmf3(metadata);
const metadataPlain = ['onMetaData', METADATA];
const metadataJson = JSON.stringify(metadataPlain);

/** A list of objects of one class, where AMF3 is at home: names are written once. */
const POINT: AmfTraits = { className: 'Point', isDynamic: false, sealed: ['x', 'y', 'label'] };
const points = Array.from({ length: 200 }, (_, index) => ({ x: index, y: index / 2, label: 'a point' }));
const list = [strictArray(points.map((point) => sealedObject(POINT, point)))];
const listBytes = encodeAmf3(list);
const listJson = JSON.stringify(points);

/** The limit is the platform's own JSON, in compiled code, on the same values. */
export const benches: readonly Bench[] = [
  {
    name: `decode AMF3 onMetaData, ${metadataBytes.length} bytes`,
    limit: { name: 'JSON.parse', work: () => keep(JSON.parse(metadataJson)) },
    work: () => keep(decodeAmf3(metadataBytes)),
    recorded: 0.3,
  },
  {
    name: `encode AMF3 onMetaData, ${metadataBytes.length} bytes`,
    limit: { name: 'JSON.stringify', work: () => keep(JSON.stringify(metadataPlain)) },
    work: () => keep(encodeAmf3(metadata)),
    recorded: 0.32,
  },
  {
    name: `decode AMF3, 200 objects of a class, ${listBytes.length} bytes`,
    limit: { name: 'JSON.parse', work: () => keep(JSON.parse(listJson)) },
    work: () => keep(decodeAmf3(listBytes)),
    recorded: 1.3,
  },
  {
    name: `encode AMF3, 200 objects of a class, ${listBytes.length} bytes`,
    limit: { name: 'JSON.stringify', work: () => keep(JSON.stringify(points)) },
    work: () => keep(encodeAmf3(list)),
    recorded: 0.7,
  },
];
