import { describe, expect, it } from 'vitest';
import type { Connection, ConnectionEvent, Millis, Outputs } from '../core/index.ts';
import { Driver, type DriverListener } from './driver.ts';
import type { Alarm, Clock, Transport, TransportFailure } from './transport.ts';

const PING: ConnectionEvent = { type: 'acknowledged', sequenceNumber: 1, unacknowledgedBytes: 0 };
const PONG: ConnectionEvent = { type: 'acknowledged', sequenceNumber: 2, unacknowledgedBytes: 0 };
const THIRD: ConnectionEvent = { type: 'acknowledged', sequenceNumber: 3, unacknowledgedBytes: 0 };
const CLOSED: ConnectionEvent = { type: 'closed', fault: undefined };

function outputs(some: Partial<Outputs> = {}): Outputs {
  return { transmit: [], events: [], deadline: undefined, transport: 'keep', ...some };
}

const bytes = (...values: number[]) => Uint8Array.from(values);

/** Records, in one list, what the driver does to its transport, clock, connection and listener. */
class Scene {
  readonly log: string[] = [];
  /** What `receive` and `transmitted` were told of the time. */
  readonly instants: Millis[] = [];
  instant = 0;
  isHolding = false;
  hasClosed = false;
  wake: (() => void) | undefined;
  alarmsSet = 0;
  /** What the next call to the connection returns. */
  next: Outputs = outputs();
  onEvent: (event: ConnectionEvent) => void = () => {};
  onWrite: () => void = () => {};
  readonly driver: Driver;

  constructor() {
    this.driver = new Driver(this.#connection(), this.#transport(), this.#clock());
    const listener: DriverListener = {
      onEvent: (event) => {
        this.log.push(event.type === 'acknowledged' ? `event ${event.sequenceNumber}` : event.type);
        this.onEvent(event);
      },
      onTurnEnd: () => this.log.push('turn end'),
    };
    this.driver.start(listener);
    this.log.length = 0;
  }

  /** What happened since the last call. */
  happened(): string[] {
    return this.log.splice(0);
  }

  #connection(): Connection {
    const answer = (what: string) => {
      this.log.push(what);
      const result = this.next;
      if (result.events.includes(CLOSED)) this.hasClosed = true;
      this.next = outputs();
      return result;
    };
    const scene = this;
    const partial: Partial<Connection> = {
      start: () => answer('start'),
      receive: (received, now) => {
        this.instants.push(now);
        return answer(`receive ${received.length}`);
      },
      receiveEnd: () => answer('receiveEnd'),
      tick: () => answer('tick'),
      transmitted: (byteCount, now) => {
        this.instants.push(now);
        return answer(`transmitted ${byteCount}`);
      },
      close: () => answer('close'),
      get isHolding() {
        return scene.isHolding;
      },
      get isClosed() {
        return scene.hasClosed;
      },
    };
    return partial as Connection; // the driver calls nothing else
  }

  #transport(): Transport {
    return {
      peer: { address: 'test', port: 1, secure: false },
      write: (buffers) => {
        this.log.push(`write ${buffers.map((buffer) => buffer.join(' ')).join(' | ')}`);
        this.onWrite();
      },
      end: () => this.log.push('end'),
      abort: () => this.log.push('abort'),
      pauseReading: () => this.log.push('pause'),
      resumeReading: () => this.log.push('resume'),
    };
  }

  #clock(): Clock {
    return {
      now: () => this.instant,
      wakeAt: (instant, wake): Alarm => {
        this.log.push(`alarm ${instant}`);
        this.alarmsSet++;
        this.wake = wake;
        return { cancel: () => this.log.push(`cancel ${instant}`) };
      },
    };
  }
}

describe('the order of a turn', () => {
  it('writes, then arms the deadline, then dispatches', () => {
    const scene = new Scene();
    scene.next = outputs({ transmit: [bytes(1), bytes(2)], deadline: 10, events: [PING] });
    scene.driver.onBytes(bytes(0));
    expect(scene.happened()).toEqual(['receive 1', 'write 1 | 2', 'alarm 10', 'event 1', 'turn end']);
  });

  it('writes a command of a listener at once and tells its events behind those still waiting', () => {
    const scene = new Scene();
    scene.onEvent = (event) => {
      if (event === PING) scene.driver.perform(outputs({ transmit: [bytes(9)], events: [THIRD] }));
    };
    scene.next = outputs({ events: [PING, PONG] });
    scene.driver.onBytes(bytes(0));
    expect(scene.happened()).toEqual(['receive 1', 'event 1', 'write 9', 'event 2', 'event 3', 'turn end']);
  });

  it('tells no end of turn for a command from outside a turn', () => {
    const scene = new Scene();
    scene.driver.perform(outputs({ transmit: [bytes(1)], events: [PING] }));
    expect(scene.happened()).toEqual(['write 1', 'event 1']);
  });

  it('keeps the events behind one at which the listener threw for the next turn', () => {
    const scene = new Scene();
    scene.onEvent = (event) => {
      if (event === PING) throw new Error('listener');
    };
    scene.next = outputs({ events: [PING, PONG] });
    expect(() => scene.driver.onBytes(bytes(0))).toThrow('listener');
    scene.next = outputs({ events: [THIRD] });
    scene.driver.onBytes(bytes(0));
    expect(scene.happened()).toEqual(['receive 1', 'event 1', 'receive 1', 'event 2', 'event 3', 'turn end']);
  });

  it('says of each event whether more follow, those of commands included', () => {
    const scene = new Scene();
    const { driver } = scene;
    const more: boolean[] = [];
    scene.onEvent = (event) => {
      if (event === PONG) driver.perform(outputs({ events: [THIRD] }));
      more.push(driver.hasMoreEvents);
    };
    scene.next = outputs({ events: [PING, PONG] });
    driver.onBytes(bytes(0));
    expect(more).toEqual([true, true, false]);
    expect(driver.hasMoreEvents).toBe(false);
  });

  it('reports what was transmitted to the connection', () => {
    const scene = new Scene();
    scene.driver.onTransmitted(7);
    expect(scene.happened()).toEqual(['transmitted 7', 'turn end']);
  });

  it('reports what left within a write once the deadline is armed, and begins no turn for it', () => {
    const scene = new Scene();
    scene.onWrite = () => scene.driver.onTransmitted(1);
    scene.driver.perform(outputs({ transmit: [bytes(1)], deadline: 10, events: [PING] }));
    scene.driver.cork();
    scene.driver.perform(outputs({ transmit: [bytes(2)], deadline: 10 }));
    scene.driver.uncork();
    const first = ['write 1', 'alarm 10', 'transmitted 1', 'event 1'];
    expect(scene.happened()).toEqual([...first, 'write 2', 'transmitted 1']);
  });

  it('reads no clock for what left as the outputs of a call were written', () => {
    const scene = new Scene();
    scene.instant = 7;
    scene.onWrite = () => scene.driver.onTransmitted(1);
    scene.next = outputs({ transmit: [bytes(1)] });
    scene.driver.onBytes(bytes(1));
    scene.onWrite = () => {};
    scene.driver.onTransmitted(1);
    expect(scene.instants).toEqual([7, Number.NEGATIVE_INFINITY, 7]);
    scene.driver.cork();
    scene.driver.perform(outputs({ transmit: [bytes(2)] }));
    scene.onWrite = () => scene.driver.onTransmitted(1);
    scene.instant = 9;
    scene.driver.uncork();
    expect(scene.instants.at(-1)).toBe(9);
  });
});

describe('deadlines', () => {
  it('keeps an alarm that is early enough when the deadline moves on, and looks again when it goes off', () => {
    const scene = new Scene();
    for (let moved = 0; moved < 1000; moved++) scene.driver.perform(outputs({ deadline: 100 + moved }));
    expect(scene.alarmsSet).toBe(1);
    scene.happened();
    scene.instant = 100;
    scene.wake?.();
    expect(scene.happened()).toEqual(['alarm 1099']);
    scene.instant = 1099;
    scene.wake?.();
    expect(scene.happened()).toEqual(['tick', 'turn end']);
  });

  it('replaces an alarm that would come too late', () => {
    const scene = new Scene();
    scene.driver.perform(outputs({ deadline: 100 }));
    scene.driver.perform(outputs({ deadline: 50 }));
    expect(scene.happened()).toEqual(['alarm 100', 'cancel 100', 'alarm 50']);
  });

  it('does nothing when the alarm of a deadline that went away goes off', () => {
    const scene = new Scene();
    scene.driver.perform(outputs({ deadline: 100 }));
    scene.driver.perform(outputs());
    scene.happened();
    scene.instant = 100;
    scene.wake?.();
    expect(scene.happened()).toEqual([]);
  });

  it('starts with the first deadline of a connection that has received nothing', () => {
    const scene = new Scene();
    scene.next = outputs({ deadline: 10_000 });
    scene.driver.start({ onEvent: () => {} });
    expect(scene.happened()).toEqual(['start', 'alarm 10000']);
  });
});

describe('cork', () => {
  it('writes once what was transmitted between cork and the outermost uncork', () => {
    const scene = new Scene();
    const { driver } = scene;
    driver.cork();
    driver.perform(outputs({ transmit: [bytes(1)] }));
    driver.cork();
    driver.perform(outputs({ transmit: [bytes(2)] }));
    driver.uncork();
    expect(scene.happened()).toEqual([]);
    driver.uncork();
    driver.uncork();
    expect(scene.happened()).toEqual(['write 1 | 2']);
  });

  it('writes nothing when nothing was corked', () => {
    const scene = new Scene();
    scene.driver.cork();
    scene.driver.uncork();
    expect(scene.happened()).toEqual([]);
  });

  it('flushes before an end and forgets before an abort', () => {
    const ending = new Scene();
    ending.driver.cork();
    ending.driver.perform(outputs({ transmit: [bytes(1)], transport: 'end' }));
    ending.driver.uncork();
    expect(ending.happened()).toEqual(['write 1', 'end']);
    const aborting = new Scene();
    aborting.driver.cork();
    aborting.driver.perform(outputs({ transmit: [bytes(1)], transport: 'abort' }));
    aborting.driver.uncork();
    expect(aborting.happened()).toEqual(['abort']);
  });
});

describe('reading', () => {
  it('pauses while the connection holds a request and resumes when it is decided', () => {
    const scene = new Scene();
    scene.isHolding = true;
    scene.driver.onBytes(bytes(0));
    scene.driver.onBytes(bytes(0));
    scene.isHolding = false;
    scene.driver.perform(outputs());
    expect(scene.happened()).toEqual(['receive 1', 'pause', 'turn end', 'receive 1', 'turn end', 'resume']);
  });

  it('pauses while its listener is behind; pairs nest', () => {
    const scene = new Scene();
    scene.driver.holdReading();
    scene.driver.holdReading();
    scene.driver.releaseReading();
    expect(scene.happened()).toEqual(['pause']);
    scene.driver.releaseReading();
    scene.driver.releaseReading();
    expect(scene.happened()).toEqual(['resume']);
  });
});

describe('the end', () => {
  it('tells closed once and is inert afterwards', () => {
    const scene = new Scene();
    scene.next = outputs({ deadline: 10 });
    scene.driver.onBytes(bytes(0));
    scene.onEvent = () => scene.driver.perform(outputs({ transmit: [bytes(1)], events: [PING] }));
    scene.next = outputs({ events: [CLOSED], transport: 'abort' });
    scene.driver.onBytes(bytes(0));
    expect(scene.driver.isClosed).toBe(true);
    scene.driver.onBytes(bytes(0));
    scene.driver.onTransmitted(1);
    scene.driver.onEnd();
    scene.driver.onLost();
    scene.driver.close();
    scene.driver.abort();
    const happened = ['receive 1', 'alarm 10', 'turn end', 'receive 1', 'abort', 'cancel 10', 'closed', 'turn end'];
    expect(scene.happened()).toEqual(happened);
  });

  it('closes in order: the end once, then only an abort', () => {
    const scene = new Scene();
    scene.next = outputs({ transmit: [bytes(1)], transport: 'end' });
    scene.driver.close();
    scene.driver.perform(outputs({ transmit: [bytes(2)], transport: 'end' }));
    scene.driver.perform(outputs({ transport: 'abort', events: [CLOSED] }));
    expect(scene.happened()).toEqual(['close', 'write 1', 'end', 'abort', 'closed']);
  });

  it('drops a transport that has not delivered our last bytes some time after closed', () => {
    const scene = new Scene();
    scene.instant = 1000;
    scene.next = outputs({ transmit: [bytes(1)], transport: 'end', events: [CLOSED] });
    scene.driver.onEnd();
    expect(scene.happened()).toEqual(['receiveEnd', 'write 1', 'end', 'alarm 6000', 'closed', 'turn end']);
    scene.instant = 6000;
    scene.wake?.();
    expect(scene.happened()).toEqual(['abort']);
  });

  it('lets a transport go that ended by itself after closed', () => {
    const scene = new Scene();
    scene.next = outputs({ transport: 'end', events: [CLOSED] });
    scene.driver.onEnd();
    scene.happened();
    scene.driver.onLost();
    expect(scene.happened()).toEqual(['cancel 5000']);
  });

  it('tells the connection of a lost transport, writes no more and keeps the reason', () => {
    const scene = new Scene();
    const failure: TransportFailure = { code: 'ECONNRESET', message: 'reset' };
    let seen: TransportFailure | undefined;
    scene.onEvent = () => {
      seen = scene.driver.failure;
    };
    scene.next = outputs({ transmit: [bytes(1)], transport: 'end', events: [CLOSED] });
    scene.driver.onLost(failure);
    expect(scene.happened()).toEqual(['receiveEnd', 'closed', 'turn end']);
    expect(seen).toBe(failure);
  });

  it('closes a connection that would wait for a decision although its transport is lost', () => {
    const scene = new Scene();
    scene.driver.onLost();
    expect(scene.happened()).toEqual(['receiveEnd', 'turn end', 'close', 'turn end']);
  });

  it('aborts on demand and tells closed with the reason given', () => {
    const scene = new Scene();
    scene.next = outputs({ events: [CLOSED] });
    scene.driver.abort({ code: 'KICKED', message: 'by the operator' });
    expect(scene.happened()).toEqual(['abort', 'receiveEnd', 'closed', 'turn end']);
    expect(scene.driver.failure?.code).toBe('KICKED');
  });
});
