import { request } from 'node:http';
import { connect as connectSocket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { ContractHarness } from '../contract/harness.ts';
import { ContractScene, clientSide } from '../contract/scene.ts';
import { until } from '../testing/until.ts';
import { answerOf, type HttpRequest } from '../web/upgrade.ts';
import { selfSigned } from './testing/self-signed.ts';
import { connectWebSocket, listenWebSocket } from './web-socket.ts';

const host = '127.0.0.1';
const accepting = () => new ContractScene({} as ContractHarness).accepting(); // the harness is not used by it

/** What is opened in a test is closed after it. */
const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function open(options: Partial<Parameters<typeof listenWebSocket>[0]> = {}): Promise<number> {
  const listener = await listenWebSocket({ host, port: 0, ...accepting(), ...options });
  opened.push({ close: () => listener.close({ drainMs: 10 }) });
  return listener.address.port;
}

function statusOf(port: number, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host, port, path: '/live', headers: { 'sec-websocket-version': '13', ...headers } })
      .on('response', (response) => resolve(response.resume().statusCode))
      .on('upgrade', (response, socket) => {
        socket.destroy();
        resolve(response.statusCode);
      })
      .on('error', reject)
      .end();
  });
}

describe('listenWebSocket', () => {
  const upgrade = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' };

  it('serves pages of the origins it was told, and clients that are no page', async () => {
    const port = await open({ origins: ['https://example.com'] });
    const statuses = [
      await statusOf(port, { ...upgrade, origin: 'https://example.com' }),
      await statusOf(port, upgrade),
      await statusOf(port, { ...upgrade, origin: 'https://example.com.evil.test' }),
    ];
    expect(statuses).toEqual([101, 101, 403]);
  });

  it('serves nothing but WebSockets', async () => {
    expect(await statusOf(await open(), {})).toBe(426);
  });

  it('closes while somebody is connected who says nothing', async () => {
    const listener = await listenWebSocket({ host, port: 0, ...accepting() });
    const socket = connectSocket(listener.address.port, host).on('error', () => {});
    await new Promise((resolve) => socket.on('connect', resolve));
    await listener.close({ drainMs: 10 });
  });

  it('speaks TLS', async () => {
    const tls = selfSigned();
    const port = await open({ tls });
    class Trusting extends WebSocket {
      constructor(url: string) {
        super(url, [], Object.assign({ perMessageDeflate: false, maxPayload: 1_000_000 }, { ca: tls.cert }));
      }
    }
    const client = await clientSide((options) =>
      connectWebSocket({ url: `wss://${host}:${port}`, WebSocket: Trusting, ...options }),
    );
    await until(() => client.heard('connected'));
    expect(client.driver.transport.peer.secure).toBe(true);
    client.driver.abort();
  });
});

describe('answerOf', () => {
  const request = { method: 'GET', url: '/', host: 'b.test:80', origin: null, upgrade: 'websocket' } as const;

  it.each([
    ['websocket', null, undefined, undefined],
    ['WebSocket', 'https://a.test', undefined, undefined],
    [null, 'https://a.test', undefined, 426],
    ['h2c', null, undefined, 426],
    ['websocket', 'https://a.test', ['https://a.test'], undefined],
    ['websocket', null, ['https://a.test'], undefined],
    ['websocket', 'null', ['https://a.test'], 403],
    ['websocket', 'http://a.test', ['https://a.test'], 403],
    ['websocket', 'https://a.test', [], 403],
  ])('Upgrade %j of origin %j where %j may: %j', (upgrade, origin, origins, status) => {
    expect(answerOf({ ...request, upgrade, origin }, origins === undefined ? {} : { origins })?.status).toBe(status);
  });

  it('lets a function judge origins by the host that was asked', () => {
    const origins = (origin: string, host: string) => origin === `http://${host}`;
    expect(answerOf({ ...request, origin: 'http://b.test:80' }, { origins })).toBeUndefined();
    expect(answerOf({ ...request, origin: 'http://c.test:80' }, { origins })?.status).toBe(403);
  });

  it('hands to others what wants no WebSocket, and says so where they have no answer', () => {
    const respond = ({ url }: HttpRequest) => (url === '/a' ? { status: 200, body: 'a' } : undefined);
    expect(answerOf({ ...request, upgrade: null, url: '/a' }, { respond })).toEqual({ status: 200, body: 'a' });
    expect(answerOf({ ...request, upgrade: null, url: '/b' }, { respond })?.status).toBe(426);
    expect(answerOf({ ...request, url: '/a' }, { respond })).toBeUndefined();
  });
});
