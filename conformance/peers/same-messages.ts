import type { Direction } from '../../fixtures/tcp/tcp-event.ts';
import type { TranscriptEntry } from '../kit/driver/io.ts';
import type { ConnectionName } from '../kit/observation.ts';
import type { AmfValue } from '../kit/wire/amf-value.ts';

/** What somebody reads in one side of a connection. */
export interface Reading {
  /** Of each message, in order. */
  readonly types: readonly number[];
  /** Strings and names of properties in AMF0, in order: those of plain characters, which all readers write alike. */
  readonly words: readonly string[];
}

/** Connections by their ends, as `connectionsOf` names them. */
export type Readings = ReadonlyMap<string, Readonly<Record<Direction, Reading>>>;

/** The fields that tshark is asked for, each line a packet; more than one value of a field are parted by `PARTS`. */
export const TSHARK_FIELDS = ['ip.src', 'tcp.srcport', 'ip.dst', 'tcp.dstport', 'rtmpt.header.typeid', 'amf.string'];
/** A character that no name has. */
export const PARTS = '\u0001';

/**
 * @param lines - what tshark says of `TSHARK_FIELDS`
 * @param ports - those of servers
 */
export function tsharkReadings(lines: readonly string[], ports: readonly number[]): Readings {
  const readings = new Map<string, Record<Direction, { types: number[]; words: string[] }>>();
  for (const line of lines) {
    const [from = '', fromPort = '', to = '', toPort = '', types = '', words = ''] = line.split('\t');
    const [sender, receiver] = [`${from}:${fromPort}`, `${to}:${toPort}`];
    const isServer = ports.includes(Number(fromPort));
    const ends = isServer ? `${receiver} ${sender}` : `${sender} ${receiver}`;
    const reading = readings.get(ends) ?? { c2s: { types: [], words: [] }, s2c: { types: [], words: [] } };
    readings.set(ends, reading);
    const side = reading[isServer ? 's2c' : 'c2s'];
    side.types.push(...partsOf(types).map(Number));
    side.words.push(...partsOf(words));
  }
  return readings;
}

const partsOf = (text: string): string[] => text.split(PARTS).filter(isSaid);
const isSaid = (word: string): boolean => /^[\w .:,;@|/()-]+$/.test(word);

/** What the kit has read on a connection. */
export function kitReading(transcript: readonly TranscriptEntry[], on: ConnectionName): Reading {
  const news = transcript.flatMap((entry) => (entry.direction === 'received' && entry.on === on ? entry.news : []));
  const messages = news.flatMap((one) => (one.kind === 'message' ? [one.message] : []));
  return {
    types: messages.map(({ type }) => type),
    words: messages.flatMap(({ values = [] }) => values.flatMap(wordsOf).filter(isSaid)),
  };
}

function wordsOf(value: AmfValue): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if ('entries' in value) return value.entries.flatMap(([key, held]) => [key, ...wordsOf(held)]);
  return 'items' in value ? value.items.flatMap(wordsOf) : [];
}

/** Whether two have read the same; the other may have read on, where the kit had made up its mind. */
export const isReadAlike = (kit: Reading, other: Reading): boolean =>
  begins(other.types, kit.types) && begins(other.words, kit.words);

const begins = <T>(all: readonly T[], first: readonly T[]): boolean => first.every((one, at) => one === all[at]);
