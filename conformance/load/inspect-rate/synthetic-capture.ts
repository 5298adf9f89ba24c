import { closeSync, openSync, writeSync } from 'node:fs';
import { RECORDED_SESSIONS, type Saying, sayingsOf } from './synthetic-session.ts';
import { PCAP_START, TcpLink } from './tcp-link.ts';

/**
 * A capture of any size, made of what real programs said: a few dozen sessions at a time, packets of one among those of the
 * others, and another session in the place of each that ends.
 */
export interface SyntheticCapture {
  /** At least so many bytes. */
  readonly bytes: number;
  /** The longest payload of a packet, bytes: 1448 on Ethernet. */
  readonly segment: number;
  /** `long`: until the capture ends, minutes where it is large; `short`: a few seconds. */
  readonly sessions: 'long' | 'short';
}

const SESSIONS_AT_A_TIME = 32;

/** One session begins so much after another, milliseconds. */
const BETWEEN_STARTS = 250;

/** Rounds of a short session: some hundred kilobytes. */
const SHORT_ROUNDS = 1;

const WRITTEN_AT_ONCE = 4_194_304;

/** Writes it. @returns its size and how many connections it has */
export function writeSyntheticCapture(
  path: string,
  { bytes, segment, sessions }: SyntheticCapture,
): { readonly bytes: number; readonly connections: number } {
  const rounds = sessions === 'short' ? SHORT_ROUNDS : Number.POSITIVE_INFINITY;
  let connections = 0;
  const begin = (startMs: number) => new LinkedSession(connections++, startMs, segment, rounds);
  const file = openSync(path, 'w');
  let written = writeSync(file, PCAP_START);
  let packets: Uint8Array[] = [];
  let length = 0;
  const running = Array.from({ length: SESSIONS_AT_A_TIME }, (_, index) => begin(index * BETWEEN_STARTS));
  while (written + length < bytes) {
    const session = running.reduce((a, b) => (a.dueMs <= b.dueMs ? a : b));
    for (const packet of session.step()) {
      packets.push(packet);
      length += packet.length;
    }
    if (session.isOver) running[running.indexOf(session)] = begin(session.dueMs);
    if (length < WRITTEN_AT_ONCE) continue;
    written += writeSync(file, Buffer.concat(packets));
    packets = [];
    length = 0;
  }
  written += writeSync(file, Buffer.concat(packets));
  closeSync(file);
  return { bytes: written, connections };
}

/** A session on its way over a link. */
class LinkedSession {
  /** When it goes on, milliseconds. */
  dueMs: number;
  isOver = false;
  readonly #startMs: number;
  readonly #link: TcpLink;
  readonly #sayings: Iterator<Saying, undefined>;
  #next: Saying | undefined;

  constructor(client: number, startMs: number, segment: number, rounds: number) {
    this.dueMs = startMs;
    this.#startMs = startMs;
    this.#link = new TcpLink({ client, segment });
    this.#sayings = sayingsOf(RECORDED_SESSIONS[client % RECORDED_SESSIONS.length] ?? '', rounds);
  }

  /** @returns the packets of what is due */
  step(): Uint8Array[] {
    const { dueMs } = this;
    const saying = this.#next;
    const isFirst = saying === undefined;
    this.#next = this.#sayings.next().value;
    if (this.#next === undefined) this.isOver = true;
    else this.dueMs = this.#startMs + this.#next.timeMs;
    const packets = isFirst ? this.#link.open(dueMs) : this.#link.say(saying.from, dueMs, saying.bytes);
    return this.isOver ? [...packets, ...this.#link.close(dueMs)] : packets;
  }
}
