import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientSide } from '../contract/scene.ts';
import type { ConnectOptions } from '../listener.ts';
import { connect } from '../node/connect.ts';
import { selfSigned } from '../node/testing/self-signed.ts';
import { connectWebSocket } from '../node/web-socket.ts';
import { until } from '../testing/until.ts';
import { Cli } from './testing/cli.ts';

// Runs the program as an operator does, from its sources: exit codes, what is printed, signals.

/** Starts a server on a free port of the loopback interface. @returns the program and its port */
async function serving(...args: string[]): Promise<[Cli, number]> {
  const cli = new Cli('serve', '--rtmp', '127.0.0.1:0', ...args);
  return [cli, Number(await cli.saw(/RTMP {2}rtmp:\/\/127\.0\.0\.1:(\d+)\n/))];
}

describe('commands', () => {
  it('prints help and version, and exits with 0', async () => {
    const help = new Cli('--help');
    const version = new Cli('--version');
    expect([await help.exit(), await version.exit()]).toEqual([0, 0]);
    expect(help.stdout).toContain('Usage: millrace COMMAND');
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['sevre'], 'unknown command "sevre"; see millrace --help'],
    [['serve', '--gop-cache', 'lots'], '--gop-cache wants a number of bytes'],
    [
      ['serve', '--record', 'not/there'],
      '--record "not/there" cannot be written to: the folder that it is in is missing',
    ],
    [
      ['serve', '--record', 'package.json'],
      '--record "package.json" cannot be written to: it is no folder, or in none',
    ],
    [['serve', '--rtmps', '[::1]:0', '--cert', 'nowhere.pem', '--key', 'k'], '--cert "nowhere.pem" cannot be read'],
    [['serve', '--publish-keys', 'nowhere'], '--publish-keys "nowhere" cannot be read: no such file'],
    [['serve', '--vod', 'nowhere'], '--vod "nowhere" cannot be read: there is no such folder'],
    [['play', 'rtmp://h/a/b', 'not/there.flv'], 'cannot write not/there.flv: the folder that it is in is missing'],
    [['play', 'rtmps://h/a/b', 'a.flv', '--ca', 'package.json'], '--ca "package.json" holds no certificate in PEM'],
    [['play', 'rtmps://h/a/b', 'a.flv', '--ca', 'nowhere'], '--ca "nowhere" cannot be read: no such file or directory'],
  ])('says in one line on stderr why it cannot %j, and exits with 2', async (args, line) => {
    const cli = new Cli(...args);
    expect(await cli.exit()).toBe(2);
    expect(cli.stderr).toMatch(/^millrace: [^\n]+\n$/);
    expect(cli.stderr).toContain(line);
    expect(cli.stdout).toBe('');
  });
});

describe('serve', () => {
  it('exits with 2 when the port is taken', async () => {
    const [, port] = await serving();
    const second = new Cli('serve', '--rtmp', `127.0.0.1:${port}`);
    expect(await second.exit()).toBe(2);
    expect(second.stderr).toBe(`millrace: cannot listen on 127.0.0.1:${port} (--rtmp): the port is taken\n`);
  });

  it('plays what it records, out of a folder that it makes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'recordings-'));
    try {
      const [cli] = await serving('--vod', join(folder, 'new'), '--record', join(folder, 'new'));
      cli.signal('SIGTERM');
      expect(await cli.exit()).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('prints where to publish and play, logs no whole stream key, drains on SIGTERM and exits with 0', async () => {
    const [cli, port] = await serving();
    const to = (options: ConnectOptions) => connect({ host: '127.0.0.1', port, ...options });
    const client = await clientSide(to);
    await until(() => client.heard('connected'));
    client.run((connection, now) => connection.createStream(now));
    await until(() => client.heard('streamCreated'));
    client.run((connection, now) => connection.publish(1, { name: 'sk_live_0123456789?token=t0ken' }, now));
    await cli.saw(/Stream published\..*stream=live\/sk_l…#/);
    expect(cli.stdout).toContain(`ffmpeg -re -i FILE -c copy -f flv rtmp://127.0.0.1:${port}/live/a\n`);
    cli.signal('SIGTERM');
    expect(await cli.exit()).toBe(0);
    await until(() => client.heard('closed'));
    expect(client.eventsOf('closed')).toEqual([{ type: 'closed', fault: undefined }]);
    expect(cli.stdout).toMatch(/Stopping.*Stopped\.\n$/s);
    expect(cli.stdout).not.toMatch(/sk_live|t0ken/);
    expect(cli.stdout).not.toContain('\x1b');
    expect(cli.stderr).toBe('');
  });

  it('lets publish by a key only, shows none, and drops connections beyond those that may be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keys-'));
    try {
      const file = join(folder, 'keys');
      await writeFile(file, 'secret-key-1\n');
      const [cli, port] = await serving('--publish-keys', file, '--max-connections', '2');
      const publish = async (name: string) => {
        const client = await clientSide((options) => connect({ host: '127.0.0.1', port, ...options }));
        await until(() => client.heard('connected'));
        client.run((connection, now) => connection.createStream(now));
        await until(() => client.heard('streamCreated'));
        client.run((connection, now) => connection.publish(1, { name }, now));
        await until(() => client.heard('publishStarted') || client.heard('closed'));
        return client;
      };
      for (const wrong of ['a', 'a?key=secret-key-2', 'secret-key-1']) {
        const refused = await publish(wrong);
        expect(refused.eventsOf('streamRefused')).toMatchObject([{ description: 'A key is needed to publish.' }]);
        await until(() => refused.heard('closed'));
      }
      await publish('a?key=secret-key-1');
      await publish('b?key=secret-key-1');
      // A drop may reset the connection before its client has seen it open: either end of it will do.
      const third = connectSocket({ port, host: '127.0.0.1' }).on('error', () => {});
      await new Promise((resolve) => third.resume().once('close', resolve));
      await cli.saw(/Connection dropped: there are as many as may be\./);
      cli.signal('SIGTERM');
      expect(await cli.exit()).toBe(0);
      expect(cli.stdout + cli.stderr).not.toMatch(/secret-key/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('exits at once on a second %s', async (signal, code) => {
    const [cli, port] = await serving('--log-level', 'debug');
    const socket = connectSocket({ port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});
    await cli.saw(/Connection opened/);
    cli.signal(signal);
    await cli.saw(/Stopping/);
    cli.signal(signal);
    expect(await cli.exit()).toBe(code);
    socket.destroy();
  });

  it('writes nothing but JSON lines when told to', async () => {
    const cli = new Cli('serve', '--rtmp', '127.0.0.1:0', '--log-format', 'json');
    await cli.saw(/"Listening\."/);
    cli.signal('SIGINT');
    expect(await cli.exit()).toBe(0);
    const lines = cli.stdout.trim().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'Listening.',
      expect.stringContaining('Stopping'),
      'Stopped.',
    ]);
    expect(JSON.parse(lines[0]!)).toMatchObject({ scheme: 'rtmp', address: '127.0.0.1', port: expect.any(Number) });
  });
});

describe('serve --rtmps', () => {
  const tls = selfSigned();
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'millrace-'));
    await writeFile(join(folder, 'cert.pem'), tls.cert);
    await writeFile(join(folder, 'key.pem'), tls.key);
    await writeFile(join(folder, 'other-key.pem'), selfSigned().key);
  });

  afterAll(() => rm(folder, { recursive: true }));

  const options = (key: string) => [
    '--rtmps',
    '127.0.0.1:0',
    '--cert',
    join(folder, 'cert.pem'),
    '--key',
    join(folder, key),
  ];

  it('serves TLS beside plain RTMP', async () => {
    const [cli] = await serving(...options('key.pem'));
    const port = Number(await cli.saw(/RTMPS {2}rtmps:\/\/127\.0\.0\.1:(\d+)\n/));
    const to = (rest: ConnectOptions) => connect({ host: '127.0.0.1', port, tls: { ca: tls.cert }, ...rest });
    const client = await clientSide(to);
    await until(() => client.heard('connected'));
    client.driver.close();
    await until(() => client.heard('closed'));
  });

  it('exits with 2 when certificate and key do not belong together', async () => {
    const cli = new Cli('serve', '--rtmp', '127.0.0.1:0', ...options('other-key.pem'));
    expect(await cli.exit()).toBe(2);
    expect(cli.stderr).toMatch(/^millrace: --cert ".*" and --key ".*" cannot be used: .*mismatch\n$/);
  });
});

describe('serve --ws', () => {
  it('serves RTMP in WebSockets, and drains them on SIGTERM', async () => {
    const [cli] = await serving('--ws', '127.0.0.1:0', '--ws-origin', 'https://example.com');
    const url = await cli.saw(/WS {2}(ws:\S+)\n/);
    const client = await clientSide((options) => connectWebSocket({ url: `${url}/any/path`, ...options }));
    await until(() => client.heard('connected'));
    cli.signal('SIGTERM');
    expect(await cli.exit()).toBe(0);
    await until(() => client.heard('closed'));
    expect(client.eventsOf('closed')).toEqual([{ type: 'closed', fault: undefined }]);
  });
});
