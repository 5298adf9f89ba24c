import { beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../memory/virtual-clock.ts';
import type { TransportFailure } from '../transport.ts';
import { FakeWebSocket } from './testing/fake-web-socket.ts';
import { WebSocketTransport } from './web-socket-transport.ts';

const MEGABYTE = 1_048_576;
const peer = { address: '192.0.2.1', port: 80, secure: false };

describe('WebSocketTransport', () => {
  let clock: VirtualClock;
  let socket: FakeWebSocket;
  let transport: WebSocketTransport;
  let received: number[];
  let transmitted: number;
  let lost: (TransportFailure | undefined)[];

  beforeEach(() => {
    clock = new VirtualClock();
    socket = new FakeWebSocket();
    start();
  });

  function start(): void {
    received = [];
    transmitted = 0;
    lost = [];
    transport = new WebSocketTransport(socket, clock, peer);
    transport.attach({
      onBytes: (bytes) => received.push(...bytes.subarray(0, 4)),
      onEnd: () => {},
      onTransmitted: (byteCount) => {
        transmitted += byteCount;
      },
      onLost: (failure) => lost.push(failure),
    });
  }

  it('asks for bytes instead of blobs, and takes them as buffers or as views', () => {
    expect(socket.binaryType).toBe('arraybuffer');
    socket.receives(Uint8Array.of(1, 2).buffer);
    socket.receives(Uint8Array.of(0, 3, 4).subarray(1));
    expect(received).toEqual([1, 2, 3, 4]);
  });

  it('joins small buffers into one frame and cuts large ones', () => {
    transport.write([Uint8Array.of(1), Uint8Array.of(2, 3)]);
    transport.write([new Uint8Array(100_000)]);
    expect(socket.sent.map(({ length }) => length)).toEqual([3, 65_536, 34_464]);
  });

  it('looks again and again for what has left, more and more seldom while nothing moves', () => {
    transport.write([new Uint8Array(1000)]);
    expect(transmitted).toBe(0);
    socket.bufferedAmount = 400;
    clock.advance(8);
    expect(transmitted).toBe(600);
    let looks = 0;
    Object.defineProperty(socket, 'bufferedAmount', {
      configurable: true,
      get: () => {
        looks++;
        return 400;
      },
    });
    clock.advance(10_000);
    expect(looks).toBeGreaterThan(10_000 / 128);
    expect(looks).toBeLessThan(100);
    Object.defineProperty(socket, 'bufferedAmount', { get: () => 0 });
    clock.advance(128);
    expect(transmitted).toBe(1000);
    expect(clock.step()).toBe(false);
  });

  it('counts no frame header as unsent payload', () => {
    transport.write([new Uint8Array(10)]);
    socket.bufferedAmount = 14;
    clock.advance(8);
    expect(transmitted).toBe(0);
  });

  it('closes when the last byte has left, and takes any close for one in order then', () => {
    expect(transport.endsBothWays).toBe(true);
    transport.write([new Uint8Array(10)]);
    transport.end();
    transport.write([new Uint8Array(10)]);
    expect(socket.closed).toEqual([]);
    socket.bufferedAmount = 0;
    clock.advance(8);
    expect(socket.closed).toEqual([1000]);
    socket.closes({ code: 0, wasClean: false });
    expect([transmitted, lost]).toEqual([10, [undefined]]);
  });

  it.each([
    [{}, undefined],
    [{ code: 1001 }, undefined],
    [{ code: 1005 }, undefined],
    [{ code: 1006, wasClean: false }, 'ECONNRESET'],
    [{ code: 0, wasClean: false }, 'ECONNRESET'],
    [{ code: 1009, reason: 'too big' }, 'WEBSOCKET_1009'],
  ])('tells of a close %j by the failure %s', (close, code) => {
    socket.closes(close);
    expect(lost.map((failure) => failure?.code)).toEqual([code]);
  });

  it('refuses a text frame', () => {
    socket.receives('publish');
    expect(lost).toMatchObject([{ code: 'TEXT_FRAME' }]);
    expect(socket.closed).toEqual([1003]);
  });

  it('holds what comes while reading is paused, and an orderly close behind it', async () => {
    transport.pauseReading();
    socket.receives(Uint8Array.of(1));
    socket.receives(Uint8Array.of(2));
    socket.closes();
    expect([received, lost]).toEqual([[], []]);
    transport.resumeReading();
    expect(received).toEqual([]);
    await Promise.resolve().then(() => Promise.resolve().then(() => undefined));
    expect([received, lost]).toEqual([[1, 2], [undefined]]);
  });

  it('drops a peer that sends more than 16 MiB while it is not read', () => {
    transport.pauseReading();
    for (let count = 0; count < 16; count++) socket.receives(new Uint8Array(MEGABYTE));
    expect(lost).toEqual([]);
    socket.receives(new Uint8Array(1));
    expect(lost).toMatchObject([{ code: 'READ_BACKLOG' }]);
    expect(socket.closed).toEqual([1000]);
  });

  it('drops the connection by terminate where there is one, and tells nothing more than the loss', async () => {
    let terminated = 0;
    socket = Object.assign(new FakeWebSocket(), { terminate: () => terminated++, pause: () => {}, resume: () => {} });
    start();
    transport.pauseReading();
    transport.resumeReading();
    transport.abort();
    transport.abort();
    socket.receives(Uint8Array.of(1));
    socket.closes();
    await Promise.resolve();
    expect([terminated, socket.closed, received, lost]).toEqual([1, [], [], [undefined]]);
  });
});
