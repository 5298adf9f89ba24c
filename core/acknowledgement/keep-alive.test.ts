import { describe, expect, it } from 'vitest';
import { Deadlines } from '../machine/deadlines.ts';
import { KeepAlive, type KeepAliveDeadline, type KeepAliveOrder } from './keep-alive.ts';

/** A keep-alive started at instant 0 with the clock that drives it. */
class Line {
  readonly deadlines = new Deadlines<KeepAliveDeadline>();
  readonly keepAlive: KeepAlive;
  readonly orders: [number, KeepAliveOrder][] = [];
  #now = 0;

  constructor(pingMs: number, idleMs: number) {
    this.keepAlive = new KeepAlive({ deadlines: this.deadlines, pingMs, idleMs });
    this.keepAlive.start(0);
  }

  /** Lets time pass from deadline to deadline, to the given instant. */
  runTo(now: number): void {
    for (let at = this.deadlines.earliest; at !== undefined && at <= now; at = this.deadlines.earliest) {
      this.#now = Math.max(this.#now, at);
      const name = this.deadlines.takeDue(this.#now);
      const order = name === undefined ? undefined : this.keepAlive.due(name);
      if (order !== undefined) this.orders.push([this.#now, order]);
    }
  }

  hearAt(now: number): void {
    this.runTo(now);
    this.keepAlive.bytesReceived(now);
  }
}

describe('KeepAlive (7.1.7)', () => {
  it('MSG-27: asks after a silence, and gives up after more of it', () => {
    const line = new Line(30_000, 60_000);
    line.runTo(1_000_000);
    expect(line.orders).toEqual([
      [30_000, 'sendPingRequest'],
      [60_000, 'fail'],
    ]);
    expect(line.deadlines.earliest).toBeUndefined();
  });

  it('Q-65: hears any byte, and asks nothing of a peer that talks', () => {
    const line = new Line(30_000, 60_000);
    for (let now = 10_000; now <= 180_000; now += 10_000) line.hearAt(now);
    expect(line.orders).toEqual([]);
  });

  it('Q-65: counts the silence from the last byte, not from when a deadline was armed', () => {
    const line = new Line(30_000, 60_000);
    line.hearAt(29_999);
    line.runTo(1_000_000);
    expect(line.orders).toEqual([
      [59_999, 'sendPingRequest'],
      [89_999, 'fail'],
    ]);
  });

  it('MSG-28: a Pong ends the silence, and the next is counted anew', () => {
    const line = new Line(10_000, 60_000);
    line.hearAt(10_100);
    line.runTo(80_000);
    expect(line.orders).toEqual([
      [10_000, 'sendPingRequest'],
      [20_100, 'sendPingRequest'],
      [70_100, 'fail'],
    ]);
  });

  it('MSG-28: accepts a late Pong, and asks once in a silence', () => {
    const line = new Line(10_000, 60_000);
    line.hearAt(59_999);
    line.runTo(65_000);
    expect(line.orders).toEqual([[10_000, 'sendPingRequest']]);
  });

  it('Q-65: bytes at the instant of a deadline count when they are told first', () => {
    const line = new Line(10_000, 60_000);
    line.keepAlive.bytesReceived(10_000);
    line.runTo(10_000);
    expect(line.orders).toEqual([]);
    expect(line.deadlines.earliest).toBe(20_000);
  });

  it('does without either deadline where it is 0', () => {
    const neverAsks = new Line(0, 60_000);
    neverAsks.runTo(100_000);
    expect(neverAsks.orders).toEqual([[60_000, 'fail']]);
    const neverGivesUp = new Line(30_000, 0);
    neverGivesUp.runTo(1_000_000);
    expect(neverGivesUp.orders).toEqual([[30_000, 'sendPingRequest']]);
    expect(new Line(0, 0).deadlines.earliest).toBeUndefined();
  });

  it('Q-40: gives up before it asks where the idle deadline is the shorter one', () => {
    const line = new Line(60_000, 30_000);
    line.runTo(100_000);
    expect(line.orders).toEqual([[30_000, 'fail']]);
  });

  it('moves no deadline at a read', () => {
    const line = new Line(30_000, 60_000);
    for (let now = 1; now < 30_000; now += 1_000) line.keepAlive.bytesReceived(now);
    expect(line.deadlines.earliest).toBe(30_000);
  });

  it('leaves nothing armed when it stops', () => {
    const line = new Line(30_000, 60_000);
    line.keepAlive.stop();
    expect(line.deadlines.earliest).toBeUndefined();
    line.keepAlive.bytesReceived(5);
    expect(line.deadlines.earliest).toBeUndefined();
  });
});
