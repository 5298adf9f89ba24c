import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseConform } from '../../adapters/cli/conform-options.ts';
import { conform } from './conform.ts';

/** What a command prints, and its exit code. */
async function run(...args: string[]) {
  let text = '';
  const screen = {
    write: (more: string) => {
      text += more;
    },
  };
  const code = await conform(parseConform(args), { stdout: screen, stderr: screen, hasColour: false });
  return { text, code };
}

/** A port that nobody listens at. */
async function deadPort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    }),
  );
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('millrace conform', () => {
  it('blames no case for a server that was not there before', async () => {
    const port = await deadPort();
    const why = `nobody accepts connections at 127.0.0.1:${port}`;
    await expect(run('server', '--only', '1.1', `rtmp://127.0.0.1:${port}/live`)).rejects.toThrow(why);
    await expect(run('pair', `rtmp://127.0.0.1:${port}/live`)).rejects.toThrow(why);
  });

  it('wants a profile that says where the server is, where nobody else does', async () => {
    await expect(run('server', '--profile', 'nginx-rtmp')).rejects.toThrow(
      'the profile nginx-rtmp has no url, and conform server was given none',
    );
  });

  it('takes the run of a label, also the part of one that a failure was reduced to', async () => {
    const { text, code } = await run('--only', '12.4', '--run', 'seeded 3: only 1-2', '--trace', 'all');
    expect(code).toBe(0);
    expect(text).toContain('12.4 Structured fuzz, server, seeded 3: only 1-2: pass');
    await expect(run('--only', '12.4', '--run', 'seeded 3: only 99')).rejects.toThrow(
      '--run "seeded 3: only 99": no case that is chosen has a run of this label',
    );
  });
});
