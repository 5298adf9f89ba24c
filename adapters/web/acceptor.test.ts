import { describe, expect, it } from 'vitest';
import { acceptAll } from '../memory/pair.ts';
import { Side } from '../memory/side.ts';
import { Acceptor } from './acceptor.ts';
import { FakeWebSocket } from './testing/fake-web-socket.ts';

describe('Acceptor', () => {
  it('starts on a WebSocket once it is open, and drops one that comes after the close', async () => {
    const sides: unknown[] = [];
    const acceptor = new Acceptor({
      onConnection: (driver) => {
        const side = new Side(driver, acceptAll);
        sides.push(side.driver.transport.peer);
        return side;
      },
    });
    const socket = new FakeWebSocket();
    socket.readyState = 0;
    acceptor.acceptWebSocket(socket, { address: '192.0.2.7' });
    expect(sides).toEqual([]);
    socket.opens();
    expect(sides).toEqual([{ address: '192.0.2.7', port: 0, secure: false }]);

    const closing = acceptor.close();
    expect(socket.closed).toEqual([1000]);
    socket.closes();
    await closing;
    const late = new FakeWebSocket();
    acceptor.acceptWebSocket(late);
    expect([late.closed, sides.length]).toEqual([[1000], 1]);
  });

  it('refuses options that no connection can be made with', () => {
    const connection = { limits: { messageLength: -1 } };
    expect(() => new Acceptor({ connection, onConnection: (driver) => new Side(driver) })).toThrow('messageLength');
  });
});
