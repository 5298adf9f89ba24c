import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chunkMessage, MessageType } from '../core/index.ts';
import { type ContractHarness, ContractScene, clientSide, isSame, payloadOf } from './contract-scene.ts';
import type { ConnectOptions } from './listener.ts';
import { acceptAll } from './memory/pair.ts';

const MEGABYTE = 1_048_576;

/** What every runtime's adapter must do, with real connections at both ends. */
export function describeContract(name: string, makeHarness: () => ContractHarness): void {
  describe(`the adapter contract: ${name}`, () => {
    let scene: ContractScene;

    beforeEach(() => {
      scene = new ContractScene(makeHarness());
    });

    afterEach(async () => {
      for (const server of scene.servers) server.driver.abort();
      if (scene.isListening) await closeListener(0);
    });

    /** Closes the listener while letting things happen. */
    async function closeListener(drainMs: number): Promise<void> {
      let isDone = false;
      const closing = scene.listener.close({ drainMs }).then(() => {
        isDone = true;
      });
      await scene.harness.until('the listener to close', () => isDone);
      await closing;
    }

    const connectTo = (options: ConnectOptions) => scene.harness.connect(scene.listener.address, options);

    describe('connecting', () => {
      it('tells both sides, and each who the other is', async () => {
        await scene.listen();
        const [client, server] = await scene.connected();
        expect(server.eventsOf('connectRequested')).toMatchObject([{ app: 'live', tcUrl: 'rtmp://contract/live' }]);
        expect(server.driver.transport.peer).toMatchObject({ port: expect.any(Number), secure: false });
        expect(client.driver.transport.peer.port).toBe(scene.listener.address.port);
      });

      it('rejects a connect that nobody listens for', async () => {
        await scene.listen();
        await closeListener(1000);
        await expect(clientSide(connectTo)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      });

      it('rejects to listen where something listens', async () => {
        await scene.listen();
        const { port } = scene.listener.address;
        await expect(scene.harness.listen({ ...scene.accepting(), port })).rejects.toMatchObject({
          code: 'EADDRINUSE',
        });
      });

      it('carries many short connections and leaves none behind', async () => {
        await scene.listen();
        const count = scene.harness.manyCount;
        const clients = await Promise.all(Array.from({ length: count }, () => clientSide(connectTo)));
        await scene.harness.until('all connected', () => clients.every((client) => client.heard('connected')));
        for (const client of clients) client.driver.close();
        await scene.harness.until('all closed', () =>
          [...clients, ...scene.servers].every((side) => side.heard('closed')),
        );
        const ends = [...clients, ...scene.servers].flatMap((side) => side.eventsOf('closed'));
        expect(ends.length).toBe(2 * count);
        expect(ends.every((end) => end.fault === undefined)).toBe(true);
        await closeListener(10);
      });
    });

    describe('carrying', () => {
      it("carries a publisher's messages whole and in order, up to a megabyte", async () => {
        await scene.listen();
        const [client, server] = await scene.publishing();
        const lengths = [0, 1, 127, 128, 4096, 65_537, MEGABYTE];
        for (const [index, length] of lengths.entries()) {
          const message = {
            messageStreamId: 1,
            media: 'video',
            timestamp: index * 40,
            payload: payloadOf(length),
          } as const;
          client.run((connection, now) => connection.sendMedia(message, now));
        }
        await scene.harness.until('all messages', () => server.eventsOf('mediaReceived').length === lengths.length);
        for (const [index, event] of server.eventsOf('mediaReceived').entries()) {
          expect(event.timestamp).toBe(index * 40);
          expect(isSame(event.payload, payloadOf(lengths[index]!))).toBe(true);
        }
        expect(client.connection.unsentBytes).toBe(0);
      });

      it('carries messages to a player, written once for many', async () => {
        await scene.listen();
        const [client, server] = await scene.playing();
        server.driver.cork();
        for (let timestamp = 0; timestamp < 100; timestamp++) {
          const message = {
            messageStreamId: 1,
            media: 'audio',
            timestamp,
            payload: payloadOf(300, timestamp),
          } as const;
          server.run((connection, now) => connection.sendMedia(message, now));
        }
        server.driver.uncork();
        await scene.harness.until('all messages', () => client.eventsOf('mediaReceived').length === 100);
        const expected = Array.from({ length: 100 }, (_, timestamp) => payloadOf(300, timestamp));
        expect(client.eventsOf('mediaReceived').map((event) => event.payload)).toEqual(expected);
      });

      it('waits for a slow writer: a message comes when its last byte has', async () => {
        await scene.listen();
        const [client, server] = await scene.publishing();
        const chunks = videoChunks(1000, client.connection.sendChunkSize);
        for (let start = 0; start < chunks.length; start += 100) {
          expect(server.heard('mediaReceived')).toBe(false);
          const before = server.connection.bytesReceived;
          const slice = chunks.subarray(start, start + 100);
          client.driver.transport.write([slice]);
          const arrived = () => server.connection.bytesReceived === before + slice.length;
          await scene.harness.until('the slice', arrived);
        }
        expect(server.eventsOf('mediaReceived')).toMatchObject([{ payload: payloadOf(1000) }]);
      });
    });

    describe('backpressure', () => {
      /** More than any kernel takes on its own; in pieces of a quarter megabyte. */
      const COUNT = 96;
      const piece = (timestamp: number) =>
        ({ messageStreamId: 1, media: 'video', timestamp, payload: payloadOf(MEGABYTE / 4, timestamp) }) as const;

      it('counts what a slow reader leaves unsent, and sends it when it reads again', async () => {
        await scene.listen();
        const [client, server] = await scene.playing();
        client.driver.holdReading();
        for (let index = 0; index < COUNT; index++)
          server.run((connection, now) => connection.sendMedia(piece(index), now));
        expect(server.heard('sendBacklogHigh')).toBe(true);
        expect(client.heard('mediaReceived')).toBe(false);
        client.driver.releaseReading();
        await scene.harness.until('everything', () => client.eventsOf('mediaReceived').length === COUNT);
        await scene.harness.until('an empty backlog', () => server.connection.unsentBytes === 0);
        expect(server.heard('sendBacklogLow')).toBe(true);
        const isWhole = client
          .eventsOf('mediaReceived')
          .map(({ payload }, index) => isSame(payload, piece(index).payload));
        expect(isWhole).toEqual(Array.from({ length: COUNT }, () => true));
      });

      it('stops a publisher while the server does not read', async () => {
        await scene.listen();
        const [client, server] = await scene.publishing();
        server.driver.holdReading();
        for (let index = 0; index < COUNT; index++)
          client.run((connection, now) => connection.sendMedia(piece(index), now));
        await scene.harness.until('a ping of another connection', await oneRoundTrip());
        expect(client.connection.unsentBytes).toBeGreaterThan(0);
        expect(server.heard('mediaReceived')).toBe(false);
        server.driver.releaseReading();
        await scene.harness.until('everything', () => server.eventsOf('mediaReceived').length === COUNT);
        await scene.harness.until('an empty backlog', () => client.connection.unsentBytes === 0);
      });

      /** Answers whether another connection, opened now, has been served: the first had its chance to go on. */
      async function oneRoundTrip(): Promise<() => boolean> {
        const [other] = await scene.connected();
        other.run((connection, now) => connection.ping(now));
        return () => other.heard('userControlReceived');
      }
    });

    describe('ending', () => {
      it('ends in order on both sides when one closes', async () => {
        await scene.listen();
        const [client, server] = await scene.publishing();
        client.driver.close();
        await scene.harness.until('both closed', () => client.heard('closed') && server.heard('closed'));
        expect([client, server].map((side) => side.eventsOf('closed'))).toEqual([
          [{ type: 'closed', fault: undefined }],
          [{ type: 'closed', fault: undefined }],
        ]);
        expect(server.eventsOf('publishEnded')).toMatchObject([{ reason: 'connectionClosed' }]);
      });

      it('sends all that was written to a peer that has ended its half', async () => {
        await scene.listen();
        const [client, server] = await scene.playing();
        client.driver.holdReading();
        const payload = payloadOf(MEGABYTE);
        for (let timestamp = 0; timestamp < 20; timestamp++) {
          const message = { messageStreamId: 1, media: 'video', timestamp, payload } as const;
          server.run((connection, now) => connection.sendMedia(message, now));
        }
        client.driver.transport.end();
        await scene.harness.until('the end at the server', () => server.heard('closed'));
        client.driver.releaseReading();
        await scene.harness.until('the end at the client', () => client.heard('closed'));
        expect(client.eventsOf('mediaReceived').length).toBe(20);
        expect(client.eventsOf('closed')).toEqual([{ type: 'closed', fault: undefined }]);
      });

      it('answers a peer that ended its half while its request waited', async () => {
        const decisions: (() => void)[] = [];
        await scene.listen((event, side) => {
          if (event.type === 'connectRequested') decisions.push(() => acceptAll(event, side));
        });
        const client = await clientSide(connectTo);
        await scene.harness.until('the request', () => decisions.length === 1);
        client.driver.transport.end();
        const other = await clientSide(connectTo);
        await scene.harness.until('another request, sent after that end', () => decisions.length === 2);
        for (const decide of decisions) decide();
        await scene.harness.until('the end', () => client.heard('closed') && other.heard('connected'));
        expect(client.heard('connected')).toBe(true);
        expect(client.eventsOf('closed')).toEqual([{ type: 'closed', fault: undefined }]);
      });

      it('tells a connection that was dropped within a message', async () => {
        await scene.listen();
        const [client, server] = await scene.publishing();
        const before = server.connection.bytesReceived;
        client.driver.transport.write([videoChunks(1000, client.connection.sendChunkSize).subarray(0, 500)]);
        await scene.harness.until('half a message', () => server.connection.bytesReceived === before + 500);
        client.driver.abort({ code: 'TEST', message: 'dropped' });
        expect(client.driver.failure?.code).toBe('TEST');
        await scene.harness.until('the loss', () => server.heard('closed'));
        expect(server.eventsOf('closed')).toMatchObject([{ fault: { kind: 'transportLost', code: 'endedInMessage' } }]);
        expect(server.driver.failure?.code).toBe('ECONNRESET');
      });

      it('drains on close: connections end in order and new ones are refused', async () => {
        await scene.listen();
        const [publisher] = await scene.publishing();
        const [player] = await scene.playing();
        await closeListener(10_000);
        await scene.harness.until('clients closed', () => publisher.heard('closed') && player.heard('closed'));
        const ends = [...scene.servers, publisher, player].flatMap((side) => side.eventsOf('closed'));
        expect(ends).toEqual(Array.from({ length: 4 }, () => ({ type: 'closed', fault: undefined })));
        await expect(clientSide(connectTo)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      });

      it('bounds the draining: who does not end in time is dropped', async () => {
        await scene.listen();
        const [client, server] = await scene.playing();
        client.driver.holdReading();
        const message = { messageStreamId: 1, media: 'video', timestamp: 0, payload: payloadOf(MEGABYTE) } as const;
        for (let count = 0; count < 20; count++) server.run((connection, now) => connection.sendMedia(message, now));
        await closeListener(50);
        expect(server.driver.failure?.code).toBe('DRAIN_TIMEOUT');
        client.driver.releaseReading();
        await scene.harness.until('the client told', () => client.heard('closed'));
      });
    });

    describe('TLS', () => {
      const { secure } = makeHarness();
      if (typeof secure === 'string') {
        it(`has no certificate to refuse: ${secure}`, () => expect(secure).not.toBe(''));
        return;
      }

      it('carries a connection under TLS', async () => {
        const listener = await secure.listen(scene.accepting());
        const [client, server] = await scene.connected((options) => secure.connect(listener.address, options, true));
        expect([client.driver.transport.peer.secure, server.driver.transport.peer.secure]).toEqual([true, true]);
        client.driver.close();
        await scene.harness.until('both closed', () => client.heard('closed') && server.heard('closed'));
        await listener.close();
      });

      it('refuses a certificate that is not trusted', async () => {
        const listener = await secure.listen(scene.accepting());
        const connecting = clientSide((options) => secure.connect(listener.address, options, false));
        await expect(connecting).rejects.toMatchObject({ code: secure.untrustedCode });
        expect(scene.servers).toEqual([]);
        await listener.close();
      });
    });
  });
}

/** A video message of `payloadOf(length)` on message stream 1, as a sender that compresses nothing writes it. */
function videoChunks(length: number, chunkSize: number): Uint8Array {
  const payload = payloadOf(length);
  return chunkMessage(
    { chunkStreamId: 6, timestamp: 0, messageTypeId: MessageType.Video, messageStreamId: 1, payload },
    chunkSize,
  );
}
