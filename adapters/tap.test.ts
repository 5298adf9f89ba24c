import { describe, expect, it } from 'vitest';
import { Driver } from './driver.ts';
import { Accepted, startConnection } from './listener.ts';
import { VirtualClock } from './memory/index.ts';
import type { Tap } from './tap.ts';
import type { AttachableTransport, TransportHandlers } from './transport.ts';

/** Notes who is told of its bytes. */
class Attached implements AttachableTransport {
  readonly peer = { address: '192.0.2.1', port: 1, secure: false };
  told: TransportHandlers | undefined;
  /** Writes, and where each was called from. */
  readonly callers: string[] = [];

  attach(handlers: TransportHandlers): void {
    this.told = handlers;
  }
  write(): void {
    const [, , caller = ''] = new Error().stack?.split('\n') ?? [];
    this.callers.push(/at (\w+)/.exec(caller)?.[1] ?? caller);
  }
  end(): void {}
  abort(): void {}
  pauseReading(): void {}
  resumeReading(): void {}
}

const runtime = { clock: new VirtualClock(), random: () => {} };

const SIDES: Readonly<Record<string, (transport: AttachableTransport, tap: Tap | undefined) => Driver>> = {
  'a listener': (transport, tap) => {
    let accepted: Driver | undefined;
    const onConnection = (driver: Driver) => {
      accepted = driver;
      return { onEvent: () => {} };
    };
    new Accepted(runtime, { onConnection, ...(tap && { tap }) }).accept(transport);
    if (accepted === undefined) throw new Error('was not let in');
    return accepted;
  },
  'a connect': (transport, tap) =>
    startConnection(transport, runtime, {
      onConnection: () => ({ onEvent: () => {} }),
      connection: { connect: { app: 'live', tcUrl: 'rtmp://memory/live' } },
      ...(tap && { tap }),
    }),
};

/** C0 and C1, which both ends answer: as a server with S0 to S2, as a client with C2. */
const OPENING = new Uint8Array(1 + 1_536);
OPENING[0] = 3;

describe.each(Object.entries(SIDES))('%s', (_, open) => {
  it.each([
    ['without a tap', undefined],
    ['with a tap that looks at none of it', () => undefined],
  ])(
    '%s is what it was before there were taps: the transport calls the driver, the driver the transport',
    (__, tap) => {
      const transport = new Attached();
      const driver = open(transport, tap);
      expect(transport.told).toBe(driver);
      expect(transport.told).toBeInstanceOf(Driver);
      driver.onBytes(OPENING);
      expect(new Set(transport.callers)).toEqual(new Set(['Driver']));
    },
  );

  it('with a tap has it in between, both ways', () => {
    const transport = new Attached();
    const heard: string[] = [];
    const note = (what: string) => () => heard.push(what);
    const driver = open(transport, () => ({
      ...{ onReceived: note('received'), onSent: note('sent'), onGone: note('gone') },
      ...{ onReceivedEnd: note('their end'), onSentEnd: note('our end') },
    }));
    expect(transport.told).not.toBe(driver);
    transport.told?.onBytes(OPENING);
    expect(new Set(transport.callers)).toEqual(new Set(['TappedTransport']));
    expect(new Set(heard)).toEqual(new Set(['received', 'sent']));
  });
});
