import { decodeAmf0, encodeAmf0 } from '../amf/amf0.ts';
import { AmfError, AmfUsageError } from '../amf/error.ts';
import { amfObject, ecmaArray, strictArray } from '../amf/make-value.ts';
import {
  type AmfProperties,
  type AmfValue,
  hasProperties,
  isStrictArray,
  property,
  withoutAvmPlus,
} from '../amf/value.ts';
import { ByteCursor } from '../bytes/cursor.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { type FlvPayload, FlvTagType } from './flv-tag.ts';
import type { FlvSeekPoint } from './key-frame-index.ts';

/** onMetaData (FLV-28 to FLV-30): what a file says about itself, in the script tag that comes first. */

/** The properties of an onMetaData, which `FlvWriterOptions.metadata` takes as they are. */
export type FlvMetadata = ReadonlyMap<string, AmfValue>;

const ON_META_DATA = 'onMetaData';

/** The AMF0 string that publishers put before what servers shall keep; it has no place in a file (FLV-10). */
const SET_DATA_FRAME = encodeAmf0(['@setDataFrame']);

/** Enough for an index of 100 000 key frames, which is two days of them. */
const BUDGET = { amfValues: 250_000 };

/** Bytes of properties in an onMetaData of ours; real ones have some hundred. */
const MOST_METADATA = 65_536;

/** Script data as it belongs into a file: a view without `@setDataFrame`, or `data` itself. */
export function withoutSetDataFrame(data: Uint8Array): Uint8Array {
  return SET_DATA_FRAME.every((byte, index) => data[index] === byte) ? data.subarray(SET_DATA_FRAME.length) : data;
}

/** What the tag says when it is an onMetaData; else, or when it is broken before the first property, `undefined`. */
export function readMetadata({ type, data }: Pick<FlvPayload, 'type' | 'data'>): FlvMetadata | undefined {
  if (type !== FlvTagType.script && type !== FlvTagType.scriptAmf3) return undefined;
  // Type 15 opens with a format byte; what follows is AMF0, too (ERTMP-43).
  const script = withoutSetDataFrame(type === FlvTagType.script ? data : data.subarray(1));
  try {
    const [name, value] = decodeAmf0(script, { lenientTail: true, budget: BUDGET }).values;
    return name === ON_META_DATA && hasProperties(value) ? value.properties : undefined;
  } catch (error) {
    if (error instanceof AmfError) return undefined; // too complex: more than any index needs
    throw error;
  }
}

/**
 * The `keyframes` index (FLV-30). Entries at offset 0, which some tools write for the headers, are left out.
 *
 * @returns `undefined` when there is none, or it cannot be true: lists of different lengths, offsets or times that go back
 */
export function readKeyFrames(metadata: FlvMetadata): readonly FlvSeekPoint[] | undefined {
  const index = withoutAvmPlus(metadata.get('keyframes'));
  const [offsets, times] = [property(index, 'filepositions'), property(index, 'times')];
  if (!isStrictArray(offsets) || !isStrictArray(times) || offsets.values.length !== times.values.length)
    return undefined;
  const points: FlvSeekPoint[] = [];
  for (const [entry, at] of offsets.values.entries()) {
    const timestamp = Math.round(Number(times.values[entry]) * 1000);
    if (at === 0) continue;
    const last = points.at(-1);
    const isTrue = Number.isSafeInteger(at) && Number.isSafeInteger(timestamp);
    if (typeof at !== 'number' || !isTrue || at < 0) return undefined;
    if (last !== undefined && (at <= last.at || timestamp < last.timestamp)) return undefined;
    points.push({ at, timestamp });
  }
  return points.length > 0 ? points : undefined;
}

/**
 * Where in script data the eight bytes of a property's number are, to be patched: the index of the first; `undefined` when
 * there is no such number.
 */
export function placeOfNumber(data: Uint8Array, name: string, value: unknown): number | undefined {
  const named = encodeUtf8(name);
  const mark = Uint8Array.of(named.length >>> 8, named.length, ...named, 0); // a name, and the marker of a number
  for (let at = 0; at + mark.length + 8 <= data.length; at++) {
    if (!mark.every((byte, index) => data[at + index] === byte)) continue;
    const place = at + mark.length;
    if (Object.is(new ByteCursor(data, place).f64(), value)) return place;
  }
  return undefined;
}

/** What changes in the metadata of a file while it is written. */
export interface FileFacts {
  /** Milliseconds. */
  readonly durationMs: number;
  /** Bytes; 0 while unknown. */
  readonly fileSize: number;
  readonly keyFrames: readonly FlvSeekPoint[];
}

/**
 * Those of the properties that an onMetaData of ours can say: what is only true of another file is left out, and so is what
 * does not encode, or is more than anybody has to say, as they may come from a peer.
 */
export function writableMetadata(given: AmfProperties): FlvMetadata {
  const writable = new Map<string, AmfValue>();
  let left = MOST_METADATA;
  for (const [name, value] of amfObject(given).properties) {
    if (OF_ANOTHER_FILE.includes(name)) continue;
    try {
      left -= encodeAmf0([amfObject([[name, value]])], { longest: left }).length;
      writable.set(name, value);
    } catch (error) {
      if (!(error instanceof AmfUsageError)) throw error;
    }
  }
  return writable;
}

/**
 * onMetaData of a file to be written: duration and filesize first, then the given properties, then the index. It has
 * the same length whatever the facts (FLV-34), as the places of the index that are not taken are numbers 0 in an array of
 * their own: every reader knows arrays, where FFmpeg gives up at strings of 1024 bytes.
 *
 * @param given - from `writableMetadata`
 * @param places - for key frames; 0 leaves the index out
 */
export function encodeMetadata(given: FlvMetadata, places: number, facts: FileFacts): Uint8Array {
  const { durationMs, fileSize, keyFrames } = facts;
  const all = new Map<string, AmfValue>([['duration', durationMs / 1000], ['filesize', fileSize], ...given]);
  if (places > 0) {
    const filepositions = strictArray(keyFrames.map(({ at }) => at));
    const times = strictArray(keyFrames.map(({ timestamp }) => timestamp / 1000));
    all.set(keyFrames.length > 1 ? 'keyframes' : TOO_FEW_KEY_FRAMES, amfObject({ filepositions, times }));
    all.set('reserved', strictArray(new Array<number>(2 * (places - keyFrames.length)).fill(0)));
  }
  return encodeAmf0([ON_META_DATA, ecmaArray(all)]);
}

/** An index of less than two entries is no help, and FFmpeg warns of it: it has another name, as long as the usual one. */
const TOO_FEW_KEY_FRAMES = 'unindexed';

/** What was true of the file or stream that the properties come from, and is not of the one that is written. */
const OF_ANOTHER_FILE: readonly string[] = [
  'duration',
  'filesize',
  'fileSize',
  'keyframes',
  TOO_FEW_KEY_FRAMES,
  'reserved',
  'hasKeyframes',
  'canSeekToEnd',
  'datasize',
  'videosize',
  'audiosize',
  'lasttimestamp',
  'lastkeyframetimestamp',
  'lastkeyframelocation',
];
