import { amfObject, strictArray } from '../amf/make-value.ts';
import { type AmfValue, hasProperties, isStrictArray, property } from '../amf/value.ts';
import { fourCcText } from './codec-id.ts';

/**
 * What a peer says of Enhanced RTMP in `connect`, or in the answer to it (ERTMP-2 to ERTMP-8). It decides what we send;
 * what we accept it does not, as the most common encoders announce nothing (ERTMP-9, Q-54).
 */
export interface Capabilities {
  /** v1: codecs by FourCC, or `*` for all (ERTMP-2). `undefined`: the peer did not say. */
  readonly fourCcList: readonly string[] | undefined;
  /** v2: `CodecFlag`s by FourCC or `*` (ERTMP-3). */
  readonly videoFourCcInfoMap: ReadonlyMap<string, number> | undefined;
  readonly audioFourCcInfoMap: ReadonlyMap<string, number> | undefined;
  /** `CapsEx` flags (ERTMP-5); 0 when the peer did not say. */
  readonly capsEx: number;
  /** `VideoFunction` flags (ERTMP-7); 0 when the peer did not say. */
  readonly videoFunction: number;
}

/** What a peer can do with a codec (ERTMP-3). */
export const CodecFlag = { canDecode: 1, canEncode: 2, canForward: 4 } as const;

/** A flag promises at least correct parsing (ERTMP-5). */
export const CapsEx = { reconnect: 0x01, multitrack: 0x02, modEx: 0x04, timestampNanoOffset: 0x08 } as const;

/** `clientSeek` is as old as Flash; the others are of Enhanced RTMP. */
export const VideoFunction = { clientSeek: 1, hdr: 2, metadata: 4, largeScaleTile: 8 } as const;

/** Catch-all key and list entry. */
const ANY = '*';

const FOUR_CC_CHARACTERS = 4;

/** A peer that names more of them is not believed the rest: what it said is kept for as long as it is connected. */
const MOST_CODECS = 64;

const ALL_FLAGS = CodecFlag.canDecode | CodecFlag.canEncode | CodecFlag.canForward;
const ALL_CAPS_EX = CapsEx.reconnect | CapsEx.multitrack | CapsEx.modEx | CapsEx.timestampNanoOffset;

/** A peer that says nothing of Enhanced RTMP. */
export const NO_CAPABILITIES: Capabilities = Object.freeze({
  fourCcList: undefined,
  videoFourCcInfoMap: undefined,
  audioFourCcInfoMap: undefined,
  capsEx: 0,
  videoFunction: 0,
});

/** What millrace says of itself in either role: it carries every codec on and decodes none. */
export const OUR_CAPABILITIES: Capabilities = Object.freeze({
  fourCcList: [ANY],
  videoFourCcInfoMap: new Map([[ANY, CodecFlag.canForward]]),
  audioFourCcInfoMap: new Map([[ANY, CodecFlag.canForward]]),
  capsEx: ALL_CAPS_EX,
  videoFunction: VideoFunction.clientSeek | VideoFunction.hdr | VideoFunction.metadata,
});

/**
 * Reads the capabilities from the command object of `connect`, or from the two objects of its `_result`: nothing says
 * which of them holds these (ERTMP-8), so the first that has a property counts. What is of another type, no FourCC, or
 * past 64 codecs, is left out.
 */
export function readCapabilities(...objects: readonly AmfValue[]): Capabilities {
  const find = (name: string): AmfValue => objects.find((object) => property(object, name) !== undefined);
  const value = (name: string): AmfValue => property(find(name), name);
  return {
    fourCcList: readList(value('fourCcList')),
    videoFourCcInfoMap: readMap(value('videoFourCcInfoMap')),
    audioFourCcInfoMap: readMap(value('audioFourCcInfoMap')),
    capsEx: readFlags(value('capsEx')),
    videoFunction: readFlags(value('videoFunction')),
  };
}

/** The properties that say `capabilities`, for the command object of `connect` or the properties object of its `_result`. */
export function capabilityProperties(capabilities: Capabilities): Map<string, AmfValue> {
  const { fourCcList, videoFourCcInfoMap, audioFourCcInfoMap, capsEx, videoFunction } = capabilities;
  const properties = new Map<string, AmfValue>();
  if (fourCcList !== undefined) properties.set('fourCcList', strictArray(fourCcList));
  if (videoFourCcInfoMap !== undefined) properties.set('videoFourCcInfoMap', amfObject(videoFourCcInfoMap));
  if (audioFourCcInfoMap !== undefined) properties.set('audioFourCcInfoMap', amfObject(audioFourCcInfoMap));
  if (capsEx !== 0) properties.set('capsEx', capsEx);
  if (videoFunction !== 0) properties.set('videoFunction', videoFunction);
  return properties;
}

/**
 * What a server says of itself in the `_result` to a client that said `theirs`: nothing to one that said nothing of
 * Enhanced RTMP; else its maps and `capsEx`, and `fourCcList` to one that speaks the language of v1 (ERTMP-8). What can be
 * done with `videoFunction` is for clients to say.
 */
export function capabilityAnswer(theirs: Capabilities, ours = OUR_CAPABILITIES): Map<string, AmfValue> {
  if (!announcesEnhanced(theirs)) return new Map();
  const fourCcList = theirs.fourCcList && ours.fourCcList;
  return capabilityProperties({ ...ours, fourCcList, videoFunction: 0 });
}

/** Whether the peer said anything of Enhanced RTMP at all; `videoFunction` 1 is older than that. */
export function announcesEnhanced(capabilities: Capabilities): boolean {
  const { capsEx, videoFunction } = capabilities;
  return announcesCodecs(capabilities) || capsEx !== 0 || (videoFunction & ~VideoFunction.clientSeek) !== 0;
}

/**
 * `CodecFlag`s of a codec, by its FourCC as a number: those under its own name and those under `*`, together (ERTMP-4).
 * The list of v1 says "supports", which is all of them. A peer that announces no codec at all, but something else of
 * Enhanced RTMP, is taken to know every codec.
 */
export function codecFlags(capabilities: Capabilities, media: 'audio' | 'video', codecId: number): number {
  if (!announcesCodecs(capabilities)) return announcesEnhanced(capabilities) ? ALL_FLAGS : 0;
  const name = fourCcText(codecId);
  const { fourCcList, videoFourCcInfoMap, audioFourCcInfoMap } = capabilities;
  const map = media === 'video' ? videoFourCcInfoMap : audioFourCcInfoMap;
  const isListed = fourCcList !== undefined && (fourCcList.includes(name) || fourCcList.includes(ANY));
  return (isListed ? ALL_FLAGS : 0) | (map?.get(name) ?? 0) | (map?.get(ANY) ?? 0);
}

function announcesCodecs({ fourCcList, videoFourCcInfoMap, audioFourCcInfoMap }: Capabilities): boolean {
  return fourCcList !== undefined || videoFourCcInfoMap !== undefined || audioFourCcInfoMap !== undefined;
}

function readList(value: AmfValue): readonly string[] | undefined {
  if (!isStrictArray(value)) return undefined;
  const names = value.values.filter((item) => typeof item === 'string');
  return names.filter(isCodecName).slice(0, MOST_CODECS);
}

function readMap(value: AmfValue): ReadonlyMap<string, number> | undefined {
  if (!hasProperties(value)) return undefined;
  const entries = [...value.properties].filter(([name]) => isCodecName(name)).slice(0, MOST_CODECS);
  return new Map(entries.map(([name, flags]) => [name, readFlags(flags)]));
}

function isCodecName(name: string): boolean {
  return name === ANY || name.length === FOUR_CC_CHARACTERS;
}

/** Unsigned 32 bits; anything but a number is 0, as NaN and infinities are. */
function readFlags(value: AmfValue): number {
  return typeof value === 'number' ? value >>> 0 : 0;
}
