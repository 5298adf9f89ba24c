import { chunkMessage, MessageType } from '../../core/index.ts';
import type { ContractCase } from './case.ts';
import { holds, same, sameBytes } from './check.ts';
import { type ContractScene, payloadOf } from './scene.ts';

const MEGABYTE = 1_048_576;

/** More than any kernel takes on its own: so many pieces of a quarter megabyte. */
const PIECES = 96;
const piece = (timestamp: number) =>
  ({ messageStreamId: 1, media: 'video', timestamp, payload: payloadOf(MEGABYTE / 4, timestamp) }) as const;

export const CARRYING: readonly ContractCase[] = [
  {
    title: "carries a publisher's messages whole and in order, up to a megabyte",
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.publishing();
      const lengths = [0, 1, 127, 128, 4096, 65_537, MEGABYTE];
      for (const [index, length] of lengths.entries()) {
        const payload = payloadOf(length);
        const message = { messageStreamId: 1, media: 'video', timestamp: index * 40, payload } as const;
        client.run((connection, now) => connection.sendMedia(message, now));
      }
      await scene.harness.until('all messages', () => server.eventsOf('mediaReceived').length === lengths.length);
      for (const [index, { timestamp, payload }] of server.eventsOf('mediaReceived').entries()) {
        same(timestamp, index * 40);
        sameBytes(payload, payloadOf(lengths[index]!));
      }
      await scene.harness.until('an empty backlog', () => client.connection.unsentBytes === 0);
    },
  },
  {
    title: 'carries messages to a player, written once for many',
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.playing();
      server.driver.cork();
      for (let timestamp = 0; timestamp < 100; timestamp++) {
        const message = { messageStreamId: 1, media: 'audio', timestamp, payload: payloadOf(300, timestamp) } as const;
        server.run((connection, now) => connection.sendMedia(message, now));
      }
      server.driver.uncork();
      await scene.harness.until('all messages', () => client.eventsOf('mediaReceived').length === 100);
      for (const { timestamp, payload } of client.eventsOf('mediaReceived')) {
        sameBytes(payload, payloadOf(300, timestamp));
      }
    },
  },
  {
    title: 'waits for a slow writer: a message comes when its last byte has',
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.publishing();
      const chunks = videoChunks(1000, client.connection.sendChunkSize);
      for (let start = 0; start < chunks.length; start += 100) {
        holds(!server.heard('mediaReceived'), 'no message came before its last byte');
        const before = server.connection.bytesReceived;
        const slice = chunks.subarray(start, start + 100);
        client.driver.transport.write([slice]);
        const arrived = () => server.connection.bytesReceived === before + slice.length;
        await scene.harness.until('the slice', arrived);
      }
      sameBytes(server.eventsOf('mediaReceived')[0]?.payload, payloadOf(1000));
    },
  },
  {
    title: 'counts what a slow reader leaves unsent, and sends it when it reads again',
    needs: ['holdReading'],
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.playing();
      client.driver.holdReading();
      for (let index = 0; index < PIECES; index++)
        server.run((connection, now) => connection.sendMedia(piece(index), now));
      holds(server.heard('sendBacklogHigh'), 'the backlog is told');
      await scene.harness.until('a ping of another connection', await oneRoundTrip(scene));
      holds(server.connection.unsentBytes > 0, 'something is unsent');
      holds(!client.heard('mediaReceived'), 'nothing came while it did not read');
      client.driver.releaseReading();
      await scene.harness.until('everything', () => client.eventsOf('mediaReceived').length === PIECES);
      await scene.harness.until('an empty backlog', () => server.connection.unsentBytes === 0);
      holds(server.heard('sendBacklogLow'), 'the end of the backlog is told');
      for (const [index, { payload }] of client.eventsOf('mediaReceived').entries()) {
        sameBytes(payload, piece(index).payload);
      }
    },
  },
  {
    title: 'stops a publisher while the server does not read',
    needs: ['holdReading'],
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.publishing();
      server.driver.holdReading();
      for (let index = 0; index < PIECES; index++)
        client.run((connection, now) => connection.sendMedia(piece(index), now));
      await scene.harness.until('a ping of another connection', await oneRoundTrip(scene));
      holds(client.connection.unsentBytes > 0, 'something is unsent');
      holds(!server.heard('mediaReceived'), 'nothing came while it did not read');
      server.driver.releaseReading();
      await scene.harness.until('everything', () => server.eventsOf('mediaReceived').length === PIECES);
      await scene.harness.until('an empty backlog', () => client.connection.unsentBytes === 0);
    },
  },
];

/** Answers whether another connection, opened now, has been served: the first had its chance to go on. */
async function oneRoundTrip(scene: ContractScene): Promise<() => boolean> {
  const [other] = await scene.connected();
  other.run((connection, now) => connection.ping(now));
  return () => other.heard('userControlReceived');
}

/** A video message of `payloadOf(length)` on message stream 1, as a sender that compresses nothing writes it. */
export function videoChunks(length: number, chunkSize: number): Uint8Array {
  const payload = payloadOf(length);
  return chunkMessage(
    { chunkStreamId: 6, timestamp: 0, messageTypeId: MessageType.Video, messageStreamId: 1, payload },
    chunkSize,
  );
}
