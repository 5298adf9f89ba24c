import { once } from 'node:events';
import { type AddressInfo, connect, createServer, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { readIntoShared } from './read-buffer.ts';

const opened: { destroy(): unknown }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.destroy();
});

/** Two ends of a connection over TCP. */
async function pair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens
  const accepted = once(server, 'connection');
  const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const [near]: Socket[] = await accepted;
  server.close();
  if (near === undefined) throw new Error('a connection comes with its socket');
  opened.push(near, far);
  return { near, far };
}

describe('readIntoShared', () => {
  it('hands on what each socket reads, and the end', async () => {
    const pairs = [await pair(), await pair()];
    const texts = pairs.map(() => '');
    const buffers = new Set<ArrayBufferLike>();
    const ends = pairs.map(({ near, far }, index) => {
      const onBytes = (bytes: Uint8Array): void => {
        buffers.add(bytes.buffer);
        texts[index] += new TextDecoder().decode(bytes);
      };
      const isShared = readIntoShared(near, { onBytes });
      expect(isShared).toBe(true);
      near.on('data', () => expect.unreachable());
      far.write(`hello ${index}`);
      far.end(', bye');
      return once(near, 'end');
    });
    await Promise.all(ends);
    expect(texts).toEqual(['hello 0, bye', 'hello 1, bye']);
    expect(buffers.size).toBe(1);
  });

  it('stops with a pause from within, and goes on', async () => {
    const { near, far } = await pair();
    let count = 0;
    let most = 0;
    const onBytes = (bytes: Uint8Array): void => {
      count += bytes.length;
      most = Math.max(most, bytes.length);
      near.pause();
      setImmediate(() => near.resume());
    };
    readIntoShared(near, { onBytes });
    near.resume();
    far.end(new Uint8Array(1_000_000));
    await once(near, 'end');
    expect(count).toBe(1_000_000);
    expect(most).toBeLessThanOrEqual(65_536);
  });

  it('changes nothing of a socket that is not open, not plain TCP, or not as expected', async () => {
    const refuses = (socket: Socket) => !readIntoShared(socket, { onBytes: () => expect.unreachable() });
    expect(refuses(new Socket())).toBe(true);
    const { near } = await pair();
    expect(refuses(new TLSSocket(near))).toBe(true);
    const taken = (await pair()).near;
    expect(readIntoShared(taken, { onBytes: () => {} })).toBe(true);
    expect(refuses(taken)).toBe(true);
  });
});
