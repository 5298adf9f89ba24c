import { closeSync, openSync, writeSync } from 'node:fs';
import { loadCapture } from '../../fixtures/capture.ts';
import { inTimeOrder, type RecordedConnection } from '../../fixtures/recorded-connection.ts';
import { pcapFile, tcpFrame } from '../../fixtures/testing/frames.ts';

/**
 * A capture of any size, made of the bytes that real programs said: recorded sessions again and again, as new connections,
 * cut into segments as a link would, each acknowledged after every second one.
 */
export interface LongCapture {
  /** At least so many bytes. */
  readonly bytes: number;
  /** The longest payload of a packet, bytes: 1448 on Ethernet. */
  readonly segment: number;
}

/** Publishers and players, chunks of 128 to 65535 bytes, legacy and enhanced codecs; packets from a second or two each. */
const SESSIONS = [
  'ffmpeg5-publish-nginx-h264-aac',
  'ffmpeg5-play-nginx-chunk128-ping-ack',
  'ffmpeg7-publish-srs-hevc-aac',
  'ffmpeg9-play-nms-vp9-opus',
  'gst122-play-srs-h264-aac',
  'gst128-publish-nginx-h264-aac',
  'obs32-publish-nginx-h264-aac',
  'obs32-publish-nms-av1-aac',
];

const FIRST_CLIENT_PORT = 10_000;
const MOST_PORTS = 50_000;
/** The synthetic pictures of the recordings are small: several make what one of a real stream is. */
const TURN_BYTES = 65_536;
const RECORD_HEADER = 16;
/** From the beginning of an Ethernet frame over IPv4. */
const CLIENT_ADDRESS_AT = { client: 26, server: 30 } as const;
const PORT_AT = { client: 34, server: 36 } as const;

/** A packet of one round of all sessions: its bytes are patched for each round. */
interface Template {
  readonly timeMs: number;
  readonly session: number;
  readonly from: 'client' | 'server';
  /** Record header and frame. */
  readonly record: Uint8Array;
}

/** Writes it. @returns its size and how many connections it has */
export function writeLongCapture(
  path: string,
  { bytes, segment }: LongCapture,
): { bytes: number; connections: number } {
  const round = roundOf(segment);
  const lastMs = round.at(-1)?.timeMs ?? 0;
  const file = openSync(path, 'w');
  let written = writeSync(file, pcapFile({ packets: [] }));
  let rounds = 0;
  for (; written < bytes; rounds++) {
    for (const template of round) patch(template, rounds, lastMs + 1_000);
    written += writeSync(file, Buffer.concat(round.map(({ record }) => record)));
  }
  closeSync(file);
  return { bytes: written, connections: rounds * SESSIONS.length };
}

function roundOf(segment: number): Template[] {
  const templates = SESSIONS.flatMap((name, session) => templatesOf(name, session, segment));
  return templates.sort((a, b) => a.timeMs - b.timeMs);
}

function templatesOf(name: string, session: number, segment: number): Template[] {
  const [connection] = loadCapture(name).tcp;
  if (connection === undefined) throw new Error(`${name} has no connection`);
  const next = { client: 1, server: 1 };
  const templates: Template[] = [];
  const add = (from: 'client' | 'server', timeMs: number, more: Partial<Parameters<typeof tcpFrame>[0]>): void => {
    const to = from === 'client' ? 'server' : 'client';
    const acknowledges = more.syn === true && from === 'client' ? {} : { acknowledges: next[to] };
    const bytes = tcpFrame({ from, sequenceNumber: next[from], ...acknowledges, ...more });
    templates.push({
      timeMs,
      session,
      from,
      record: pcapFile({ packets: [{ seconds: 0, ticks: 0, bytes }] }).slice(24),
    });
  };
  add('client', 0, { syn: true, sequenceNumber: 0 });
  add('server', 0, { syn: true, sequenceNumber: 0 });
  add('client', 0, {});
  let segmentCount = 0;
  for (const { from, timeMs, bytes } of turnsOf(connection)) {
    for (let at = 0; at < bytes.length; at += segment) {
      const payload = bytes.subarray(at, at + segment);
      add(from, timeMs, { payload });
      next[from] += payload.length;
      if (++segmentCount % 2 === 0) add(from === 'client' ? 'server' : 'client', timeMs, {});
    }
  }
  const endMs = templates.at(-1)?.timeMs ?? 0;
  add('client', endMs, { fin: true });
  add('server', endMs, { fin: true });
  return templates;
}

interface Turn {
  readonly from: 'client' | 'server';
  readonly timeMs: number;
  readonly bytes: Uint8Array;
}

/** What a side said until the other did, or for so long that a link at its rate would have filled its segments. */
function turnsOf(connection: RecordedConnection): Turn[] {
  const turns: Turn[] = [];
  for (const delivery of inTimeOrder(connection)) {
    if ('reason' in delivery) continue;
    const { from, timeMs, bytes } = delivery;
    const last = turns.at(-1);
    if (last?.from === from && last.bytes.length + bytes.length <= TURN_BYTES) {
      turns[turns.length - 1] = { ...last, bytes: Buffer.concat([last.bytes, bytes]) };
    } else turns.push({ from, timeMs, bytes });
  }
  return turns;
}

/** Another client, later. */
function patch({ record, session, from, timeMs }: Template, round: number, roundMs: number): void {
  const view = new DataView(record.buffer);
  const atMs = round * roundMs + timeMs;
  const seconds = Math.floor(atMs / 1_000);
  view.setUint32(0, seconds, true);
  view.setUint32(4, Math.floor((atMs - seconds * 1_000) * 1_000), true);
  const client = round * SESSIONS.length + session;
  view.setUint8(RECORD_HEADER + CLIENT_ADDRESS_AT[from] + 3, 2 + Math.floor(client / MOST_PORTS));
  view.setUint16(RECORD_HEADER + PORT_AT[from], FIRST_CLIENT_PORT + (client % MOST_PORTS));
}
