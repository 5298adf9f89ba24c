import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { LiveServer, millraceOn } from './live-server.ts';
import { temporaryFolder } from './media.ts';
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
