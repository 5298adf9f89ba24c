import type { ConnectionEvent, ServerConnection } from '../../core/index.ts';
import { acceptAll } from '../memory/pair.ts';
import type { Side } from '../memory/side.ts';
import { videoChunks } from './carrying.ts';
import type { ContractCase } from './case.ts';
import { holds, rejects, same } from './check.ts';
import { payloadOf } from './scene.ts';

const IN_ORDER = { type: 'closed', fault: undefined } as const;

/**
 * So many MiB for a player, at once: 20 are more than sockets hold, and the player acknowledges them as they come. 14 are
 * still more, and no more than a transport holds that cannot stop its peer.
 */
function fill(server: Side<ServerConnection>, messageCount = 20): void {
  const payload = payloadOf(1_048_576);
  for (let timestamp = 0; timestamp < messageCount; timestamp++) {
    const message = { messageStreamId: 1, media: 'video', timestamp, payload } as const;
    server.run((connection, now) => connection.sendMedia(message, now));
  }
}

export const ENDING: readonly ContractCase[] = [
  {
    title: 'ends in order on both sides when one closes',
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.publishing();
      client.driver.close();
      await scene.harness.until('both closed', () => client.heard('closed') && server.heard('closed'));
      same([...client.eventsOf('closed'), ...server.eventsOf('closed')], [IN_ORDER, IN_ORDER]);
      same(
        server.eventsOf('publishEnded').map(({ reason }) => reason),
        ['connectionClosed'],
      );
    },
  },
  {
    title: 'delivers what was written before the end',
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.playing();
      fill(server, 1);
      server.driver.close();
      await scene.harness.until('the end', () => client.heard('closed'));
      same(client.eventsOf('mediaReceived').length, 1);
      same(client.eventsOf('closed'), [IN_ORDER]);
    },
  },
  {
    title: 'delivers what was written before the end to a peer that acknowledges it meanwhile',
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.playing();
      fill(server);
      server.driver.close();
      await scene.harness.until('the end', () => client.heard('closed'));
      same(client.eventsOf('mediaReceived').length, 20);
      same(client.eventsOf('closed'), [IN_ORDER]);
    },
  },
  {
    title: 'sends all that was written to a peer that has ended its half',
    needs: ['halfClose'],
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.playing();
      client.driver.holdReading();
      fill(server);
      client.driver.transport.end();
      await scene.harness.until('the end at the server', () => server.heard('closed'));
      client.driver.releaseReading();
      await scene.harness.until('the end at the client', () => client.heard('closed'));
      same(client.eventsOf('mediaReceived').length, 20);
      same(client.eventsOf('closed'), [IN_ORDER]);
    },
  },
  {
    title: 'answers a peer that ended its half while its request waited',
    needs: ['halfClose'],
    run: async (scene) => {
      const decisions: (() => void)[] = [];
      await scene.listen((event: ConnectionEvent, side: Side<ServerConnection>) => {
        if (event.type === 'connectRequested') decisions.push(() => acceptAll(event, side));
      });
      const client = await scene.client();
      await scene.harness.until('the request', () => decisions.length === 1);
      client.driver.transport.end();
      const other = await scene.client();
      await scene.harness.until('another request, sent after that end', () => decisions.length === 2);
      for (const decide of decisions) decide();
      await scene.harness.until('the end', () => client.heard('closed') && other.heard('connected'));
      holds(client.heard('connected'), 'the answer came');
      same(client.eventsOf('closed'), [IN_ORDER]);
    },
  },
  {
    title: 'tells a connection that was dropped within a message',
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.publishing();
      const before = server.connection.bytesReceived;
      client.driver.transport.write([videoChunks(1000, client.connection.sendChunkSize).subarray(0, 500)]);
      await scene.harness.until('half a message', () => server.connection.bytesReceived === before + 500);
      client.driver.abort({ code: 'TEST', message: 'dropped' });
      same(client.driver.failure?.code, 'TEST');
      await scene.harness.until('the loss', () => server.heard('closed'));
      same(
        server.eventsOf('closed').map(({ fault }) => [fault?.kind, fault?.code]),
        [['transportLost', 'endedInMessage']],
      );
      same(server.driver.failure?.code, scene.harness.lacks.reset === undefined ? 'ECONNRESET' : undefined);
    },
  },
  {
    title: 'drains on close: connections end in order and new ones are refused',
    run: async (scene) => {
      await scene.listen();
      const [publisher] = await scene.publishing();
      const [player] = await scene.playing();
      await scene.closeListener(10_000);
      await scene.harness.until('clients closed', () => publisher.heard('closed') && player.heard('closed'));
      const ends = [...scene.servers, publisher, player].flatMap((side) => side.eventsOf('closed'));
      same(ends, [IN_ORDER, IN_ORDER, IN_ORDER, IN_ORDER]);
      if (scene.harness.lacks.listen === undefined) {
        await rejects(scene.client(), scene.harness.refusedCode ?? 'ECONNREFUSED');
      }
    },
  },
  {
    title: 'bounds the draining: who does not end in time is dropped',
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.playing();
      client.driver.holdReading();
      fill(server, 14);
      await scene.closeListener(50);
      same(server.driver.failure?.code, 'DRAIN_TIMEOUT');
      client.driver.releaseReading();
      await scene.harness.until('the client told', () => client.heard('closed'));
    },
  },
];
