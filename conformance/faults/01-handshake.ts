import { concat, fill } from '../kit/wire/bytes.ts';
import { PACKET } from '../kit/wire/handshake.ts';
import type { Mangle, SeededFault } from './fault.ts';

const ALL = 1 + 2 * PACKET;
const NOTHING = new Uint8Array(0);

/** Area 1: what the cases on the handshake must find. */
export const handshakeFaults: readonly SeededFault[] = [
  { name: 'sends S2 with one byte too few', role: 'server', foundBy: ['1.1'], says: () => upTo(ALL - 1) },
  { name: 'sends an S2 of its own', role: 'server', foundBy: ['1.2'], says: () => overwriting(1 + PACKET, PACKET) },
  { name: 'sends the same S1 to everybody', role: 'server', foundBy: ['1.4'], says: () => overwriting(1, PACKET) },
  { name: 'loses what stands behind C2 in one read', role: 'server', foundBy: ['1.9', '1.10'], hears: endOfRead },
  { name: 'signs S2 wrongly', role: 'server', foundBy: ['1.17', '1.20'], says: () => overwriting(ALL - 32, 32) },
  {
    name: 'hears only what comes in one piece',
    role: 'server',
    foundBy: ['1.8'],
    hears: () => (bytes) => (bytes.length > 1 ? bytes : NOTHING),
  },
  { name: 'says that its version is 4', role: 'server', foundBy: ['1.1'], says: () => overwriting(0, 1, 4) },
  { name: 'sends more behind C1', role: 'client', foundBy: ['1.23'], says: () => appending(PACKET) },
  { name: 'sends a C2 of its own', role: 'client', foundBy: ['1.27'], says: () => overwriting(1 + PACKET, PACKET) },
  { name: 'connects before S2 has come', role: 'client', foundBy: ['1.26'], hears: inventingS2 },
];

/** Changes bytes by their place in the stream. */
function placed(change: (bytes: Uint8Array, from: number) => Uint8Array): Mangle {
  let from = 0;
  return (bytes) => {
    const changed = change(bytes, from);
    from += bytes.length;
    return changed;
  };
}

function overwriting(start: number, length: number, value = 0x77): Mangle {
  return placed((bytes, from) =>
    bytes.map((byte, at) => (from + at >= start && from + at < start + length ? value : byte)),
  );
}

function upTo(end: number): Mangle {
  return placed((bytes, from) => (from + bytes.length === ALL ? bytes.subarray(0, Math.max(0, end - from)) : bytes));
}

function appending(count: number): Mangle {
  return placed((bytes, from) => (from === 0 ? concat(bytes, fill(count)) : bytes));
}

function endOfRead(): Mangle {
  return placed((bytes, from) => (from < ALL ? bytes.subarray(0, Math.max(0, ALL - from)) : bytes));
}

/** Hears an S2 as soon as S1 is there. */
function inventingS2(): Mangle {
  return placed((bytes, from) => (from + bytes.length === 1 + PACKET ? concat(bytes, fill(PACKET)) : bytes));
}
