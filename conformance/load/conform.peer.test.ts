import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { makeCertificate } from './certificate.ts';
import { LiveServer, millraceOn } from './live-server.ts';
import { temporaryFolder } from './media.ts';
import { itNeeds } from './needs.ts';
import { Program } from './program.ts';

// The kit over sockets, against our command as it is shipped. A small set: every case runs in memory anyway.

const conform = (...parameters: string[]): Program => {
  const [command, ...all] = millraceOn('node', 'conform', ...parameters);
  return new Program(command, all);
};

describe('millrace conform', () => {
  it('finds `millrace serve` in order over TCP', async () => {
    const server = await LiveServer.start();
    const url = `rtmp://127.0.0.1:${server.port}/live`;
    const text = await conform('server', '--profile', 'ours', '--only', '1.1,1.10,1.16,2.13,2.20,2.25', url).success();
    expect(text).toMatch(/millrace, as a server, by tcp: 6 cases/);
  });

  itNeeds(['openssl'], 'finds it in order over TLS, with a certificate that signs itself', async () => {
    const { cert, key } = await makeCertificate(temporaryFolder());
    const server = await LiveServer.start('--rtmps', '127.0.0.1:0', '--cert', cert, '--key', key);
    const url = server.rtmpsUrl('').slice(0, -1);
    const text = await conform('server', '--profile', 'ours', '--only', '1.1,2.13,9.1,12.5', url).success();
    expect(text).toMatch(/millrace, as a server, by tls: 4 cases/);
    expect(text).toMatch(/must {3}4 pass/);
  });

  itNeeds(['ffmpeg', 'rtmpdump'], 'tells of a pair what of its frames came through our server', async () => {
    const server = await LiveServer.start();
    const pair = ['--publisher', 'ffmpeg', '--player', 'rtmpdump', '--seconds', '1'];
    const text = await conform('pair', ...pair, `rtmp://127.0.0.1:${server.port}/live`).success();
    expect(text).toMatch(/^ffmpeg -> 127\.0\.0\.1:\d+ -> rtmpdump$/m);
    for (const kind of ['video', 'audio']) {
      expect(text).toMatch(
        new RegExp(`pass  ${kind}: [1-9]\\d* frames, 0 lost, 0 doubled, 0 out of order, 0 changed, -?\\d+ ms shifted`),
      );
    }
  });

  itNeeds(['ffmpeg'], 'says of a pair that nothing comes through a server that is not there', async () => {
    const pair = ['--publisher', 'ffmpeg', '--player', 'ffmpeg', '--seconds', '1'];
    await expect(conform('pair', ...pair, 'rtmp://127.0.0.1:1/live').success()).rejects.toThrow(
      /nobody accepts connections at 127\.0\.0\.1:1/,
    );
  });

  it('finds `millrace publish` and `millrace play` in order', async () => {
    const file = join(temporaryFolder(), 'profile.json');
    const program = [process.execPath, inject('cli')];
    const commands = {
      publish: [...program, 'publish', '--loop', '{media}', '{url}'],
      play: [...program, 'play', '{url}', '{record}'],
    };
    writeFileSync(file, JSON.stringify({ name: 'millrace', deadlines: { reply: 10_000 }, commands }));
    const text = await conform('client', '--profile', file, '--only', '1.23,2.1,2.2,2.13').success();
    expect(text).toMatch(/millrace, as a client, by command: 4 cases/);
  });
});
