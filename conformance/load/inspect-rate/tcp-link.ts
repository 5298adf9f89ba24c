import { pcapFile, tcpFrame } from '../../../fixtures/testing/frames.ts';

export type Side = 'client' | 'server';

const PCAP_HEADER = 24;
const RECORD_HEADER = 16;
/** From the beginning of an Ethernet frame over IPv4. */
const IP_LENGTH_AT = 16;
const CLIENT_ADDRESS_AT = { client: 26, server: 30 } as const;
const CLIENT_PORT_AT = { client: 34, server: 36 } as const;
const SEQUENCE_NUMBER_AT = 38;
const ACKNOWLEDGEMENT_AT = 42;
const HEADERS_LENGTH = 54;

const FIRST_CLIENT_PORT = 10_000;
const MOST_PORTS = 50_000;

/** A TCP connection as a recorder beside it writes it down: packets with their record headers, each second one acknowledged. */
export class TcpLink {
  readonly #client: number;
  readonly #segment: number;
  readonly #next: Record<Side, number> = { client: 1, server: 1 };
  #segmentCount = 0;

  /**
   * @param client - its number, from 0: each has its own address and port
   * @param segment - the longest payload of a packet, bytes
   */
  constructor({ client, segment }: { readonly client: number; readonly segment: number }) {
    this.#client = client;
    this.#segment = segment;
  }

  open(timeMs: number): Uint8Array[] {
    const syn = (from: Side, more: { readonly acknowledges?: number }) =>
      this.#packet(from, timeMs, tcpFrame({ from, sequenceNumber: 0, syn: true, ...more }));
    return [syn('client', {}), syn('server', { acknowledges: 1 }), this.#acknowledge('client', timeMs)];
  }

  /** The bytes in packets, and the other side's acknowledgements. */
  say(from: Side, timeMs: number, bytes: Uint8Array): Uint8Array[] {
    const packets: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += this.#segment) {
      const payload = bytes.subarray(at, at + this.#segment);
      packets.push(this.#segmentOf(from, timeMs, payload));
      this.#next[from] = (this.#next[from] + payload.length) >>> 0;
      this.#segmentCount += 1;
      if (this.#segmentCount % 2 === 0) packets.push(this.#acknowledge(other(from), timeMs));
    }
    return packets;
  }

  close(timeMs: number): Uint8Array[] {
    return (['client', 'server'] as const).map((from) => {
      const numbers = { sequenceNumber: this.#next[from], acknowledges: this.#next[other(from)] };
      return this.#packet(from, timeMs, tcpFrame({ from, ...numbers, fin: true }));
    });
  }

  #acknowledge(from: Side, timeMs: number): Uint8Array {
    return this.#segmentOf(from, timeMs, NOTHING);
  }

  #segmentOf(from: Side, timeMs: number, payload: Uint8Array): Uint8Array {
    const frame = new Uint8Array(HEADERS_LENGTH + payload.length);
    frame.set(HEADERS[from]);
    frame.set(payload, HEADERS_LENGTH);
    const view = new DataView(frame.buffer);
    view.setUint16(IP_LENGTH_AT, 40 + payload.length);
    view.setUint32(SEQUENCE_NUMBER_AT, this.#next[from]);
    view.setUint32(ACKNOWLEDGEMENT_AT, this.#next[other(from)]);
    return this.#packet(from, timeMs, frame);
  }

  #packet(from: Side, timeMs: number, frame: Uint8Array): Uint8Array {
    const packet = new Uint8Array(RECORD_HEADER + frame.length);
    packet.set(frame, RECORD_HEADER);
    const view = new DataView(packet.buffer);
    const seconds = Math.floor(timeMs / 1_000);
    const words = [seconds, Math.floor((timeMs - seconds * 1_000) * 1_000), frame.length, frame.length];
    for (const [index, word] of words.entries()) view.setUint32(4 * index, word, true);
    view.setUint8(RECORD_HEADER + CLIENT_ADDRESS_AT[from] + 3, 2 + Math.floor(this.#client / MOST_PORTS));
    view.setUint16(RECORD_HEADER + CLIENT_PORT_AT[from], FIRST_CLIENT_PORT + (this.#client % MOST_PORTS));
    return packet;
  }
}

/** What a pcap file begins with. */
export const PCAP_START = pcapFile({ packets: [] }).slice(0, PCAP_HEADER);

const NOTHING = new Uint8Array(0);

const HEADERS = {
  client: tcpFrame({ from: 'client', sequenceNumber: 0, acknowledges: 0 }),
  server: tcpFrame({ from: 'server', sequenceNumber: 0, acknowledges: 0 }),
} as const;

function other(side: Side): Side {
  return side === 'client' ? 'server' : 'client';
}
