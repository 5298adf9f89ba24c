import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../bytes/testing/hex.ts';
import { encodeData } from '../message/data-message.ts';
import type { ClientConnection } from './client-connection.ts';
import { createClientConnection } from './client-connection.ts';
import type { ConnectionEvent } from './event.ts';
import type { OutgoingPart } from './outgoing.ts';
import type { Outputs } from './outputs.ts';
import type { ServerConnection } from './server-connection.ts';
import { createServerConnection } from './server-connection.ts';
import { testServer } from './testing/client.ts';
import { pattern } from './testing/peer.ts';
import { testClient } from './testing/server.ts';

const audio = { media: 'audio', timestamp: 40, payload: Uint8Array.of(0xaf, 1) } as const;
const usageError = (code: string) => expect.objectContaining({ name: 'RtmpUsageError', code });

/** A client that publishes to our own server, which says yes to everything; what either sends, the other reads at once. */
class Publication {
  readonly client: ClientConnection;
  readonly server: ServerConnection;
  readonly received: ConnectionEvent[] = [];

  constructor(chunkSize: number) {
    const connect = { app: 'live', tcUrl: 'rtmp://h/live' };
    this.client = createClientConnection({ now: 0, random: pattern, chunkSize, connect });
    this.server = createServerConnection({ now: 0, random: pattern });
    this.toServer(this.client.start(0));
    this.toServer(this.client.createStream(0));
    this.toServer(this.client.publish(1, { name: 'a' }, 0));
  }

  toServer({ transmit }: Outputs): void {
    for (const bytes of transmit) this.#fromServer(this.server.receive(bytes, 0));
  }

  #fromServer({ transmit, events }: Outputs): void {
    for (const bytes of transmit) this.toServer(this.client.receive(bytes, 0));
    for (const event of events) {
      this.received.push(event);
      if (event.type === 'connectRequested') this.#fromServer(this.server.acceptConnect(event.requestId, 0));
      if (event.type === 'publishRequested') this.#fromServer(this.server.acceptPublish(event.requestId, 0));
    }
  }

  /** The messages that came since the last call, as parts. */
  takeParts(): OutgoingPart[] {
    return this.received.splice(0).flatMap((event): OutgoingPart[] => {
      if (event.type === 'mediaReceived') return [{ ...pick(event), media: event.media }];
      return event.type === 'dataReceived' ? [{ ...pick(event), media: 'data' }] : [];
    });
  }
}

const pick = ({ timestamp, payload }: OutgoingPart | { timestamp: number; payload: Uint8Array }) => ({
  timestamp,
  payload,
});

describe('Connection.sendAggregate (7.1.6)', () => {
  it('has the time of its first part, and the stream of the aggregate (MSG-14, MSG-15)', () => {
    const client = testClient().playing();
    const parts = [audio, { media: 'data', timestamp: 45, payload: encodeData('onTextData') }] as const;
    client.take(client.connection.sendAggregate({ messageStreamId: 1, parts }, 0));
    const [chunk] = client.transmitted.slice(-1);
    // Type 1: what came before on this chunk stream had time 0 and the same message stream.
    expect(toHex(chunk?.subarray(0, 8) ?? new Uint8Array())).toBe('45 00 00 28 00 00 2d 16');
  });

  it('comes as its parts, whatever they are, however it is cut', () => {
    const anyPart = fc.oneof(
      fc.record({
        media: fc.constantFrom('audio' as const, 'video' as const),
        timestamp: fc.nat({ max: 0xffffffff }),
        payload: fc.uint8Array({ maxLength: 300 }),
      }),
      fc.record({
        media: fc.constant('data' as const),
        timestamp: fc.nat({ max: 0xffffffff }),
        payload: fc.string({ maxLength: 20 }).map((text) => encodeData('onTextData', text)),
      }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(1, 128, 4096),
        fc.array(fc.array(anyPart, { minLength: 1, maxLength: 5 }), { maxLength: 4 }),
        (chunkSize, aggregates) => {
          const publication = new Publication(chunkSize);
          publication.takeParts();
          for (const parts of aggregates) {
            publication.toServer(publication.client.sendAggregate({ messageStreamId: 1, parts }, 0));
            expect(publication.takeParts()).toEqual(parts);
          }
          publication.toServer(publication.client.sendMedia({ messageStreamId: 1, ...audio }, 0));
          expect(publication.takeParts()).toEqual([audio]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is legal where media is', () => {
    const { connection } = testServer().createStream();
    const aggregate = { messageStreamId: 1, parts: [audio] };
    expect(() => connection.sendAggregate(aggregate, 0)).toThrow(usageError('commandNotLegalNow'));
    expect(() => connection.sendAggregate({ ...aggregate, messageStreamId: 2 }, 0)).toThrow(
      usageError('messageStreamUnknown'),
    );
    const client = testClient().connect();
    expect(client.take(client.connection.sendAggregate(aggregate, 0))).toEqual([]);
  });

  it.each<readonly [string, readonly OutgoingPart[]]>([
    ['aggregateEmpty', []],
    ['timestampNotUint32', [audio, { ...audio, timestamp: -1 }]],
    ['messageTooLong', [audio, { ...audio, payload: new Uint8Array(0xffffff - 2 - 15 - 15 + 1) }]],
  ])('refuses with %s what cannot be one', (code, parts) => {
    const { connection } = testClient().playing();
    expect(() => connection.sendAggregate({ messageStreamId: 1, parts }, 0)).toThrow(usageError(code));
  });

  it('comes in memory of its own: who keeps one part does not keep them all', () => {
    const publication = new Publication(4096);
    const parts = [audio, { media: 'video', timestamp: 40, payload: new Uint8Array(100_000) }] as const;
    publication.toServer(publication.client.sendAggregate({ messageStreamId: 1, parts }, 0));
    const held = publication.takeParts().map(({ payload }) => payload.buffer.byteLength);
    expect(held).toEqual([2, 100_000]);
  });
});
