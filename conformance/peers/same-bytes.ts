import type { CaptureEvents } from '../../fixtures/tcp/capture-events.ts';
import type { Direction } from '../../fixtures/tcp/tcp-event.ts';
import type { Role } from '../kit/case.ts';
import type { ConnectionName } from '../kit/observation.ts';
import type { TranscriptLine } from '../report/report.ts';

/** What both sides of a connection said, in hexadecimal. */
export interface Said extends Readonly<Record<Direction, string>> {
  /** `client server`, as `address:port`. */
  readonly ends: string;
}

/** A connection of a transcript, and the one of the capture that holds the same bytes. */
export interface Place {
  readonly label: string;
  readonly on: ConnectionName;
  readonly found: Said | undefined;
  /** That both have. */
  readonly bytes: number;
}

/** How the transcripts of runs compare with a capture of them. */
export interface Comparison {
  /** Of the transcripts. */
  readonly connections: number;
  /** That both have. */
  readonly bytes: number;
  /** Connections of the transcripts that are not in the capture: `label A`. */
  readonly missing: readonly string[];
}

/** All that was said in a capture, connection by connection. */
export function connectionsOf(events: CaptureEvents): Said[] {
  const said = new Map<number, { ends: string } & Record<Direction, string[]>>();
  for (let list = events.next(); list !== undefined; list = events.next()) {
    for (const event of list) {
      if (event.kind === 'opened') {
        said.set(event.connection, { ends: `${event.client} ${event.server}`, c2s: [], s2c: [] });
      }
      if (event.kind === 'bytes') {
        said.get(event.connection)?.[event.direction].push(Buffer.from(event.bytes).toString('hex'));
      }
    }
  }
  return [...said.values()].map(({ ends, c2s, s2c }) => ({ ends, c2s: c2s.join(''), s2c: s2c.join('') }));
}

/**
 * Looks for each connection of some transcripts in a capture, byte by byte. The peer may have said more than the kit heard before
 * it had made up its mind, and less of what the kit wrote may have gone out where the peer ended the connection.
 *
 * @param role - of who was under test
 */
export function placesIn(
  captured: readonly Said[],
  runs: readonly { readonly label: string; readonly transcript: readonly TranscriptLine[] }[],
  role: Role,
): Place[] {
  const [theirs, ours] = role === 'server' ? (['s2c', 'c2s'] as const) : (['c2s', 's2c'] as const);
  const left = [...captured];
  return runs.flatMap(({ label, transcript }) => {
    const names = new Set(transcript.flatMap(({ kind, on = '' }) => (kind === 'opened' ? [on] : [])));
    return Array.from(names, (on) => {
      const [heard, written] = [hexOf(transcript, on, 'in'), hexOf(transcript, on, 'out')];
      const at = left.findIndex((one) => one[theirs].startsWith(heard) && written.startsWith(one[ours]));
      const [found] = at < 0 ? [] : left.splice(at, 1);
      return { label, on, found, bytes: found === undefined ? 0 : (heard.length + found[ours].length) / 2 };
    });
  });
}

/** What is told of them. */
export const compared = (places: readonly Place[]): Comparison => ({
  connections: places.length,
  bytes: places.reduce((sum, { bytes }) => sum + bytes, 0),
  missing: places.filter(({ found }) => found === undefined).map(placeName),
});

export const placeName = ({ label, on }: Place): string => `${label} ${on}`.trim();

const hexOf = (transcript: readonly TranscriptLine[], on: string, kind: 'in' | 'out'): string =>
  transcript.flatMap((line) => (line.kind === kind && line.on === on ? [line.hex ?? ''] : [])).join('');
