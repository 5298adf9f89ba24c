import type { CaptureEvents } from '../../fixtures/tcp/capture-events.ts';
import type { Direction } from '../../fixtures/tcp/tcp-event.ts';
import type { Role } from '../kit/case.ts';
import type { TranscriptLine } from '../report/report.ts';

/** What both sides of a connection said, in hexadecimal. */
type Said = Readonly<Record<Direction, string>>;

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
  const said = new Map<number, Record<Direction, string[]>>();
  for (let list = events.next(); list !== undefined; list = events.next()) {
    for (const event of list) {
      if (event.kind === 'opened') said.set(event.connection, { c2s: [], s2c: [] });
      if (event.kind === 'bytes') {
        said.get(event.connection)?.[event.direction].push(Buffer.from(event.bytes).toString('hex'));
      }
    }
  }
  return [...said.values()].map(({ c2s, s2c }) => ({ c2s: c2s.join(''), s2c: s2c.join('') }));
}

/**
 * Looks for each connection of some transcripts in a capture, byte by byte. The peer may have said more than the kit heard before
 * it had made up its mind, and less of what the kit wrote may have gone out where the peer ended the connection.
 *
 * @param role - of who was under test
 */
export function compared(
  runs: readonly { readonly label: string; readonly transcript: readonly TranscriptLine[] }[],
  captured: readonly Said[],
  role: Role,
): Comparison {
  const [theirs, ours] = role === 'server' ? (['s2c', 'c2s'] as const) : (['c2s', 's2c'] as const);
  const left = [...captured];
  const missing: string[] = [];
  let [connections, bytes] = [0, 0];
  for (const { label, transcript } of runs) {
    for (const on of new Set(transcript.flatMap(({ kind, on: name = '' }) => (kind === 'opened' ? [name] : [])))) {
      const [heard, written] = [hexOf(transcript, on, 'in'), hexOf(transcript, on, 'out')];
      const at = left.findIndex((one) => one[theirs].startsWith(heard) && written.startsWith(one[ours]));
      connections += 1;
      const [found] = at < 0 ? [] : left.splice(at, 1);
      if (found === undefined) missing.push(`${label} ${on}`.trim());
      else bytes += (heard.length + found[ours].length) / 2;
    }
  }
  return { connections, bytes, missing };
}

const hexOf = (transcript: readonly TranscriptLine[], on: string, kind: 'in' | 'out'): string =>
  transcript.flatMap((line) => (line.kind === kind && line.on === on ? [line.hex ?? ''] : [])).join('');
