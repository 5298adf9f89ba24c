import type { Intent } from '../kit/case.ts';
import { Interpreter } from '../kit/driver/interpreter.ts';
import type { DriverInput, DriverOutput } from '../kit/driver/io.ts';
import type { RunPlan } from '../kit/driver/run-plan.ts';
import type { ConnectionName } from '../kit/observation.ts';
import type { RunRecord } from '../kit/run-record.ts';
import type { Outcome } from '../kit/verdict.ts';
import { RunClock } from './run-clock.ts';
import type { SocketLine } from './socket-line.ts';

type Input = DriverInput extends infer One ? (One extends DriverInput ? Omit<One, 't'> : never) : never;

/** A client that has not connected after this is waited for no longer than a case says, milliseconds. */
const START_MS = 20_000;

/** A subject behind sockets, for one run. */
export interface LiveSubject {
  /** A server: opens a connection, and tells by `joined`. */
  open?(on: ConnectionName): void;
  /** A client: starts it. */
  launch?(intent: Intent, name: string): void;
  /** The run is over. @returns when nothing of it is left */
  leave(): Promise<void>;
}

/** Runs one plan in real time. */
export class LiveRun {
  readonly #driver: Interpreter;
  readonly #plan: RunPlan;
  readonly #lines = new Map<ConnectionName, SocketLine>();
  readonly #clock = new RunClock();
  #subject: LiveSubject | undefined;
  #giveUpWaking: (() => void) | undefined;
  #end: { resolve: (outcome: Outcome) => void; reject: (error: unknown) => void } | undefined;

  constructor(plan: RunPlan) {
    this.#plan = plan;
    this.#driver = new Interpreter(plan);
  }

  /**
   * @param mostMs - a run that takes longer is given up: a server that dribbles an answer could hold it up for ever
   * @returns when the run and all its connections are over
   */
  async finish(subject: LiveSubject, mostMs: number): Promise<RunRecord> {
    this.#subject = subject;
    const giveUpStopping = this.#clock.at(mostMs, () => this.settle(tooLong(mostMs)));
    try {
      const outcome = await new Promise<Outcome>((resolve, reject) => {
        this.#end = { resolve, reject };
        this.#guarded(() => this.#carryOut(this.#driver.start()));
      });
      return { plan: this.#plan, outcome, transcript: this.#driver.transcript, inputs: this.#driver.inputs };
    } finally {
      giveUpStopping();
      this.#giveUpWaking?.();
      this.#clock.stop();
      this.#end = undefined;
      await Promise.all([...this.#lines.values()].map((line) => line.leave()));
      await subject.leave();
    }
  }

  /** A connection is open. */
  joined(on: ConnectionName, line: SocketLine): void {
    this.#lines.set(on, line);
    this.tell({ opened: on });
  }

  tell(input: Input): void {
    if (this.#end === undefined) return;
    if ('opened' in input || 'reported' in input) this.#clock.goOn();
    this.#guarded(() => this.#carryOut(this.#driver.handle({ t: this.#clock.now(), ...input })));
  }

  /** Ends the run with a verdict that no step came to. */
  settle(outcome: Outcome): void {
    this.#end?.resolve(outcome);
  }

  /** The kit cannot do its part. */
  fail(error: Error): void {
    this.#end?.reject(error);
  }

  #carryOut(outputs: readonly DriverOutput[]): void {
    for (const output of outputs) this.#do(output);
  }

  #do(output: DriverOutput): void {
    if ('open' in output) this.#subject?.open?.(output.open);
    else if ('launch' in output) this.#launch(output.launch, output.name);
    else if ('write' in output) this.#lines.get(output.on)?.send(output.write);
    else if ('close' in output) this.#lines.get(output.close)?.close(output.how);
    else if ('pauseReading' in output) this.#lines.get(output.on)?.stopReading(output.pauseReading);
    else if ('wakeAt' in output) this.#wakeAt(output.wakeAt);
    // Of what is behind a socket nothing can be measured, and it takes no orders: `unsupported`, or left out.
    else if ('measure' in output) setImmediate(() => this.tell({ measured: undefined }));
    else if ('done' in output) this.#end?.resolve(output.done);
  }

  /** How long a program takes to start is no part of any case: time goes on when it connects, or has ended. */
  #launch(intent: Intent, name: string): void {
    this.#clock.hold(START_MS);
    this.#subject?.launch?.(intent, name);
  }

  #wakeAt(instant: number): void {
    this.#giveUpWaking?.();
    this.#giveUpWaking = this.#clock.at(instant, () => this.tell({ tick: true }));
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#end?.reject(error);
    }
  }
}

/** Nothing was found wrong: it may be that the case waits for a timer of the subject's that is longer. */
const tooLong = (mostMs: number): Outcome => ({
  verdict: 'blocked',
  tags: ['time'],
  problem: { step: 'the whole run', expected: `an end within ${mostMs} ms`, actual: 'none' },
});
