import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { type ServerName, startServer } from './bench/servers.ts';
import type { LoadReport } from './generator/load-report.ts';
import { LiveServer, millraceOn } from './live-server.ts';
import { packetsOf, temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { startNginx } from './nginx.ts';
import { startNodeMediaServer } from './node-media-server.ts';
import { Program, run } from './program.ts';

/** Puts a load on a server, and gives what it says of it. */
async function load(url: string, ...options: string[]): Promise<LoadReport> {
  const quick = ['--warmup', '0', '--duration', '1', '--gop', '15', '--json', '-'];
  const [command, ...parameters] = millraceOn('node', 'load', ...quick, ...options, url);
  const report: LoadReport = JSON.parse(await new Program(command, parameters).success()); // its own
  return report;
}

describe('millrace load', () => {
  const SERVERS = [
    { name: 'nginx-rtmp', needs: ['nginx with its rtmp module'], start: nginx },
    { name: 'node-media-server', needs: [], start: startNodeMediaServer },
  ] as const;
  for (const { name, needs, start } of SERVERS) {
    itNeeds(needs, `gets every frame through ${name}, once, in order, undamaged`, async () => {
      const { port } = await start(temporaryFolder());
      const load128 = ['--publishers', '5', '--players', '15', '--idle', '20', '--chunk', '128', '--processes', '2'];
      const report = await load(`rtmp://127.0.0.1:${port}/live`, ...load128);
      expect(report).toMatchObject({ isClean: true, integrity: { lost: 0, damaged: 0 } });
      // 15 players, a second of 30 frames, which are sent however late: all of them but those of the edges.
      expect(report.integrity.received).toBeGreaterThan(400);
    });
  }

  itNeeds([], 'gets every frame through bare sockets, which know no protocol once it has begun', async () => {
    const through = async (name: ServerName): Promise<void> => {
      const { port, stop } = await startServer(name);
      const url = `rtmp://127.0.0.1:${port}/live`;
      const report = await load(url, '--publishers', '2', '--players', '6', '--idle', '5').finally(stop);
      expect(report).toMatchObject({ isClean: true, integrity: { lost: 0, damaged: 0 } });
      expect(report.integrity.received).toBeGreaterThan(150);
    };
    await Promise.all([through('bare sockets'), through('bare sockets --merge 50')]);
  });

  itNeeds(['ffmpeg', 'ffprobe'], 'sends pictures that ffmpeg decodes without a complaint', async () => {
    const folder = temporaryFolder();
    const server = await LiveServer.start('--record', folder, '--record-all');
    await load(server.url('').replace(/\/$/, ''), '--players', '1', '--frame', '5000');
    server.signal('SIGTERM');
    await server.success();
    const [file = ''] = readdirSync(join(folder, 'live'));
    const recording = join(folder, 'live', file);
    const { contents } = await packetsOf(recording);
    const strict = ['-loglevel', 'warning', '-xerror', '-err_detect', 'explode', '-i', recording, '-f', 'null', '-'];
    expect(await run('ffmpeg', ...strict)).toBe('');
    const frames = ['-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0'];
    expect(await run('ffprobe', '-loglevel', 'error', ...frames, recording)).toBe(`${contents.video?.length}`);
    expect(contents.video?.length).toBeGreaterThan(30);
  });
});

function nginx(folder: string): Promise<{ readonly port: number }> {
  return startNginx(folder, 'application live { live on; }');
}
