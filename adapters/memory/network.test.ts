import { describe, expect, it } from 'vitest';
import type { ClientConnection } from '../../core/index.ts';
import { MemoryNetwork, MemoryNetworkError, type MemoryNetworkOptions } from './network.ts';
import { acceptAll } from './pair.ts';
import { Side } from './side.ts';

const PORT = 1935;

/** Two servers, `near` and `far`, and a way to connect to them from any host. */
function scene(options: MemoryNetworkOptions = {}) {
  const network = new MemoryNetwork(options);
  for (const address of ['near', 'far']) {
    network.listen({ address, port: PORT, onConnection: (driver) => new Side(driver, acceptAll) });
  }
  const connect = (from: string, address: string): Side<ClientConnection> => {
    const connection = { connect: { app: 'live', tcUrl: `rtmp://${address}/live` } };
    let side: Side<ClientConnection> | undefined;
    network.connect({
      from,
      address,
      port: PORT,
      connection,
      onConnection: (driver) => {
        side = new Side(driver);
        return side;
      },
    });
    if (side === undefined) throw new Error('connect did not call onConnection');
    return side;
  };
  return { network, connect };
}

const code = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof MemoryNetworkError) return error.code;
    throw error;
  }
  return 'none';
};

describe('hosts', () => {
  it('are told of each other by name', () => {
    const { network, connect } = scene();
    const client = connect('phone', 'far');
    network.clock.runUntilIdle();
    expect(client.driver.transport.peer).toMatchObject({ address: 'far', port: PORT });
    expect(client.heard('connected')).toBe(true);
  });

  it('have links that behave by the hosts at their ends', () => {
    const { network, connect } = scene({ link: (from, to) => ({ toServer: { delayMs: `${from}${to}`.length } }) });
    const connectedAt = (from: string, to: string) => {
      const begin = network.clock.now();
      const client = connect(from, to);
      network.clock.runUntil(() => client.heard('connected'));
      return network.clock.now() - begin;
    };
    expect([connectedAt('a', 'far'), connectedAt('abcdef', 'far'), connectedAt('a', 'near')]).toEqual([8, 18, 10]);
  });

  it('are refused where nothing listens, and cannot listen where something does', () => {
    const { network, connect } = scene();
    expect(code(() => connect('phone', 'nowhere'))).toBe('ECONNREFUSED');
    const again = () => network.listen({ address: 'near', port: PORT, onConnection: (driver) => new Side(driver) });
    expect(code(again)).toBe('EADDRINUSE');
  });
});

describe('loss', () => {
  it('cuts the links between two hosts, and no others', () => {
    const { network, connect } = scene();
    const clients = [connect('phone', 'near'), connect('phone', 'far'), connect('desk', 'near')] as const;
    network.clock.runUntilIdle();
    expect(network.cut('near', 'phone')).toBe(1);
    network.clock.runUntilIdle();
    expect(clients.map((client) => client.driver.failure?.code)).toEqual(['ECONNRESET', undefined, undefined]);
    expect(network.cut('near')).toBe(1);
    expect(network.cut('near')).toBe(0);
  });

  it('isolates a host until it rejoins', () => {
    const { network, connect } = scene();
    const client = connect('phone', 'near');
    network.clock.runUntilIdle();
    network.isolate('near');
    network.clock.runUntilIdle();
    expect(client.driver.failure?.code).toBe('ECONNRESET');
    expect([code(() => connect('phone', 'near')), code(() => connect('phone', 'far'))]).toEqual([
      'EHOSTUNREACH',
      'none',
    ]);
    network.rejoin('near');
    const again = connect('phone', 'near');
    network.clock.runUntilIdle();
    expect(again.heard('connected')).toBe(true);
  });
});
