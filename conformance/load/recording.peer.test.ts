import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { connect } from '../../adapters/node/index.ts';
import { type ClientConnectionOptions, FlvReader, type FlvTag, FlvTagType } from '../../core/index.ts';
import { LiveServer } from './live-server.ts';
import { KINDS, makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer, ffmpegPublisher } from './peers.ts';
import { run } from './program.ts';

const RECORDED = /Recorded\./;

/** The only recording of the stream `live/a`. */
function recordingIn(folder: string): string {
  const files = readdirSync(join(folder, 'live'));
  expect(files).toEqual([expect.stringMatching(/^a~\d{8}T\d{6}Z\.flv$/)]);
  return join(folder, 'live', files[0] ?? '');
}

/** Seconds, by ffprobe; it must have nothing to complain of. */
async function probedDuration(file: string): Promise<number> {
  const show = ['-show_entries', 'format=duration', '-of', 'csv=p=0'];
  return Number(await run('ffprobe', '-loglevel', 'warning', ...show, file));
}

function mediaOf(file: string): FlvTag[] {
  const reader = new FlvReader();
  reader.push(readFileSync(file));
  reader.end();
  const tags: FlvTag[] = [];
  for (let item = reader.next(); item !== undefined; item = reader.next()) {
    if (item.kind === 'tag' && item.type !== FlvTagType.script) tags.push(item);
  }
  return tags;
}

/** Publishes the media of a file as `live/a`, as fast as they go, and leaves. */
async function publish(server: LiveServer, file: string, type: 'record' | 'append'): Promise<void> {
  const options: ClientConnectionOptions['connect'] = { app: 'live', tcUrl: server.url('') };
  await new Promise<void>((resolve, reject) => {
    const onConnection: Parameters<typeof connect>[0]['onConnection'] = (driver) => {
      const { connection } = driver;
      return {
        onEvent: (event) => {
          const now = driver.now();
          if (event.type === 'connected') driver.perform(connection.createStream(now));
          if (event.type === 'streamCreated') driver.perform(connection.publish(1, { name: 'a', type }, now));
          if (event.type === 'closed') resolve();
          if (event.type !== 'publishStarted') return;
          for (const { type: tagType, timestamp, data: payload } of mediaOf(file)) {
            const media = tagType === FlvTagType.audio ? 'audio' : 'video';
            driver.perform(connection.sendMedia({ messageStreamId: 1, media, timestamp, payload }, now));
          }
          driver.close();
        },
      };
    };
    connect({ host: '127.0.0.1', port: server.port, connection: { connect: options }, onConnection }).catch(reject);
  });
}

describe('ffmpeg publishes, and a recording of all live streams holds what was published', () => {
  for (const [kind, parts] of KINDS) {
    itNeeds(['ffmpeg', 'ffprobe'], kind, async () => {
      const folder = temporaryFolder();
      const file = await makeMedia(join(temporaryFolder(), 'media.flv'), parts);
      const server = await LiveServer.start('--record', folder, '--record-all');
      await ffmpegPublisher(file, server.url('a')).success();
      await server.hears(RECORDED);
      const recording = recordingIn(folder);
      expect(await packetsOf(recording)).toEqual(await packetsOf(file));
      const last = Math.max(...mediaOf(recording).map(({ timestamp }) => timestamp));
      expect(await probedDuration(recording)).toBeCloseTo(last / 1000, 3);
    });
  }
});

describe('a server that is killed with -9 in the middle of a recording', () => {
  itNeeds(['ffmpeg', 'ffprobe'], 'leaves a file that plays, and misses the last second or so', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'), { seconds: 10 });
    const server = await LiveServer.start('--record', folder, '--record-all');
    const publisher = ffmpegPublisher(file, server.url('a'), { inRealTime: true });
    await publisher.line(/^out_time_us=[4-9]\d{6}$/);
    server.signal('SIGKILL');
    await server.end();
    await publisher.end();
    const recording = recordingIn(folder);
    expect(await probedDuration(recording)).toBeGreaterThan(2);
    const { headers, contents } = await packetsOf(recording);
    const published = await packetsOf(file);
    expect(headers).toEqual(published.headers);
    for (const medium of ['video', 'audio']) {
      const packets = contents[medium] ?? [];
      expect(packets.length).toBeGreaterThan(50);
      expect(packets).toEqual(published.contents[medium]?.slice(0, packets.length));
    }
  });
});

describe('a server that is told to end in the middle of a recording', () => {
  itNeeds(['ffmpeg', 'ffprobe'], 'completes it first', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'), { seconds: 10 });
    const server = await LiveServer.start('--record', folder, '--record-all');
    const publisher = ffmpegPublisher(file, server.url('a'), { inRealTime: true });
    await publisher.line(/^out_time_us=[2-9]\d{6}$/);
    server.signal('SIGTERM');
    expect(await server.end()).toBe(0);
    await publisher.end();
    const recording = recordingIn(folder);
    const last = Math.max(...mediaOf(recording).map(({ timestamp }) => timestamp));
    expect(await probedDuration(recording)).toBeCloseTo(last / 1000, 3);
  });
});

describe('a publisher that asks for it', () => {
  itNeeds(['ffmpeg', 'ffprobe'], 'is recorded, goes on with its recording, and is played to the end', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'));
    const server = await LiveServer.start('--record', folder);
    const recording = join(folder, 'live', 'a.flv');
    const published = await packetsOf(file);
    const twice = (packets: readonly string[] = []) => [...packets, ...packets];
    for (const type of ['record', 'append', 'record'] as const) {
      await publish(server, file, type);
      await server.hears(RECORDED);
      const { headers, contents } = await packetsOf(recording);
      expect(headers).toEqual(published.headers);
      for (const medium of ['video', 'audio']) {
        const once = published.contents[medium];
        expect(contents[medium]).toEqual(type === 'append' ? twice(once) : once);
      }
      const last = Math.max(...mediaOf(recording).map(({ timestamp }) => timestamp));
      expect(await probedDuration(recording)).toBeCloseTo(last / 1000, 3);
    }
  });

  itNeeds(['ffmpeg'], 'finds its recording where it published, when it plays', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'));
    const server = await LiveServer.start('--record', folder, '--vod', folder);
    await publish(server, file, 'record');
    await server.hears(RECORDED);
    const played = parseFrameMd5(await ffmpegPlayer(server.url('a')).success());
    expect(played).toEqual(await packetsOf(file));
  });

  itNeeds(['ffmpeg'], 'is told when it cannot be, and is live all the same', async () => {
    const folder = temporaryFolder();
    const file = await makeMedia(join(temporaryFolder(), 'media.flv'));
    const server = await LiveServer.start('--record', folder);
    writeFileSync(join(folder, 'live'), 'in the way');
    await publish(server, file, 'record');
    await server.line(/Recording failed\..*failure=ENOTDIR/);
    await server.line(/Stream ended\..*bytes=[1-9]/);
  });
});
