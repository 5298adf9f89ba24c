import { describe, expect, it } from 'vitest';
import { clientSide } from '../contract/scene.ts';
import type { ConnectOptions } from '../listener.ts';
import { VirtualClock } from '../memory/virtual-clock.ts';
import { until } from '../testing/until.ts';
import { connectOver, connectWebSocket, dialWebSocket } from './connect.ts';
import { FakeWebSocket } from './testing/fake-web-socket.ts';
import { streamPairs } from './testing/stream-harness.ts';

/** A constructor whose latest socket is at hand. */
function fakes() {
  const made: { url: string; protocols: string[] | undefined; socket: FakeWebSocket }[] = [];
  class Socket extends FakeWebSocket {
    constructor(url: string, protocols?: string[]) {
      super();
      this.readyState = 0;
      made.push({ url, protocols, socket: this });
    }
  }
  return { made, WebSocket: Socket };
}

describe('connectWebSocket', () => {
  it('opens the URL and starts the handshake in a binary frame', async () => {
    const { made, WebSocket } = fakes();
    const url = 'wss://[2001:db8::1]/any/path?x';
    const opening = clientSide((options) => connectWebSocket({ url, WebSocket, protocols: ['rtmp'], ...options }));
    made[0]!.socket.opens();
    const { driver } = await opening;
    expect(made[0]).toMatchObject({ url, protocols: ['rtmp'] });
    expect(driver.transport.peer).toEqual({ address: '2001:db8::1', port: 443, secure: true });
    expect(made[0]!.socket.sent.map(({ length }) => length)).toEqual([1 + 1536]);
  });

  it.each([
    ['a refusal, with its reason where there is one', (socket: FakeWebSocket) => socket.fails('refused'), ': refused'],
    ['a close', (socket: FakeWebSocket) => socket.closes({ code: 1006 }), ': closed with 1006'],
  ])('rejects on %s', async (_, act, why) => {
    const { made, WebSocket } = fakes();
    const opening = clientSide((options) => connectWebSocket({ url: 'ws://host:81/?key', WebSocket, ...options }));
    act(made[0]!.socket);
    await expect(opening).rejects.toMatchObject({
      code: 'WEBSOCKET_FAILED',
      message: `The WebSocket to host:81 did not open${why}.`,
    });
  });

  it('rejects when nobody answers in time', async () => {
    const { made, WebSocket } = fakes();
    const clock = new VirtualClock();
    const runtime = { clock, random: () => {} };
    const opening = clientSide((options) => dialWebSocket({ url: 'ws://host', WebSocket, ...options }, runtime));
    clock.advance(10_000);
    await expect(opening).rejects.toMatchObject({ name: 'ConnectTimeout', code: 'ETIMEDOUT' });
    expect(made[0]!.socket.closed).toEqual([undefined]);
  });

  it('rejects what is no URL', async () => {
    const { WebSocket } = fakes();
    const opening = clientSide((options) => connectWebSocket({ url: 'no url', WebSocket, ...options }));
    await expect(opening).rejects.toBeInstanceOf(TypeError);
  });
});

describe('connectOver', () => {
  const over = (pair: ReturnType<typeof streamPairs>[0]) => (options: ConnectOptions) =>
    Promise.resolve().then(() => connectOver(pair, options));

  it('refuses streams that somebody else reads or writes', async () => {
    const [pair] = streamPairs();
    await clientSide(over(pair));
    await expect(clientSide(over(pair))).rejects.toBeInstanceOf(TypeError);
  });

  it('tells why the streams broke', async () => {
    const [pair, other] = streamPairs();
    const { driver } = await clientSide(over(pair));
    await other.readable.getReader().cancel(Object.assign(new Error('gone'), { code: 'EPIPE' }));
    await until(() => driver.failure !== undefined);
    expect(driver.failure).toEqual({ code: 'EPIPE', message: 'gone' });
  });
});
