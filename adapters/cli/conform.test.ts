import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Cli } from './testing/cli.ts';

/** Holds a connection to the port that it is told for as long as it lives, says there what it is to publish, and connects to the kit whether or not that listens. */
const AGAIN_AND_AGAIN = `
  const { connect } = require('node:net');
  connect(Number(process.argv[1]), '127.0.0.1').write(process.env.RTMP_MEDIA);
  const { port } = new URL(process.env.RTMP_URL.replace('rtmp', 'http'));
  setInterval(() => connect(Number(port), '127.0.0.1').on('error', () => {}), 100);`;

it('takes the client that it has started, and its files, with it when a signal ends it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens
  const connected = once(server, 'connection');
  // With more patience than this test has: the signal is what ends it.
  const patient = ['--only', '1.25', '--time-scale', '100'];
  const cli = new Cli('conform', 'client', ...patient, '--', process.execPath, '-e', AGAIN_AND_AGAIN, `${port}`);
  const [held]: Socket[] = await connected;
  if (held === undefined) throw new Error('a connection comes with its socket');
  const [media]: Buffer[] = await once(held, 'data');
  const folder = dirname(String(media));
  const gone = new Promise((resolve) =>
    held
      .resume()
      .on('error', () => {})
      .once('close', resolve),
  );
  expect([held.destroyed, existsSync(folder)]).toEqual([false, true]);
  cli.signal('SIGTERM');
  expect(await cli.exit()).toBe(143);
  await gone;
  expect(existsSync(folder)).toBe(false);
});
