import { Deadlines } from '../../machine/deadlines.ts';
import { ClientHandshake } from '../client-handshake.ts';
import type { FormName } from '../form.ts';
import type { Handshake, HandshakeOptions } from '../handshake.ts';
import { SHA_256 } from '../hmac.ts';
import { PACKET_LENGTH } from '../packet.ts';
import { ServerHandshake } from '../server-handshake.ts';

/** What tests of a handshake vary. */
export interface SideOptions {
  readonly seed?: number;
  readonly timeoutMs?: number;
  readonly refused?: readonly string[];
  /** Of a client. */
  readonly offer?: FormName;
  /** Of a server. */
  readonly rtmpe?: boolean;
}

/** A side that was opened at instant 0, with what it said and the deadlines it armed. */
export interface Side {
  readonly handshake: Handshake;
  readonly deadlines: Deadlines<'handshakeTimeout'>;
  readonly opening: Uint8Array | undefined;
}

export function openServer(options: SideOptions = {}): Side {
  return open((common) => new ServerHandshake({ ...common, rtmpe: options.rtmpe ?? false }), options);
}

export function openClient(options: SideOptions = {}): Side {
  return open((common) => new ClientHandshake({ ...common, offer: options.offer ?? 'simple' }), options);
}

function open(make: (options: HandshakeOptions) => Handshake, options: SideOptions): Side {
  const deadlines = new Deadlines<'handshakeTimeout'>();
  const handshake = make({
    random: pattern(options.seed ?? 1),
    sha256: SHA_256,
    deadlines,
    timeoutMs: options.timeoutMs ?? 10_000,
    refused: new Set(options.refused),
  });
  return { handshake, deadlines, opening: handshake.start(0) };
}

/** Stands in for random bytes: never the same for two seeds. */
export function pattern(seed: number): (into: Uint8Array) => void {
  return (into) => {
    for (let at = 0; at < into.length; at += 1) into[at] = at * 7 + seed;
  };
}

/** A packet 1 of a peer: time 01020304, the given bytes 4 to 7, a pattern. */
export function packet1(version: readonly number[] = [0, 0, 0, 0], seed = 99): Uint8Array {
  const packet = new Uint8Array(PACKET_LENGTH);
  pattern(seed)(packet);
  packet.set([1, 2, 3, 4, ...version]);
  return packet;
}

export function concat(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** What runtimes hand over: in a Buffer of Node.js, too, a slice is no copy. */
class Borrowed extends Uint8Array<ArrayBuffer> {
  override slice(start?: number, end?: number): Uint8Array<ArrayBuffer> {
    return this.subarray(start, end);
  }
}

/** Feeds `bytes` in pieces of the given lengths, over and over, each in memory that is used again; tells what was said, and how much was consumed. */
export function feed(handshake: Handshake, bytes: Uint8Array, lengths: readonly number[]): Fed {
  const said: number[] = [];
  let consumed = 0;
  let at = 0;
  for (let piece = 0; at < bytes.length; piece += 1) {
    const end = Math.min(bytes.length, at + (lengths[piece % lengths.length] ?? 1));
    const borrowed = Borrowed.from(bytes.subarray(at, end));
    const progress = handshake.receive(borrowed, 5);
    borrowed.fill(0xee); // the next read
    said.push(...(progress.transmit ?? []));
    consumed += progress.consumed;
    at = end;
  }
  return { said: Uint8Array.from(said), consumed };
}

export interface Fed {
  readonly said: Uint8Array;
  readonly consumed: number;
}
