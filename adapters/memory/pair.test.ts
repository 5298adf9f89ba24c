import { describe, expect, it } from 'vitest';
import { createPair, type PairOptions } from './pair.ts';

/** Connects, publishes 50 messages, and answers what the server heard and every byte both ways. */
function session(options: PairOptions) {
  const bytes: number[] = [];
  const tap = (piece: Uint8Array) => bytes.push(...piece);
  const toServer = { ...options.toServer, tap };
  const toClient = { ...options.toClient, tap };
  const pair = createPair({ ...options, toServer, toClient });
  pair.driveUntilIdle();
  pair.client.run((client, now) => client.createStream(now));
  pair.driveUntilIdle();
  pair.client.run((client, now) => client.publish(1, { name: 'a' }, now));
  pair.driveUntilIdle();
  for (let timestamp = 0; timestamp < 50; timestamp++) {
    const payload = new Uint8Array(timestamp * 7).fill(timestamp);
    const message = { messageStreamId: 1, media: 'video', timestamp, payload } as const;
    pair.client.run((client, now) => client.sendMedia(message, now));
  }
  pair.driveUntilIdle();
  return { pair, bytes };
}

describe('createPair', () => {
  it('connects and publishes, accepting everything unless told otherwise', () => {
    const { pair } = session({});
    expect(pair.client.heard('publishStarted')).toBe(true);
    expect(pair.server.eventsOf('mediaReceived').length).toBe(50);
    expect(pair.clock.now()).toBe(0);
  });

  it('tells the same, however the bytes are split and delayed', () => {
    const whole = session({}).pair.server.events;
    for (const split of ['bytes', [1, 2, 3], { random: 100 }] as const) {
      const { pair } = session({ toServer: { split, delayMs: 10 }, toClient: { split, delayMs: 30 } });
      expect(pair.server.events).toEqual(whole);
    }
  });

  it('carries identical bytes for the same seed, and others for another', () => {
    const of = (seed: number) => session({ seed, toServer: { split: { random: 50 } } }).bytes;
    expect(of(5)).toEqual(of(5));
    expect(of(5)).not.toEqual(of(6));
  });

  it('accepts a seek and a change of streams', () => {
    const pair = createPair();
    pair.driveUntilIdle();
    pair.client.run((client, now) => client.createStream(now));
    pair.driveUntilIdle();
    pair.client.run((client, now) => client.play(1, { name: 'low' }, now));
    pair.driveUntilIdle();
    pair.client.run((client, now) => client.seek(1, 5000, now));
    pair.client.run((client, now) => client.play2(1, { streamName: 'high', transition: 'switch' }, now));
    pair.driveUntilIdle();
    expect(pair.client.heard('seekDone')).toBe(true);
    expect(pair.server.eventsOf('play2Requested')).toMatchObject([{ streamName: 'high' }]);
    expect(pair.server.connection.isHolding).toBe(false);
  });

  it('leaves decisions to the test, and reaches deadlines without waiting for them', () => {
    const pair = createPair({ onServerEvent: () => {}, server: { timeouts: { decision: 4000, ping: 0, idle: 0 } } });
    pair.driveUntilIdle();
    const [request] = pair.server.eventsOf('connectRequested');
    expect(pair.client.heard('connected')).toBe(false);
    pair.advance(3999);
    expect(pair.server.heard('requestExpired')).toBe(false);
    pair.advance(1);
    expect(pair.server.eventsOf('requestExpired')).toMatchObject([
      { requestId: request?.requestId, reason: 'timeout' },
    ]);
  });

  it('keeps a quiet connection alive for a day of virtual time, by pings', () => {
    const pair = createPair();
    pair.advance(86_400_000);
    expect([pair.client.heard('closed'), pair.server.heard('closed')]).toEqual([false, false]);
    expect(pair.server.heard('userControlReceived')).toBe(true);
  });

  it('cuts the link within a message', () => {
    const { pair } = session({ toServer: { cutAfterBytes: 5000 } });
    expect(pair.server.eventsOf('closed')).toMatchObject([{ fault: { code: 'endedInMessage' } }]);
    expect([pair.server.driver.failure?.code, pair.client.driver.failure?.code]).toEqual(['ECONNRESET', 'ECONNRESET']);
  });
});
