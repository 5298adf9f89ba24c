import type { RunningSubject } from '../kit/subject.ts';
import { concat, fill, readU32 } from '../kit/wire/bytes.ts';
import { PACKET } from '../kit/wire/handshake.ts';
import { encodeMessage, TYPE } from '../kit/wire/message.ts';
import { command, windowAcknowledgementSize } from '../kit/wire/messages.ts';
import { type Mangle, messages, type SeededFault } from './fault.ts';
import { accepted, rewired } from './rewired.ts';

const ALL = 1 + 2 * PACKET;
const NOTHING = new Uint8Array(0);

/** Area 1: what the cases on the handshake must find. */
export const handshakeFaults: readonly SeededFault[] = [
  { name: 'sends S2 with one byte too few', role: 'server', foundBy: ['1.1'], says: () => upTo(ALL - 1) },
  {
    name: 'sends an S2 of its own',
    role: 'server',
    foundBy: ['1.2', '1.16', '1.19'],
    says: () => overwriting(1 + PACKET, PACKET),
  },
  { name: 'sends the same S1 to everybody', role: 'server', foundBy: ['1.4'], says: () => overwriting(1, PACKET) },
  { name: 'loses what stands behind C2 in one read', role: 'server', foundBy: ['1.9', '1.10'], hears: endOfRead },
  {
    name: 'signs S2 wrongly',
    role: 'server',
    foundBy: ['1.17', '1.18', '1.20'],
    says: () => overwriting(ALL - 32, 32),
  },
  {
    name: 'hears only what comes in one piece',
    role: 'both',
    foundBy: ['1.8', '1.28'],
    hears: () => (bytes) => (bytes.length > 1 ? bytes : NOTHING),
  },
  { name: 'says that its version is 4', role: 'server', foundBy: ['1.1'], says: () => overwriting(0, 1, 4) },
  {
    name: 'writes a version into packet 1, and no digest',
    role: 'both',
    foundBy: [],
    toldBy: { '1.3': 'version-in-zero', '1.24': 'version-no-digest' },
    says: () => overwriting(5, 4),
  },
  {
    name: 'speaks before it was spoken to',
    role: 'server',
    foundBy: ['1.5'],
    instead: (subject) => rewired(subject, { running: speaksFirst }),
  },
  {
    name: 'answers C1 before its last byte has come',
    role: 'server',
    foundBy: ['1.6'],
    hears: () => inventing(PACKET, fill(1)),
  },
  { name: 'says nothing', role: 'both', foundBy: ['1.3', '1.24'], says: () => () => NOTHING },
  { name: 'sends more behind S2', role: 'server', foundBy: ['1.7'], says: () => inventing(ALL, fill(PACKET)) },
  {
    name: 'says a command behind S2',
    role: 'server',
    foundBy: ['1.7'],
    says: () => inventing(ALL, encodeMessage(command('onBWDone', 0), 0, 128)),
  },
  {
    name: 'announces its window behind S2',
    role: 'server',
    foundBy: [],
    toldBy: { '1.7': 'early-control' },
    says: () => inventing(ALL, encodeMessage(windowAcknowledgementSize(2_500_000), 0, 128)),
  },
  {
    name: 'waits for a packet 2 that repeats its own',
    role: 'both',
    foundBy: ['1.11', '1.30'],
    hears: () =>
      deafened((bytes) => bytes.length >= PACKET && bytes.subarray(-PACKET).every((byte) => byte === bytes.at(-1))),
  },
  {
    name: 'waits for a first byte of 3',
    role: 'server',
    foundBy: ['1.12'],
    hears: () => deafened(([version], from) => from === 0 && version !== 3),
  },
  {
    name: 'hears nobody whose clock is past 2^31',
    role: 'server',
    foundBy: ['1.21'],
    hears: () => deafened(([, time = 0], from) => from === 0 && time >= 0x80),
  },
  {
    name: 'answers any version as one that it speaks',
    role: 'server',
    foundBy: ['1.12', '1.13'],
    hears: () => overwriting(0, 1, 3),
    says: () => overwriting(0, 1, 4),
  },
  {
    name: 'adds the time of C1 to every timestamp, in 31 bits',
    role: 'server',
    foundBy: ['1.21'],
    hears: fromTimeOfPacket1,
  },
  { name: 'sends C2 behind S0', role: 'client', foundBy: ['1.25'], hears: () => inventing(1, fill(PACKET)) },
  {
    name: 'gives up without a word',
    role: 'client',
    foundBy: ['1.29', '13.9'],
    instead: (subject) => rewired(subject, { world: () => ({ report: () => {} }) }),
  },
  { name: 'sends more behind C1', role: 'client', foundBy: ['1.23'], says: () => appending(PACKET) },
  { name: 'sends a C2 of its own', role: 'client', foundBy: ['1.27'], says: () => overwriting(1 + PACKET, PACKET) },
  {
    name: 'connects before S2 has come',
    role: 'client',
    foundBy: ['1.26'],
    hears: () => inventing(1 + PACKET, fill(PACKET)),
  },
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

/** Puts in bytes that nobody sent, when as many have come as given. */
function inventing(at: number, more: Uint8Array): Mangle {
  return placed((bytes, from) => (from + bytes.length === at ? concat(bytes, more) : bytes));
}

/** Hears nothing from the bytes on that a test recognises. */
function deafened(test: (bytes: Uint8Array, from: number) => boolean): Mangle {
  let isDeaf = false;
  return placed((bytes, from) => {
    isDeaf ||= test(bytes, from);
    return isDeaf ? NOTHING : bytes;
  });
}

function fromTimeOfPacket1(): Mangle {
  let epoch: number | undefined;
  const later = messages((message) => {
    const isMedia = message.type === TYPE.audio || message.type === TYPE.video;
    return [isMedia ? { ...message, timestamp: (message.timestamp + (epoch ?? 0)) & 0x7fffffff } : message];
  });
  return (bytes) => {
    epoch ??= readU32(bytes, 1);
    return later(bytes);
  };
}

function speaksFirst(running: RunningSubject): Partial<RunningSubject> {
  return {
    accept: (port) => {
      port.write(Uint8Array.of(3));
      return accepted(running, port);
    },
  };
}
