import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SocketTransport } from './socket-transport.ts';

const opened: Socket[] = [];
afterEach(() => {
  for (const socket of opened.splice(0)) socket.destroy();
});

/** A transport, the other end, how many bytes it said have gone, and the writes of its socket. */
async function open() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens
  const accepted = once(server, 'connection');
  const near = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const [far]: Socket[] = await accepted;
  server.close();
  if (far === undefined) throw new Error('a connection comes with its socket');
  opened.push(near, far);
  const transport = new SocketTransport(near);
  const gone = { byteCount: 0 };
  transport.attach({
    onBytes: () => {},
    onEnd: () => {},
    onLost: () => {},
    onTransmitted: (byteCount) => {
      gone.byteCount += byteCount;
    },
  });
  return { transport, far, gone, written: vi.spyOn(near, 'write') };
}

async function readAll(socket: Socket): Promise<number[]> {
  const bytes: number[] = [];
  socket.on('data', (piece) => bytes.push(...piece));
  await once(socket, 'end');
  return bytes;
}

const pieces = (length: number) => [1, 2, 3].map((value) => new Uint8Array(length).fill(value));

describe('SocketTransport', () => {
  it.each([
    ['joins small buffers of one write', 100, 1],
    ['writes larger ones from where they are', 1_000, 3],
  ])('%s', async (_, length, writes) => {
    const { transport, far, gone, written } = await open();
    const buffers = pieces(length);
    transport.write(buffers);
    expect(written).toHaveBeenCalledTimes(writes);
    transport.end();
    expect(await readAll(far)).toEqual(buffers.flatMap((buffer) => [...buffer]));
    expect(gone.byteCount).toBe(3 * length);
  });
});
