import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { FlvReader } from '../../core/index.ts';
import { LiveServer, PLAYER_CAME } from './live-server.ts';
import { FRAME_MD5, KINDS, type MediaParts, makeMedia, packetsOf, parseFrameMd5, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { ffmpegPlayer, ffmpegPublisher, gstreamerPlayer } from './peers.ts';
import { Program } from './program.ts';

interface Vod {
  readonly server: LiveServer;
  readonly folder: string;
  /** Played as the stream `film`. */
  readonly film: string;
}

async function vodServer(parts: MediaParts = {}): Promise<Vod> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'live'));
  const film = await makeMedia(join(folder, 'live', 'film.flv'), parts);
  return { server: await LiveServer.start('--vod', folder), folder, film };
}

/** rtmpdump's exit code tells whether 99.9 % of the duration came, which counts the length of the last frame: not asked. */
async function rtmpdump(url: string, file: string, ...options: string[]): Promise<string> {
  return new Program('rtmpdump', ['--rtmp', url, '--flv', file, ...options]).output();
}

/** Of all packets: stream, times as they are, size and hash. */
async function timedPackets(...input: string[]): Promise<string[]> {
  const text = await new Program('ffmpeg', ['-loglevel', 'error', '-copyts', ...input, ...FRAME_MD5]).success();
  const lines = text.split('\n').filter((line) => /^\d/.test(line));
  return lines.map((line) => {
    const [stream, dts, pts, , size, hash] = line.split(',').map((field) => field.trim());
    return `${stream} ${dts} ${pts} ${size} ${hash}`;
  });
}

/** The file as a download left it that broke off at this time: whole tags. */
function cutAt(file: string, time: number): Buffer {
  const bytes = readFileSync(file);
  const reader = new FlvReader();
  reader.push(bytes);
  for (let item = reader.next(); item !== undefined; item = reader.next()) {
    if (item.kind === 'tag' && item.timestamp > time) return bytes.subarray(0, item.at);
  }
  return bytes;
}

describe('ffmpeg plays a recording', () => {
  for (const [kind, parts] of KINDS) {
    itNeeds(['ffmpeg'], `whole: ${kind}`, async () => {
      const { server, film } = await vodServer(parts);
      expect(parseFrameMd5(await ffmpegPlayer(server.url('film')).success())).toEqual(await packetsOf(film));
      // ffmpeg says deleteStream and resets its socket at once, and the reset may overtake what it said. Nothing else will do.
      await server.hears(/Recording left\..*reason=deletedStream|Connection closed\..*failure=ECONNRESET/);
    });
  }

  itNeeds(['ffmpeg'], 'from the key frame before the time it seeks to, with the times of the file', async () => {
    const { server, film } = await vodServer({ seconds: 6 });
    const received = await timedPackets('-ss', '3.4', '-i', server.url('film'));
    const all = await timedPackets('-i', film);
    const times = received.filter((line) => line.startsWith('0 ')).map((line) => Number(line.split(' ')[1]));
    expect(times[0]).toBe(3_000);
    expect(times).toHaveLength(75);
    expect(received.filter((line) => !all.includes(line))).toEqual([]);
  });

  itNeeds(['ffmpeg'], 'when it asks for one, while the stream of that name is live', async () => {
    const { server, folder, film } = await vodServer();
    const other = await makeMedia(join(folder, 'other.flv'), { seconds: 2, tone: 880 });
    const waiting = ffmpegPlayer(server.url('other'));
    await server.hears(/Recording played/); // any app finds it in the folder itself
    await waiting.success();
    const publisher = ffmpegPublisher(other, server.url('film'), { inRealTime: true, endless: true });
    await server.hears(/Stream published/);
    const asked = new Program('ffmpeg', [
      '-loglevel',
      'error',
      '-rtmp_live',
      'recorded',
      '-i',
      server.url('film'),
      ...FRAME_MD5,
    ]);
    expect(parseFrameMd5(await asked.success())).toEqual(await packetsOf(film));
    ffmpegPlayer(server.url('film'));
    await server.hears(PLAYER_CAME);
    await publisher.stop();
  });

  itNeeds(['ffmpeg'], 'that is not there, and is told so; outside of the folder is nothing', async () => {
    const { server, folder } = await vodServer();
    writeFileSync(join(folder, 'live', 'broken.flv'), 'FLV and no more than that');
    for (const name of ['nothing', 'broken', '../../outside']) {
      const player = new Program('ffmpeg', [
        '-loglevel',
        'error',
        '-rtmp_live',
        'recorded',
        '-i',
        server.url(name),
        '-f',
        'null',
        '-',
      ]);
      expect(await player.end()).not.toBe(0);
      await server.hears(/Request refused/);
    }
  });
});

describe('rtmpdump plays a recording', () => {
  for (const [kind, parts] of KINDS) {
    itNeeds(['ffmpeg', 'rtmpdump'], `whole: ${kind}`, async () => {
      const { server, folder, film } = await vodServer(parts);
      const dump = join(folder, 'dump.flv');
      await rtmpdump(server.url('film'), dump);
      expect(await packetsOf(dump)).toEqual(await packetsOf(film));
    });
  }

  itNeeds(['ffmpeg', 'rtmpdump'], 'from --start to --stop', async () => {
    const { server, folder, film } = await vodServer({ seconds: 8 });
    const dump = join(folder, 'dump.flv');
    await rtmpdump(server.url('film'), dump, '--start', '3', '--stop', '6');
    const received = await timedPackets('-i', dump);
    const times = received.filter((line) => line.startsWith('0 ')).map((line) => Number(line.split(' ')[1]));
    expect([times[0], times.at(-1), times.length]).toEqual([3_000, 5_960, 75]);
    const all = await timedPackets('-i', film);
    expect(received.filter((line) => !all.includes(line))).toEqual([]);
  });

  itNeeds(['ffmpeg', 'rtmpdump'], 'on from where a download broke off (--resume), to the same file', async () => {
    const { server, folder, film } = await vodServer({ seconds: 8 });
    const whole = join(folder, 'whole.flv');
    await rtmpdump(server.url('film'), whole);
    for (const brokeOffAt of [1_500, 4_010, 6_990]) {
      const dump = join(folder, `dump-${brokeOffAt}.flv`);
      writeFileSync(dump, cutAt(whole, brokeOffAt));
      await rtmpdump(server.url('film'), dump, '--resume');
      expect(readFileSync(dump).equals(readFileSync(whole))).toBe(true);
    }
    expect(await packetsOf(whole)).toEqual(await packetsOf(film));
  });
});

describe('rtmp2src plays a recording', () => {
  itNeeds(['ffmpeg', 'rtmp2src'], 'whole, but for what it holds when it leaves', async () => {
    const { server, folder, film } = await vodServer();
    const dump = join(folder, 'dump.flv');
    await gstreamerPlayer(server.url('film'), dump).success();
    const [received, all] = [await packetsOf(dump), await packetsOf(film)];
    const { video = [] } = all.contents;
    expect(received.headers).toEqual(all.headers);
    expect(received.contents.video).toEqual(video.slice(0, received.contents.video?.length));
    expect(received.contents.video?.length).toBeGreaterThanOrEqual(video.length - 1);
  });
});
