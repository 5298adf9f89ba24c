import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { clientSide } from '../contract/scene.ts';
import { connect } from '../node/connect.ts';
import { selfSigned } from '../node/testing/self-signed.ts';
import { connectWebSocket } from '../node/web-socket.ts';
import { commandOf, describeOn } from '../testing/runtimes.ts';
import { until } from '../testing/until.ts';
import { CliProcess } from './testing/cli.ts';

// The program on Deno and Bun, from its sources: what an operator sees is what main.test.ts shows of Node.

for (const runtime of ['deno', 'bun'] as const) {
  describeOn(runtime, `millrace on ${runtime}`, () => {
    const program = fileURLToPath(new URL(`main-${runtime}.ts`, import.meta.url));
    const [command, ...parameters] = commandOf(runtime);
    const millrace = (...args: string[]) => new CliProcess(command, [...parameters, program, ...args]);

    it('serves TCP, TLS and WebSockets, drains on SIGTERM and exits with 0', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'millrace-'));
      const tls = selfSigned();
      const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
      await writeFile(cert, tls.cert);
      await writeFile(key, tls.key);
      const places = ['--rtmp', '127.0.0.1:0', '--rtmps', '127.0.0.1:0', '--cert', cert, '--key', key];
      const cli = millrace('serve', ...places, '--ws', '127.0.0.1:0');
      const port = Number(await cli.saw(/RTMP {2}rtmp:\/\/127\.0\.0\.1:(\d+)\n/));
      const securePort = Number(await cli.saw(/RTMPS {2}rtmps:\/\/127\.0\.0\.1:(\d+)\n/));
      const url = await cli.saw(/WS {2}(ws:\S+)\n/);
      const clients = await Promise.all([
        clientSide((options) => connect({ host: '127.0.0.1', port, ...options })),
        clientSide((options) => connect({ host: '127.0.0.1', port: securePort, tls: { ca: tls.cert }, ...options })),
        clientSide((options) => connectWebSocket({ url, ...options })),
      ]);
      await until(() => clients.every((client) => client.heard('connected')));
      cli.signal('SIGTERM');
      expect(await cli.exit()).toBe(0);
      await until(() => clients.every((client) => client.heard('closed')));
      expect(cli.stdout).toMatch(/Stopping.*Stopped\.\n$/s);
      expect(cli.stderr).toBe('');
      await rm(folder, { recursive: true });
    });

    it('exits with 2 and one line when it cannot do what it was asked', async () => {
      const first = millrace('serve', '--rtmp', '127.0.0.1:0');
      const port = await first.saw(/RTMP {2}rtmp:\/\/127\.0\.0\.1:(\d+)\n/);
      const second = millrace('serve', '--rtmp', `127.0.0.1:${port}`);
      expect(await second.exit()).toBe(2);
      expect(second.stderr).toBe(`millrace: cannot listen on 127.0.0.1:${port} (--rtmp): the port is taken\n`);

      const file = fileURLToPath(import.meta.url);
      const third = millrace('serve', '--rtmp', '127.0.0.1:0', '--rtmps', '127.0.0.1:0', '--cert', file, '--key', file);
      expect(await third.exit()).toBe(2);
      expect(third.stderr).toMatch(/^millrace: --cert ".*" and --key ".*" cannot be used: .*\n$/);
    });
  });
}
