import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { connect, listen } from '../../adapters/node/index.ts';
import { createLiveServer, type LiveServerOptions } from '../../adapters/server/index.ts';
import type { ClientConnectionOptions, ConnectionEvent } from '../../core/index.ts';
import { makeMedia, type Packets, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { startNginx } from './nginx.ts';
import { ffmpegPlayer, ffmpegPublisher, rtmpdumpPlayer } from './peers.ts';

/** A live server in this process that keeps the form of every handshake. Packets 2 must be echoes or signed. */
async function serve(connection: LiveServerOptions['connection'] = {}) {
  const forms: string[] = [];
  let tell = (): void => undefined;
  const playerCame = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const server = createLiveServer({
    connection: { ...connection, strictEcho: true },
    onEvent: ({ type }) => {
      if (type === 'playerJoined') tell();
    },
  });
  const listener = await listen({
    ...server.acceptOptions,
    host: '127.0.0.1',
    port: 0,
    onConnection: (driver) => {
      const session = server.acceptOptions.onConnection(driver);
      const onEvent = (event: ConnectionEvent): void => {
        if (event.type === 'handshakeDone') forms.push(event.form);
        session.onEvent(event);
      };
      return { onEvent, onTurnEnd: () => session.onTurnEnd?.() };
    },
  });
  server.attach(listener);
  onTestFinished(() => server.close());
  return { forms, playerCame, at: `127.0.0.1:${listener.address.port}` };
}

/** Publishes a file while a player waits, and gives what it holds. */
async function publishTo({ at, playerCame }: Awaited<ReturnType<typeof serve>>, folder: string): Promise<Packets> {
  const file = await makeMedia(join(folder, 'media.flv'));
  await playerCame;
  await ffmpegPublisher(file, `rtmp://${at}/live/a`).success();
  return packetsOf(file);
}

describe('our server and programs that check digests', () => {
  itNeeds(['ffmpeg'], 'ffmpeg as a player verifies S1 and S2 (HS-26)', async () => {
    const server = await serve();
    const player = ffmpegPlayer(`rtmp://${server.at}/live/a`);
    const published = await publishTo(server, temporaryFolder());
    expect(parseFrameMd5(await player.success())).toEqual(published);
    expect(server.forms).toEqual(['digest', 'digest']);
  });

  itNeeds(['ffmpeg', 'rtmpdump'], 'rtmpdump with the hash of a player verifies S1 and S2 (HS-25)', async () => {
    const folder = temporaryFolder();
    const server = await serve();
    const dump = join(folder, 'dump.flv');
    const hash = ['--swfhash', 'ab'.repeat(32), '--swfsize', '1000'];
    const player = rtmpdumpPlayer(`rtmp://${server.at}/live/a`, dump, ...hash);
    const published = await publishTo(server, folder);
    await player.end();
    expect(await packetsOf(dump)).toEqual(published);
    expect(server.forms).toEqual(['digest', 'digest']);
  });

  itNeeds(['ffmpeg', 'rtmpdump'], 'rtmpdump plays over RTMPE (HS-32 to HS-36)', async () => {
    const folder = temporaryFolder();
    const server = await serve({ rtmpe: true });
    const dump = join(folder, 'dump.flv');
    const player = rtmpdumpPlayer(`rtmpe://${server.at}/live/a`, dump);
    const published = await publishTo(server, folder);
    await player.end();
    expect(await packetsOf(dump)).toEqual(published);
    expect(server.forms).toEqual(['encrypted', 'digest']);
  });

  itNeeds(['rtmpdump'], 'rtmpdump is sent away where RTMPE is off (HS-40)', async () => {
    const server = await serve();
    const player = rtmpdumpPlayer(`rtmpe://${server.at}/live/a`, join(temporaryFolder(), 'dump.flv'));
    expect(await player.end()).not.toBe(0);
    expect(server.forms).toEqual([]);
  });
});

/** What our client is told until it is connected, or closed. */
function eventsUntilConnected(port: number, connection: Partial<ClientConnectionOptions>): Promise<ConnectionEvent[]> {
  const events: ConnectionEvent[] = [];
  return new Promise((resolve, reject) => {
    connect({
      host: '127.0.0.1',
      port,
      connection: { connect: { app: 'live', tcUrl: `rtmp://127.0.0.1:${port}/live` }, ...connection },
      onConnection: (driver) => ({
        onEvent: (event) => {
          events.push(event);
          if (event.type === 'connected') driver.perform(driver.connection.close(driver.now()));
          if (event.type === 'connected' || event.type === 'closed') resolve(events);
        },
      }),
    }).catch(reject);
  });
}

describe('our client offers a digest', () => {
  const strict = { handshake: 'digest', strictEcho: true, deviations: { digestMissing: 'refuse' } } as const;

  itNeeds(['nginx with its rtmp module'], 'to nginx-rtmp, whose S1 and S2 it verifies', async () => {
    const { port } = await startNginx(temporaryFolder(), 'application live { live on; }');
    const events = await eventsUntilConnected(port, strict);
    expect(events[0]).toMatchObject({ type: 'handshakeDone', form: 'digest', peerVersion: 0x0d0e0a0d });
    expect(events.at(-1)).toMatchObject({ type: 'connected' });
  });

  itNeeds([], 'to our server, over TCP, and encryption too', async () => {
    const { at, forms } = await serve({ rtmpe: true });
    const port = Number(at.split(':')[1]);
    for (const options of [strict, { rtmpe: true, strictEcho: true }]) {
      expect((await eventsUntilConnected(port, options)).at(-1)).toMatchObject({ type: 'connected' });
    }
    expect(forms).toEqual(['digest', 'encrypted']);
  });
});
