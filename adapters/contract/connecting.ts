import type { ContractCase } from './case.ts';
import { holds, rejects, same, sameBytes } from './check.ts';
import { clientSide, payloadOf } from './scene.ts';

/** "Many short connections": in all, and at once. */
const MANY = 1000;
const AT_ONCE = 100;

export const CONNECTING: readonly ContractCase[] = [
  {
    title: 'tells both sides of the connection, and each who the other is',
    run: async (scene) => {
      await scene.listen();
      const [client, server] = await scene.connected();
      const [request] = server.eventsOf('connectRequested');
      same([request?.app, request?.tcUrl], ['live', 'rtmp://contract/live']);
      const { port, secure } = server.driver.transport.peer;
      same([typeof port, secure], ['number', false]);
      same(client.driver.transport.peer.port, scene.listener.address.port);
    },
  },
  {
    title: 'rejects a connect that nobody listens for',
    needs: ['listen'],
    run: async (scene) => {
      await scene.listen();
      await scene.closeListener(1000);
      await rejects(scene.client(), scene.harness.refusedCode ?? 'ECONNREFUSED');
    },
  },
  {
    title: 'rejects to listen where something listens',
    needs: ['listen'],
    run: async (scene) => {
      await scene.listen();
      const { port } = scene.listener.address;
      await rejects(scene.harness.listen({ ...scene.accepting(), port }), 'EADDRINUSE');
    },
  },
  {
    title: `carries ${MANY} short connections and leaves none behind`,
    run: async (scene) => {
      await scene.listen();
      const { harness, servers } = scene;
      for (let opened = 0; opened < MANY; opened += AT_ONCE) {
        const clients = await Promise.all(Array.from({ length: AT_ONCE }, () => scene.client()));
        await harness.until('all connected', () => clients.every((client) => client.heard('connected')));
        for (const client of clients) client.driver.close();
        await harness.until('all clients closed', () => clients.every((client) => client.heard('closed')));
        const faults = clients
          .flatMap((client) => client.eventsOf('closed'))
          .filter(({ fault }) => fault !== undefined);
        same(faults, []);
      }
      await harness.until('all servers closed', () => servers.every((server) => server.heard('closed')));
      same(servers.length, MANY);
      same(
        servers.flatMap((server) => server.eventsOf('closed')).filter(({ fault }) => fault !== undefined),
        [],
      );
      await scene.closeListener(10);
    },
  },
];

export const SECURE: readonly ContractCase[] = [
  {
    title: 'carries a connection under TLS',
    needs: ['tls'],
    run: async (scene) => {
      const secure = scene.harness.secure!; // the ability is there
      const listener = await secure.listen(scene.accepting());
      const [client, server] = await scene.connected((options) => secure.connect(listener.address, options, true));
      same([client.driver.transport.peer.secure, server.driver.transport.peer.secure], [true, true]);
      const payload = payloadOf(1_048_576);
      client.run((connection, now) => connection.createStream(now));
      await scene.harness.until('a stream', () => client.heard('streamCreated'));
      client.run((connection, now) => connection.publish(1, { name: 'a' }, now));
      await scene.harness.until('publishing', () => client.heard('publishStarted'));
      for (let timestamp = 0; timestamp < 20; timestamp++) {
        const message = { messageStreamId: 1, media: 'video', timestamp, payload } as const;
        client.run((connection, now) => connection.sendMedia(message, now));
      }
      client.driver.close();
      await scene.harness.until('both closed', () => client.heard('closed') && server.heard('closed'));
      const received = server.eventsOf('mediaReceived');
      same(received.length, 20);
      for (const event of received) sameBytes(event.payload, payload);
      await listener.close();
    },
  },
  {
    title: 'refuses a certificate that is not trusted',
    needs: ['tls'],
    run: async (scene) => {
      const secure = scene.harness.secure!; // the ability is there
      const listener = await secure.listen(scene.accepting());
      const connecting = clientSide((options) => secure.connect(listener.address, options, false));
      await rejects(connecting, secure.untrustedCode);
      holds(scene.servers.length === 0, 'the server has no connection');
      await listener.close();
    },
  },
];
