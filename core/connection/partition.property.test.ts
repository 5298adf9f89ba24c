import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientConnection } from './client-connection.ts';
import { createClientConnection } from './client-connection.ts';
import type { Connection } from './connection.ts';
import type { Outputs } from './outputs.ts';
import type { ServerConnection } from './server-connection.ts';
import { createServerConnection } from './server-connection.ts';
import { pattern } from './testing/peer.ts';
import { type Application, Recorder } from './testing/record.ts';
import { anyClientSession, anyServerSession } from './testing/session-bytes.ts';
import { RtmpUsageError } from './usage-error.ts';

const RUNS = { numRuns: 30 };

const newServer = () => createServerConnection({ now: 0, random: pattern, calls: 'answer' });
const newClient = () =>
  createClientConnection({ now: 0, random: pattern, connect: { app: 'live', tcUrl: 'rtmp://h/live' } });

const aggregated = { media: 'audio', timestamp: 40, payload: new Uint8Array(200) } as const;
const sharedObject = { name: 'o', version: 1, isPersistent: false, events: [{ type: 'use' }] } as const;

/** Answers each request right after the call that asked: yes to most, no to some. */
const server: Application<ServerConnection> = {
  react(connection, event) {
    switch (event.type) {
      case 'connectRequested':
        return connection.acceptConnect(event.requestId, 0);
      case 'publishRequested':
        if (event.requestId % 5 > 0) return connection.acceptPublish(event.requestId, 0);
        return connection.rejectPublish(event.requestId, { description: 'Not this one.' }, 0);
      case 'playRequested':
        if (event.requestId % 5 > 0) return connection.acceptPlay(event.requestId, 0);
        return connection.rejectPlay(event.requestId, { description: 'Not this one.' }, 0);
      case 'seekRequested':
        if (event.requestId % 5 > 0) return connection.acceptSeek(event.requestId, 0);
        return connection.rejectSeek(event.requestId, { description: 'Not there.' }, 0);
      case 'play2Requested':
        if (event.requestId % 5 > 0) return connection.acceptPlay2(event.requestId, 0);
        return connection.rejectPlay2(event.requestId, { description: 'Not this one.' }, 0);
      // A pause and a call hold nothing: what else came in the same read may be answered before them.
      default:
        return undefined;
    }
  },
  act(connection, index) {
    const acts = [
      () => connection.announceUnpublish(index, 0),
      () => connection.requestReconnect(0, { tcUrl: '/b' }),
      () => connection.sendAggregate({ messageStreamId: 1, parts: [aggregated] }, 0),
      () => connection.sendSharedObject(sharedObject, 0),
    ];
    return orUsageError(acts[index % acts.length] ?? (() => undefined));
  },
};

/** Acts between stretches, whatever came: what is not legal then changes nothing. */
const client: Application<ClientConnection> = {
  react: () => undefined,
  act(connection, index) {
    const media = { messageStreamId: 1, media: 'audio', timestamp: index, payload: new Uint8Array(200) } as const;
    const acts = [
      () => connection.ping(0),
      () => connection.createStream(0),
      () => connection.publish(1, { name: 'a' }, 0),
      () => connection.play(2, { name: 'b' }, 0),
      () => connection.sendMedia(media, 0),
      () => connection.fcUnpublish('a', 0),
      () => connection.seek(2, 1_000, 0),
      () => connection.pause(2, true, 1_000, 0),
      () => connection.sendAggregate({ messageStreamId: 1, parts: [aggregated, aggregated] }, 0),
      () => connection.sendSharedObject(sharedObject, 0),
    ];
    return orUsageError(acts[index % acts.length] ?? (() => undefined));
  },
};

function orUsageError(act: () => Outputs | undefined): Outputs | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof RtmpUsageError) return undefined;
    throw error;
  }
}

const whole = (bytes: Uint8Array) => [bytes];
const oneByOne = (bytes: Uint8Array) => Array.from(bytes, (byte) => Uint8Array.of(byte));

/** Pieces of any lengths, empty ones too, over and over. */
const anyCut = fc.array(fc.nat(200), { minLength: 1, maxLength: 10 }).map((lengths) => (bytes: Uint8Array) => {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = (lengths[pieces.length % lengths.length] ?? 0) + (pieces.length % 2);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
});

function holdsFor<C extends Connection>(
  make: () => C,
  anySession: fc.Arbitrary<Uint8Array[]>,
  application: Application<C>,
): void {
  it('any partition of the input gives the same events and the same messages', () => {
    fc.assert(
      fc.property(anySession, anyCut, (stretches, cut) => {
        const { recording } = new Recorder(make(), application).play(stretches, whole);
        expect(new Recorder(make(), application).play(stretches, cut).recording).toEqual(recording);
        expect(new Recorder(make(), application).play(stretches, oneByOne).recording).toEqual(recording);
      }),
      RUNS,
    );
  });

  it('the same inputs give the same outputs', () => {
    fc.assert(
      fc.property(anySession, anyCut, (stretches, cut) => {
        const { outputs } = new Recorder(make(), application).play(stretches, cut);
        expect(new Recorder(make(), application).play(stretches, cut).outputs).toEqual(outputs);
      }),
      RUNS,
    );
  });

  it('extra ticks do nothing, and nothing comes after closed', () => {
    fc.assert(
      fc.property(anySession, anyCut, (stretches, cut) => {
        const { recording } = new Recorder(make(), application).play(stretches, cut);
        const ticked = new Recorder(make(), application, tickTwice).play(stretches, cut);
        expect(ticked.recording).toEqual(recording);
        expect(recording.events.filter(({ type }) => type === 'closed')).toHaveLength(1);
        expect(recording.events.at(-1)?.type).toBe('closed');
        expect(recording.last.deadline).toBeUndefined();
      }),
      RUNS,
    );
  });
}

function tickTwice(connection: Connection, { deadline }: Outputs): void {
  const nothing = { transmit: [], events: [], deadline, transport: 'keep' };
  expect([connection.tick(0), connection.tick(-1)]).toEqual([nothing, nothing]);
}

describe('a server, whatever a client sends', () => {
  holdsFor(newServer, anyClientSession, server);
});

describe('a client, whatever a server sends', () => {
  holdsFor(newClient, anyServerSession, client);
});
