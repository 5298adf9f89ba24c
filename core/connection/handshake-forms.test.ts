import { describe, expect, it } from 'vitest';
import { chunkMessage } from '../chunk/chunk-message.ts';
import { SHA_256 } from '../handshake/hmac.ts';
import type { ClientConnection } from './client-connection.ts';
import { createClientConnection } from './client-connection.ts';
import type { ConnectionEvent } from './event.ts';
import type { ClientConnectionOptions, ServerConnectionOptions } from './options.ts';
import type { Outputs } from './outputs.ts';
import type { ServerConnection } from './server-connection.ts';
import { createServerConnection } from './server-connection.ts';
import { testServer } from './testing/client.ts';
import { pattern } from './testing/peer.ts';
import { testClient } from './testing/server.ts';

const connect = { app: 'live', tcUrl: 'rtmp://h/live' };

/** A client and a server, each of whose bytes the other reads, in pieces of one size and from one buffer used over again. */
class Pair {
  readonly client: ClientConnection;
  readonly server: ServerConnection;
  readonly clientEvents: ConnectionEvent[] = [];
  readonly serverEvents: ConnectionEvent[] = [];
  /** All that went to the server, and to the client. */
  readonly toServer: number[] = [];
  readonly toClient: number[] = [];
  readonly #pieceLength: number;

  constructor(client: Partial<ClientConnectionOptions>, server: Partial<ServerConnectionOptions>, pieceLength = 4096) {
    this.#pieceLength = pieceLength;
    this.client = createClientConnection({ now: 0, random: pattern, connect, ...client });
    this.server = createServerConnection({ now: 0, random: pattern, ...server });
    this.fromServer(this.server.start(0));
    this.fromClient(this.client.start(0));
  }

  fromClient({ transmit, events }: Outputs): void {
    this.clientEvents.push(...events);
    for (const piece of this.#cut(transmit, this.toServer)) this.fromServer(this.server.receive(piece, 0));
  }

  fromServer({ transmit, events }: Outputs): void {
    this.serverEvents.push(...events);
    for (const piece of this.#cut(transmit, this.toClient)) this.fromClient(this.client.receive(piece, 0));
  }

  /** Connects and plays stream 1. */
  play(): this {
    this.fromServer(this.server.acceptConnect(1, 0));
    this.fromClient(this.client.createStream(0));
    this.fromClient(this.client.play(1, { name: 'a' }, 0));
    this.fromServer(this.server.acceptPlay(2, 0));
    return this;
  }

  *#cut(transmit: readonly Uint8Array[], log: number[]): Generator<Uint8Array> {
    for (const bytes of transmit) {
      log.push(...bytes);
      for (let at = 0; at < bytes.length; at += this.#pieceLength) {
        const borrowed = bytes.slice(at, at + this.#pieceLength);
        yield borrowed;
        borrowed.fill(0xee);
      }
    }
  }
}

function formOf(events: readonly ConnectionEvent[]) {
  return events.find((event) => event.type === 'handshakeDone')?.form;
}

function mediaIn(events: readonly ConnectionEvent[]) {
  return events.flatMap((event) => (event.type === 'mediaReceived' ? [[event.timestamp, event.payload]] : []));
}

/** Whether the text stands somewhere in the bytes. */
function says(bytes: readonly number[], text: string): boolean {
  return String.fromCharCode(...bytes).includes(text);
}

describe('the form of the handshake', () => {
  it('are made with the SHA-256 that the embedder brings, to the same bytes', () => {
    let hashed = 0;
    const sha256 = (bytes: Uint8Array): Uint8Array => {
      hashed += 1;
      return SHA_256(bytes);
    };
    const [with256, without] = [
      new Pair({ handshake: 'digest', sha256 }, { sha256 }),
      new Pair({ handshake: 'digest' }, {}),
    ];
    expect(hashed).toBeGreaterThan(0);
    expect(formOf(with256.serverEvents)).toBe('digest');
    expect([with256.toServer, with256.toClient]).toEqual([without.toServer, without.toClient]);
  });

  it('is simple unless the client offers more, and digests where it does', () => {
    const plain = new Pair({}, {});
    expect([formOf(plain.clientEvents), formOf(plain.serverEvents)]).toEqual(['simple', 'simple']);
    const digest = new Pair({ handshake: 'digest', strictEcho: true }, { strictEcho: true });
    expect([formOf(digest.clientEvents), formOf(digest.serverEvents)]).toEqual(['digest', 'digest']);
    expect(digest.serverEvents.at(-1)).toMatchObject({ type: 'connectRequested', app: 'live' });
  });

  it('HS-31: a missing digest is noted by its rule, or a fault', () => {
    const server = testServer({ handshake: 'digest' });
    server.shakeHands();
    expect(server.events).toContainEqual(
      expect.objectContaining({ type: 'deviated', code: 'digestMissing', rule: 'HS-31', at: 1 }),
    );
    expect(server.events).toContainEqual(expect.objectContaining({ type: 'handshakeDone', form: 'simple' }));
    const strict = testServer({ handshake: 'digest', deviations: { digestMissing: 'refuse' } });
    strict.shakeHands();
    expect(strict.events.at(-1)).toMatchObject({
      type: 'closed',
      fault: { kind: 'peerMisbehaved', code: 'digestMissing', spec: 'HS-33', at: 1 },
    });
  });

  it('HS-40: encryption is refused unless the option is on', () => {
    const pair = new Pair({ rtmpe: true }, {});
    expect(pair.serverEvents.at(-1)).toMatchObject({
      type: 'closed',
      fault: { kind: 'peerIncompatible', code: 'encryptionUnsupported', at: 0 },
    });
  });

  it('HS-40: a client that wants encryption goes on with nothing less', () => {
    const server = testServer({ rtmpe: true });
    server.shakeHands();
    expect(server.events.at(-1)).toMatchObject({ type: 'closed', fault: { code: 'encryptionUnsupported', at: 0 } });
  });

  it('a server that speaks RTMPE takes plain clients too', () => {
    const client = testClient({ rtmpe: true }).connect();
    expect(client.connection.isClosed).toBe(false);
  });
});

describe('an encrypted connection (HS-36)', () => {
  const options = { rtmpe: true, strictEcho: true };

  it.each([1, 100, 4096])('carries the same as a plain one, unreadable, in pieces of %i', (pieceLength) => {
    const plain = new Pair({ handshake: 'digest' }, {}, pieceLength).play();
    const pair = new Pair(options, options, pieceLength).play();
    const unlike = (event: ConnectionEvent) => event.type !== 'handshakeDone';
    expect(pair.clientEvents.filter(unlike)).toEqual(plain.clientEvents.filter(unlike));
    expect(pair.serverEvents.filter(unlike)).toEqual(plain.serverEvents.filter(unlike));
    expect([formOf(pair.clientEvents), formOf(pair.serverEvents)]).toEqual(['encrypted', 'encrypted']);
    expect(pair.toServer).toHaveLength(plain.toServer.length);
    expect(pair.toClient).toHaveLength(plain.toClient.length);
    expect([says(plain.toServer, 'tcUrl'), says(plain.toClient, 'NetStream')]).toEqual([true, true]);
    expect([says(pair.toServer, 'tcUrl'), says(pair.toClient, 'NetStream')]).toEqual([false, false]);
  });

  it('sends shared chunks to two players, each in its own encryption, and leaves them as they are', () => {
    const players = [1, 2].map((seed) => {
      const random = (into: Uint8Array) => into.fill(seed * 40);
      return new Pair({ ...options, random }, options).play();
    });
    const media = { chunkStreamId: 6, messageTypeId: 9, messageStreamId: 1, timestamp: 40 };
    const bytes = chunkMessage({ ...media, payload: new Uint8Array(9000).fill(0x27) }, 4096);
    const before = bytes.slice();
    const sent = players.map((pair) => {
      const outputs = pair.server.sendChunks({ bytes, chunkStreamId: 6 }, 0);
      pair.fromServer(outputs);
      return outputs.transmit[0];
    });
    expect(bytes).toEqual(before);
    expect(sent[0]).not.toEqual(sent[1]);
    for (const pair of players) {
      expect(mediaIn(pair.clientEvents)).toEqual([[40, new Uint8Array(9000).fill(0x27)]]);
      const message = { messageStreamId: 1, media: 'audio' as const, timestamp: 41, payload: Uint8Array.of(0xaf, 1) };
      pair.fromServer(pair.server.sendMedia(message, 0));
      expect(mediaIn(pair.clientEvents)).toHaveLength(2);
    }
  });

  it('decrypts once what is held while a decision is pending', () => {
    const pair = new Pair(options, options);
    expect(pair.serverEvents.at(-1)).toMatchObject({ type: 'connectRequested' });
    const { transmit } = pair.client.ping(0); // arrives while connect is undecided
    for (const bytes of transmit) pair.fromServer(pair.server.receive(bytes, 0));
    pair.fromServer(pair.server.acceptConnect(1, 0));
    expect(pair.clientEvents).toContainEqual(
      expect.objectContaining({ type: 'userControlReceived', eventType: 7 }), // PingResponse
    );
    pair.fromClient(pair.client.createStream(0));
    expect(pair.clientEvents.at(-1)).toMatchObject({ type: 'streamCreated', messageStreamId: 1 });
  });
});
