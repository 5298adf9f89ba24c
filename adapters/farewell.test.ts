import { beforeEach, describe, expect, it } from 'vitest';
import { UserControlEvent } from '../core/index.ts';
import { createPair, type Pair } from './memory/pair.ts';

const DELAY_MS = 40;

/** A client and a server that are connected, each way `DELAY_MS` long; the server's transport ends both ways. */
function connectedPair(): Pair {
  const pair = createPair({ toServer: { delayMs: DELAY_MS }, toClient: { delayMs: DELAY_MS } });
  Object.assign(pair.link.server, { endsBothWays: true });
  return pair;
}

describe('the end of a transport that ends both ways', () => {
  let pair: Pair;
  let endedAt: number | undefined;

  beforeEach(() => {
    pair = connectedPair();
    endedAt = undefined;
    const { server } = pair.link;
    const end = server.end.bind(server);
    server.end = () => {
      endedAt = pair.clock.now();
      end();
    };
  });

  function connect(): number {
    pair.driveUntilIdle();
    expect(pair.client.heard('connected')).toBe(true);
    return pair.clock.now();
  }

  const pongs = () =>
    pair.server.eventsOf('userControlReceived').filter(({ eventType }) => eventType === UserControlEvent.PingResponse);

  it('comes when the peer has answered a ping, and what it said before that is told', () => {
    const before = connect();
    pair.server.driver.close();
    pair.client.run((client, now) => client.call('hello', null, [], now));
    pair.driveUntilIdle();
    expect(endedAt).toBe(before + 2 * DELAY_MS);
    expect(pair.server.events.slice(-3).map(({ type }) => type)).toEqual([
      'commandUnhandled',
      'userControlReceived',
      'closed',
    ]);
  });

  it('waits 2 s for a peer that does not read', () => {
    const before = connect();
    pair.client.driver.holdReading();
    pair.server.driver.close();
    pair.advance(10_000);
    expect([endedAt, pongs().length]).toEqual([before + 2_000, 0]);
    expect(pair.server.eventsOf('closed')).toHaveLength(1);
  });

  it('takes the answer to another ping for none', () => {
    const before = connect();
    pair.server.run((server, now) => server.ping(now));
    pair.advance(10);
    pair.server.driver.close();
    pair.driveUntilIdle();
    expect([endedAt, pongs().length]).toEqual([before + 10 + 2 * DELAY_MS, 2]);
  });

  it('is asked for once', () => {
    connect();
    pair.server.driver.close();
    pair.server.driver.close();
    pair.driveUntilIdle();
    expect(pongs()).toHaveLength(1);
    expect(pair.server.driver.isClosed).toBe(true);
    pair.server.driver.close();
    pair.advance(10_000);
    expect(pair.server.eventsOf('closed')).toHaveLength(1);
  });

  it('comes at once where no ping can go out, and where no answer would be read', () => {
    pair.server.driver.close();
    expect(endedAt).toBe(pair.clock.now());

    pair = connectedPair();
    connect();
    pair.server.driver.holdReading();
    pair.server.driver.close();
    pair.server.driver.releaseReading();
    pair.driveUntilIdle();
    expect(pongs()).toEqual([]);
    expect(pair.server.driver.isClosed).toBe(true);
  });

  it('is over when the transport is lost meanwhile', () => {
    connect();
    pair.server.driver.close();
    pair.server.driver.abort();
    pair.advance(10_000);
    expect(endedAt).toBeUndefined();
    expect(pair.server.eventsOf('closed')).toHaveLength(1);
  });
});
