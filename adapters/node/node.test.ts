import { once } from 'node:events';
import { type AddressInfo, connect as connectSocket, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ContractHarness } from '../contract/harness.ts';
import { ContractScene, clientSide } from '../contract/scene.ts';
import type { ConnectOptions } from '../listener.ts';
import type { TransportFailure } from '../transport.ts';
import { nodeClock } from './clock.ts';
import { connect } from './connect.ts';
import { listen } from './listen.ts';
import { SocketTransport } from './socket-transport.ts';
import { selfSigned } from './testing/self-signed.ts';

const host = '127.0.0.1';
const accepting = () => new ContractScene({} as ContractHarness).accepting(); // the harness is not used by it

/** What is opened in a test is closed after it. */
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function open(options: Partial<Parameters<typeof listen>[0]>) {
  const listener = await listen({ host, port: 0, ...accepting(), ...options });
  opened.push({ close: () => listener.close({ drainMs: 10 }) });
  return listener;
}

async function socketTo(port: number): Promise<Socket> {
  const socket = connectSocket({ port, host })
    .on('error', () => {})
    .resume(); // what is not read hides the end
  opened.push({ close: () => socket.destroy() });
  await once(socket, 'connect');
  return socket;
}

describe('listen', () => {
  it('refuses options that no connection can be made with, before it listens', async () => {
    const connection = { limits: { messageLength: -1 } };
    await expect(listen({ host, port: 0, ...accepting(), connection })).rejects.toThrow('limits.messageLength');
    // What a caller without types may forget.
    await expect(listen({ host, port: 0 } as Parameters<typeof listen>[0])).rejects.toThrow('onConnection');
  });

  it('takes a free port and tells it', async () => {
    const { address } = await open({});
    expect(address).toMatchObject({ address: host, port: expect.any(Number) });
    expect(address.port).toBeGreaterThan(0);
  });

  it('rejects a certificate that is none', async () => {
    await expect(listen({ host, port: 0, ...accepting(), tls: { cert: 'no', key: 'no' } })).rejects.toThrow();
  });

  it('rejects an address that is not of this machine', async () => {
    const listening = listen({ host: '192.0.2.1', port: 0, ...accepting() });
    await expect(listening).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  });

  it('tells of a peer that does not speak TLS, and closes while another is silent', async () => {
    const failures: TransportFailure[] = [];
    const { address } = await open({ tls: selfSigned(), onFailure: (failure) => failures.push(failure) });
    await socketTo(address.port);
    const plain = await socketTo(address.port);
    plain.write(Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0));
    await once(plain, 'close');
    expect(failures).toMatchObject([{ code: 'ERR_SSL_WRONG_VERSION_NUMBER' }]);
  });

  it('closes at once when nothing is open, and answers a second call as the first', async () => {
    const listener = await listen({ host, port: 0, ...accepting() });
    const closing = listener.close();
    expect(listener.close({ drainMs: 1 })).toBe(closing);
    await closing;
  });
});

describe('SocketTransport', () => {
  it('is gone when it is dropped in the turn in which it was ended', async () => {
    const server = createServer().listen(0, host);
    opened.push(server);
    const accepted = once(server, 'connection');
    await once(server, 'listening');
    await socketTo((server.address() as AddressInfo).port); // it listens on TCP
    const [socket]: Socket[] = await accepted;
    const transport = new SocketTransport(socket!); // of the event
    const ignore = () => {};
    const gone = new Promise<void>((resolve) => {
      transport.attach({ onBytes: ignore, onEnd: ignore, onLost: ignore, onTransmitted: ignore }, resolve);
    });
    transport.end();
    transport.abort();
    await gone;
  });
});

describe('connect', () => {
  const to =
    (port: number, more = {}) =>
    (options: ConnectOptions) =>
      connect({ host, port, ...options, ...more });

  it('gives up on a server that does not answer in TLS', async () => {
    const silent = createServer().listen(0, host);
    await once(silent, 'listening');
    opened.push(silent);
    const { port } = silent.address() as AddressInfo; // it listens
    const connecting = clientSide(to(port, { tls: true, timeoutMs: 20 }));
    await expect(connecting).rejects.toMatchObject({ name: 'ConnectTimeout', code: 'ETIMEDOUT' });
  });

  it('rejects a certificate for another name', async () => {
    const tls = selfSigned();
    const { address } = await open({ tls });
    const connecting = clientSide(to(address.port, { tls: { ca: tls.cert, serverName: 'other.example' } }));
    await expect(connecting).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  });
});

describe('nodeClock', () => {
  it("calls at the instant or within a timer's coarseness, and not when cancelled", async () => {
    const start = nodeClock.now();
    nodeClock.wakeAt(start + 5, () => expect.fail('was cancelled')).cancel();
    const woken = await new Promise<number>((resolve) => nodeClock.wakeAt(start + 10, () => resolve(nodeClock.now())));
    expect(woken).toBeGreaterThan(start + 8);
  });
});
