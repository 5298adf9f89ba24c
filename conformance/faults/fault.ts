import type { Case } from '../kit/case.ts';
import type { MemorySubject, Peer, Port } from '../kit/subject.ts';
import { concat, equal, hex, readU32 } from '../kit/wire/bytes.ts';
import { ChunkDecoder, type DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { PACKET } from '../kit/wire/handshake.ts';
import { encodeMessage, type MessageSpec, TYPE } from '../kit/wire/message.ts';
import { Misreader, type Misreading } from './misreader.ts';
import { rewired } from './rewired.ts';

/** Changes one direction of one connection: bytes in, bytes out, with a memory of its own. */
export type Mangle = (bytes: Uint8Array) => Uint8Array;

/** A defect that a subject is given, and the cases that must find it. */
export interface SeededFault {
  /** What is wrong: `never acknowledges`. */
  readonly name: string;
  /** `both`: once in our server, once in our client. */
  readonly role: Case['role'];
  /** Each of them finds it alone, in each role that it has in common with the fault. */
  readonly foundBy: readonly Case['id'][];
  /** Cases that tolerate it, as the text does, or judge nothing; but they name it, by this tag. */
  readonly toldBy?: Readonly<Record<Case['id'], string>>;
  /** What the subject says is changed on its way to the kit; made anew for each connection. */
  readonly says?: () => Mangle;
  /** What the subject hears is changed on its way from the kit. */
  readonly hears?: () => Mangle;
  /** The subject itself is another one: ours with other options, a fake, or the same with other wires. */
  readonly instead?: (subject: MemorySubject) => MemorySubject;
}

/** A subject with the fault. */
export function withFault(subject: MemorySubject, { instead, says, hears, name }: SeededFault): MemorySubject {
  const base = instead?.(subject) ?? subject;
  const rewiring = {
    port: (port: Port) => mangledPort(port, says?.()),
    peer: (peer: Peer) => mangledPeer(peer, hears?.()),
  };
  return { ...rewired(base, rewiring), name: `${base.name} that ${name}` };
}

function mangledPort(port: Port, says: Mangle | undefined): Partial<Port> {
  if (says === undefined) return {};
  return {
    write: (bytes) => {
      const mangled = says(bytes);
      if (mangled.length > 0) port.write(mangled);
    },
  };
}

function mangledPeer(peer: Peer, hears: Mangle | undefined): Partial<Peer> {
  if (hears === undefined) return {};
  return {
    receive: (bytes) => {
      const mangled = hears(bytes);
      if (mangled.length > 0) peer.receive(mangled);
    },
  };
}

/** Changes bytes behind the handshake only. */
export function afterHandshake(mangle: Mangle): Mangle {
  let left = 1 + 2 * PACKET;
  return (bytes) => {
    const passed = Math.min(left, bytes.length);
    left -= passed;
    const rest = bytes.subarray(passed);
    return rest.length === 0 ? bytes : concat(bytes.subarray(0, passed), mangle(rest));
  };
}

/** How `messages` reads and writes, where that is the fault. */
export interface Codec {
  readonly reader?: { push(bytes: Uint8Array): DecodedMessage[] };
  readonly write?: (message: MessageSpec, chunkSize: number) => Uint8Array;
}

/** Reads the messages behind the handshake and writes what `change` makes of each, cut anew: none, one, or several. */
export function messages(
  change: (message: DecodedMessage) => readonly (DecodedMessage | MessageSpec)[],
  { reader = new ChunkDecoder(), write = (message, chunkSize) => encodeMessage(message, 1, chunkSize) }: Codec = {},
): Mangle {
  let chunkSize = 128;
  return afterHandshake((bytes) =>
    concat(
      ...reader.push(bytes).flatMap((message) =>
        change(message).map((changed) => {
          const written = write({ text: '', ...changed }, chunkSize);
          if (changed.type === TYPE.setChunkSize) chunkSize = Math.max(1, readU32(changed.payload, 0) & 0x7fffffff);
          return written;
        }),
      ),
    ),
  );
}

/** A reader that is wrong in these ways; what it read goes on as it understood it. */
export function misreads(wrong: Misreading, name: string, ...foundBy: Case['id'][]): SeededFault {
  return {
    name,
    role: 'both',
    foundBy,
    hears: () => messages((message) => [message], { reader: new Misreader(wrong) }),
  };
}

/** A writer that is wrong. */
export const miswrite = (write: NonNullable<Codec['write']>): Mangle => messages((message) => [message], { write });

/** Leaves out the messages of a type. */
export const without = (type: number): Mangle => messages((message) => (message.type === type ? [] : [message]));

/** What is written in one piece as these bytes, in hexadecimal, is something else. */
export function insteadOf(written: string, other: string): Mangle {
  const [from, to] = [hex(written), hex(other)];
  return (bytes) => (equal(bytes, from) ? to : bytes);
}
