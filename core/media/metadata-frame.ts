import { decodeAmf0, encodeAmf0 } from '../amf/amf0.ts';
import type { AmfError } from '../amf/error.ts';
import { type AmfValue, property } from '../amf/value.ts';
import type { UnreadableBody } from './message-track.ts';
import { problem } from './payload-problem.ts';

/** The body of a metadata frame (ERTMP-18): values by name, in AMF0. Today the only name is `colorInfo`. */
export interface MetadataBody {
  readonly kind: 'metadata';
  /** What `amf` says, in its order. */
  readonly entries: readonly MetadataEntry[];
  /** What is written: a view of the payload, or what `metadataBody` made. */
  readonly amf: Uint8Array;
}

export interface MetadataEntry {
  readonly name: string;
  readonly value: AmfValue;
}

/** Colour and light of the pictures that follow; see color-info.ts. */
export const COLOR_INFO = 'colorInfo';

/** A metadata frame's body of these entries: a string, then a value, for each. */
export function metadataBody(entries: readonly MetadataEntry[]): MetadataBody {
  return { kind: 'metadata', entries, amf: encodeAmf0(entries.flatMap(({ name, value }) => [name, value])) };
}

/**
 * Reads the body of a metadata frame. Some peers leave the name out and write a bare object: it is taken for
 * `colorInfo`, the only one there is.
 *
 * @param at - where `amf` lies in its payload, for the problem to name
 */
export function readMetadata(amf: Uint8Array, at: number): MetadataBody | UnreadableBody {
  try {
    return { kind: 'metadata', entries: entriesOf(decodeAmf0(amf).values), amf };
  } catch (error) {
    const { at: where, message } = error as AmfError; // decodeAmf0 throws nothing else
    const cause = problem('metadataMalformed', at + where, message);
    return { kind: 'unreadable', problem: cause, bytes: amf };
  }
}

/** Names and values in turn; a value without a name before it is bare. */
function entriesOf(values: readonly AmfValue[]): MetadataEntry[] {
  const entries: MetadataEntry[] = [];
  let name: string | undefined;
  for (const value of values) {
    if (name === undefined && typeof value === 'string') {
      name = value;
    } else {
      entries.push(name === undefined ? bare(value) : { name, value });
      name = undefined;
    }
  }
  if (name !== undefined) entries.push({ name, value: undefined });
  return entries;
}

/** `colorInfo` itself, or an object that holds it. */
function bare(value: AmfValue): MetadataEntry {
  return { name: COLOR_INFO, value: property(value, COLOR_INFO) ?? value };
}
