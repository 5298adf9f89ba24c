import { VirtualClock } from '../../adapters/memory/virtual-clock.ts';
import type { SubjectOrder } from '../kit/case.ts';
import { Interpreter } from '../kit/driver/interpreter.ts';
import type { DriverInput, DriverOutput, ReceivedMedia } from '../kit/driver/io.ts';
import type { RunPlan } from '../kit/driver/run-plan.ts';
import type { ConnectionName } from '../kit/observation.ts';
import type { MemorySubject, Peer, Port, RunningSubject, SubjectClock, World } from '../kit/subject.ts';
import { Random } from '../kit/wire/random.ts';
import { MemoryWire } from './memory-wire.ts';
import { TimeOfDay } from './time-of-day.ts';

type Input = DriverInput extends infer One ? (One extends DriverInput ? Omit<One, 't'> : never) : never;

/** Steps of the clock that one run may take: a flood of a million messages takes a few millions. */
const MOST_STEPS = 20_000_000;

/** Runs one plan against a subject in memory, under a clock of its own. @returns the driver, with outcome and transcript */
export async function runInMemory(plan: RunPlan, subject: MemorySubject): Promise<Interpreter> {
  const run = new MemoryRun(plan, subject);
  await run.finish();
  return run.driver;
}

class MemoryRun implements World {
  readonly driver: Interpreter;
  readonly clock: SubjectClock;
  readonly random: (into: Uint8Array) => void;
  readonly #time = new VirtualClock();
  readonly #timeOfDay = new TimeOfDay();
  readonly #subject: RunningSubject;
  readonly #wires = new Map<ConnectionName, MemoryWire>();
  #dialled = 0;

  constructor(plan: RunPlan, subject: MemorySubject) {
    const random = new Random(plan.seed ^ 0x5eed);
    this.random = (into) => into.set(random.bytes(into.length));
    this.clock = new CountingClock(this.#time);
    this.driver = new Interpreter(plan);
    this.#subject = subject.start(this);
  }

  async finish(): Promise<void> {
    try {
      await this.#run();
    } finally {
      this.#timeOfDay.restore();
    }
  }

  async #run(): Promise<void> {
    this.#carryOut(this.driver.start());
    for (let steps = 0; this.driver.outcome === undefined; steps += 1) {
      if (this.#time.isIdle) await settlePromises();
      if (!this.#time.step() || steps > MOST_STEPS) throw new Error('the run came to rest without a verdict');
    }
  }

  dial(peer: Peer): Port {
    this.#dialled += 1;
    const name = this.#dialled === 1 ? 'A' : `A${this.#dialled}`;
    const wire = this.#wire(name);
    wire.attach(peer);
    return wire;
  }

  received(media: ReceivedMedia): void {
    this.#soon({ received: media });
  }

  report(reported: { what: 'started' | 'failed' | 'ended'; detail: string }): void {
    this.#soon({ reported });
  }

  #wire(name: ConnectionName): MemoryWire {
    const wire = new MemoryWire(this.#time, {
      data: (data) => this.#tell({ data, on: name }),
      closed: (how) => this.#tell({ closed: name, how }),
    });
    this.#wires.set(name, wire);
    this.#soon({ opened: name });
    return wire;
  }

  #soon(input: Input): void {
    this.#time.deliverAt(this.#time.now(), () => this.#tell(input));
  }

  #tell(input: Input): void {
    this.#carryOut(this.driver.handle({ t: this.#time.now(), ...input }));
  }

  #carryOut(outputs: readonly DriverOutput[]): void {
    for (const output of outputs) this.#do(output);
  }

  #do(output: DriverOutput): void {
    if ('open' in output) this.#open(output.open);
    else if ('launch' in output) this.#subject.launch?.(output.launch, output.name);
    else if ('write' in output) this.#wires.get(output.on)?.send(output.write);
    else if ('close' in output) this.#wires.get(output.close)?.close(output.how);
    else if ('pauseReading' in output) this.#wires.get(output.on)?.stopReading(output.pauseReading);
    else if ('wakeAt' in output) this.#time.wakeAt(output.wakeAt, () => this.#tell({ tick: true }));
    else if ('order' in output) this.#order(output.order);
    else if ('measure' in output) this.#measure(output.measure);
  }

  #order(order: SubjectOrder): void {
    if (order.kind === 'setTimeOfDay') this.#timeOfDay.set(order.by);
    else this.#subject.order?.(order);
  }

  #open(name: ConnectionName): void {
    const wire = this.#wire(name);
    const peer = this.#subject.accept?.(wire);
    if (peer !== undefined) wire.attach(peer);
  }

  /** When nothing is under way, so that what was sent before has been taken. */
  #measure(metric: Parameters<NonNullable<RunningSubject['measure']>>[0]): void {
    const answer = () => this.#tell({ measured: this.#subject.measure?.(metric) });
    this.#time.wakeAt(this.#time.now() + 1, answer);
  }
}

/** Knows how many alarms wait. */
class CountingClock implements SubjectClock {
  pendingCount = 0;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  wakeAt(instant: number, wake: () => void): { cancel(): void } {
    let isWaiting = true;
    this.pendingCount += 1;
    const done = () => {
      if (isWaiting) this.pendingCount -= 1;
      isWaiting = false;
    };
    const alarm = this.#clock.wakeAt(instant, () => {
      done();
      wake();
    });
    return {
      cancel: () => {
        done();
        alarm.cancel();
      },
    };
  }
}

/** Long enough for any chain of promises of a subject. */
async function settlePromises(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}
