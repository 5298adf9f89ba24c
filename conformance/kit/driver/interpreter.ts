import type {
  Branch,
  Finding,
  Intent,
  Metric,
  Profile,
  Role,
  Rung,
  Scene,
  Sendable,
  SplitPlan,
  Step,
} from '../case.ts';
import { climb, isAtLeast } from '../ladder.ts';
import { messageIn, opened } from '../matchers.ts';
import { type ConnectionName, messageText, type Observation, observationText } from '../observation.ts';
import { aliveSteps, othersSteps } from '../probes.ts';
import { stepText } from '../step-text.ts';
import { type Outcome, verdictOnFailure, verdictOnSuccess } from '../verdict.ts';
import { concat } from '../wire/bytes.ts';
import { Random } from '../wire/random.ts';
import type { DriverInput, DriverOutput, TranscriptEntry } from './io.ts';
import { LineState, type Pending } from './line.ts';
import { effectOf, isHopeless, lastSeen, type Wait, type WaitStep, waitFor } from './pending-wait.ts';
import { pieces } from './pieces.ts';
import type { RunPlan } from './run-plan.ts';

/** Steps that are being gone through, and what is forbidden or excused meanwhile. */
interface Frame {
  readonly steps: readonly Step[];
  next: number;
  /** Failing in here blocks the case instead of failing it. */
  readonly rung?: { readonly on: ConnectionName; readonly rung: Rung };
  readonly watch?: Extract<Step, { do: 'never' }>;
}

/** Where what a client under test received is observed, as what a player received is with a server. */
const SINK: ConnectionName = 'B';

/** A run may take so long, and then it hangs. */
const LONGEST_RUN_MS = 4 * 60 * 60 * 1000;

/**
 * Goes through the steps of one run: inputs in, outputs out, nothing else. The same inputs give the same outputs, so a
 * transcript of inputs can be replayed.
 */
export class Interpreter implements Scene {
  readonly role: Role;
  readonly intent: Intent;
  readonly name: string;
  readonly profile: Profile;
  readonly random: Random;
  readonly transcript: TranscriptEntry[] = [];
  /** All that was heard, in order: the same again gives the same outcome. */
  readonly inputs: DriverInput[] = [];
  readonly #plan: RunPlan;
  readonly #lines = new Map<ConnectionName, LineState>();
  readonly #frames: Frame[] = [];
  readonly #kept = new Map<string, Observation[]>();
  readonly #tags = new Set<string>();
  #outputs: DriverOutput[] = [];
  #wait: Wait | undefined;
  #waitStep: Step | undefined;
  #measuring: Extract<Step, { do: 'weigh' | 'bounded' }> | undefined;
  readonly #weighed = new Map<Metric, number>();
  #wakeAt: number | undefined;
  #outcome: Outcome | undefined;
  #now = 0;

  constructor(plan: RunPlan) {
    this.#plan = plan;
    this.role = plan.role;
    this.intent = plan.intent;
    this.name = plan.name;
    this.profile = plan.profile;
    this.random = new Random(plan.seed);
    this.#frames.push({ steps: plan.steps, next: 0 });
  }

  get now(): number {
    return this.#now;
  }

  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  // Properties rather than methods: cases take them out of the scene.
  readonly line = (on: ConnectionName): LineState => {
    let line = this.#lines.get(on);
    if (line === undefined) {
      line = new LineState(on, this.random, this.#plan.manners);
      this.#lines.set(on, line);
    }
    return line;
  };

  readonly has = (on: ConnectionName): boolean => this.#lines.get(on)?.isOpen === true;

  readonly kept = (as: string): readonly Observation[] => this.#kept.get(as) ?? [];

  start(): DriverOutput[] {
    return this.#turn(() => {});
  }

  handle(input: DriverInput): DriverOutput[] {
    this.#now = Math.max(this.#now, input.t);
    if (this.#outcome === undefined) this.inputs.push(input);
    return this.#turn(() => this.#take(input));
  }

  #turn(take: () => void): DriverOutput[] {
    this.#outputs = [];
    if (this.#outcome === undefined) {
      take();
      this.#proceed();
      this.#arm();
    }
    return this.#outputs;
  }

  #take(input: DriverInput): void {
    const t = this.#now;
    if ('opened' in input) {
      this.line(input.opened).isOpen = true;
      this.#observe({ on: input.opened, t, kind: 'opened' });
    } else if ('data' in input) {
      this.#receive(input.on, input.data);
    } else if ('closed' in input) {
      this.line(input.closed).isClosed = true;
      this.#note(input.closed, `the peer's ${input.how.toUpperCase()}`);
      this.#observe({ on: input.closed, t, kind: 'closed', how: input.how });
    } else if ('received' in input) {
      this.line(SINK).isOpen = true;
      const place = { messageStreamId: 1, chunkStreamId: 0, chunks: [], values: input.received.values };
      const message = { ...input.received, ...place };
      this.#note(SINK, `received ${messageText(message)}`);
      this.#observe({ on: SINK, t, kind: 'message', message });
    } else if ('reported' in input) {
      this.#note('A', `the client reports: ${input.reported.what} ${input.reported.detail}`);
      this.#observe({ on: 'A', t, kind: 'report', report: input.reported });
    } else if ('measured' in input) {
      this.#judgeMeasure(input.measured);
    }
  }

  #receive(on: ConnectionName, bytes: Uint8Array): void {
    const line = this.line(on);
    const from = line.observations.length;
    const answers = line.receive(bytes, this.#now);
    const news = line.observations.slice(from);
    this.transcript.push({ t: this.#now, on, direction: 'received', bytes, news });
    for (const answer of answers) this.#write(line, line.encode(answer), answer.text);
    for (const observation of news) this.#consider(observation);
  }

  #observe(observation: Observation): void {
    this.line(observation.on).observe(observation);
    this.#consider(observation);
  }

  /** Shows a new observation to what is forbidden and to what is waited for. */
  #consider(observation: Pending): void {
    for (const { watch } of this.#frames) {
      if (watch !== undefined && watch.on === observation.on && watch.matcher.test(observation, this)) {
        return this.#fail(watch, `no ${watch.matcher.text}`, observationText(observation));
      }
    }
    if (this.#wait !== undefined) this.#apply(this.#wait, observation);
  }

  #apply(wait: Wait, observation: Pending): void {
    const effect = effectOf(wait, observation, this);
    if (effect.kind === 'outOfTurn') return this.#failWait(wait, observationText(observation));
    if (effect.kind === 'nothing') return;
    if (wait.as !== undefined) this.#kept.set(wait.as, [...this.kept(wait.as), observation]);
    wait.left -= 1;
    if (wait.left > 0) return;
    this.#wait = undefined;
    if (effect.head.branch !== undefined) this.#follow(effect.head.branch);
  }

  #follow(branch: Branch): void {
    if (branch.isFailure) {
      const what = branch.when === 'deadline' ? 'silence' : branch.when.text;
      return this.#fail(this.#waitStep, 'one of the other outcomes', branch.tag ?? what);
    }
    if (branch.tag !== undefined) this.#tags.add(branch.tag);
    if (branch.next !== undefined) this.#frames.push({ steps: branch.next, next: 0 });
  }

  /** Goes on until something must be waited for. */
  #proceed(): void {
    while (this.#outcome === undefined && this.#measuring === undefined) {
      if (this.#wait !== undefined) {
        if (isHopeless(this.#wait, this)) this.#failWait(this.#wait, 'the end of the connection');
        else if (this.#now >= this.#wait.deadline) this.#expire(this.#wait);
        else return;
        continue;
      }
      const frame = this.#frames.at(-1);
      if (frame === undefined) return this.#succeed();
      const step = frame.steps[frame.next];
      frame.next += 1;
      if (step === undefined) this.#leave(frame);
      else this.#execute(step);
    }
  }

  #leave(frame: Frame): void {
    this.#frames.pop();
    if (frame.rung === undefined) return;
    const line = this.line(frame.rung.on);
    line.rung = frame.rung.rung;
    const created = this.kept(`stream ${line.name}`).at(-1);
    const id = created === undefined ? undefined : messageIn(created).values?.[3];
    if (typeof id === 'number') line.streamId = id;
    if (this.#frames.some(({ rung }) => rung !== undefined)) return;
    this.#markAll();
    // What came behind the end of the rung, maybe within the same read, is no part of it.
    while (line.mark > 0 && line.observations[line.mark - 1]?.isTaken !== true) line.mark -= 1;
  }

  #execute(step: Step): void {
    switch (step.do) {
      case 'open':
        return this.#open(step.on);
      case 'send':
        return this.#send(step.on, step.what, step.split, step.text);
      case 'expect':
      case 'anyOf':
      case 'wait':
        return this.#await(step);
      case 'never':
        this.#frames.push({ steps: step.until, next: 0, watch: step });
        return;
      case 'ladder':
        return this.#climb(step);
      case 'probe':
        return this.#probe(step);
      case 'close':
        this.line(step.on).isEnded = true;
        if (step.how === 'rst') this.line(step.on).isClosed = true;
        this.#note(step.on, `our ${step.how.toUpperCase()}`);
        this.#outputs.push({ close: step.on, how: step.how });
        return;
      case 'pauseReading':
        this.#outputs.push({ pauseReading: step.paused, on: step.on });
        return;
      case 'weigh':
      case 'bounded':
        this.#measuring = step;
        this.#outputs.push({ measure: step.metric });
        return;
      case 'order':
        this.#outputs.push({ order: step.order });
        return;
      case 'mark':
        return this.#markAll();
      case 'check':
        return this.#judge(step, step.look(this));
      case 'make':
        this.#frames.push({ steps: step.steps(this), next: 0 });
    }
  }

  #open(on: ConnectionName): void {
    if (this.line(on).isOpen) return;
    if (this.role === 'server') this.#outputs.push({ open: on });
    else if (on === 'A') this.#outputs.push({ launch: this.intent, name: this.name });
    this.#await({ do: 'expect', on, matcher: opened(), within: 'reply', count: 1, exactly: false, as: undefined });
  }

  #send(on: ConnectionName, what: Sendable, split: SplitPlan, text: string): void {
    const line = this.line(on);
    if (line.isClosed || line.isEnded) return this.#note(on, `not sent, as the connection has ended: ${text}`);
    for (const piece of pieces(this.#bytesOf(what, line), split)) this.#write(line, piece, text);
  }

  #write(line: LineState, bytes: Uint8Array, text: string): void {
    line.sentBytes += bytes.length;
    this.transcript.push({ t: this.#now, on: line.name, direction: 'sent', bytes, text });
    this.#outputs.push({ write: bytes, on: line.name });
  }

  #bytesOf(what: Sendable, line: LineState): Uint8Array {
    if (what instanceof Uint8Array) return what;
    if (typeof what === 'function') return this.#bytesOf(what(this), line);
    if ('payload' in what) return line.encode(what);
    return concat(...what.map((part) => this.#bytesOf(part, line)));
  }

  #await(step: WaitStep): void {
    const wait = waitFor(step, this.#now, (span) => (typeof span === 'number' ? span : this.profile.deadlines[span]));
    if (!this.#plan.records && wait.heads.some(({ on }) => on === SINK)) return;
    this.#wait = wait;
    this.#waitStep = step;
    for (const line of new Set(wait.heads.map(({ on }) => this.line(on)))) {
      for (let at = line.mark; at < line.observations.length && this.#wait === wait; at += 1) {
        const observation = line.observations[at];
        if (observation !== undefined) this.#apply(wait, observation);
      }
    }
  }

  #climb(step: Extract<Step, { do: 'ladder' }>): void {
    const { on, rung, announce } = step;
    const { from, steps } = climb(rung, on, this.role, this.intent, announce);
    if (this.line(on).isOpen && this.line(on).rung === rung) return;
    const isReached = from === undefined || (this.line(on).isOpen && isAtLeast(this.line(on).rung, from));
    this.#frames.push({ steps, next: 0, rung: { on, rung } });
    if (!isReached && from !== undefined) this.#climb({ ...step, rung: from });
  }

  #probe(step: Extract<Step, { do: 'probe' }>): void {
    const others = step.what === 'othersAlive';
    if (others && !this.has('O')) return;
    this.#frames.push({ steps: others ? othersSteps(this) : aliveSteps(this, step.on), next: 0 });
  }

  #markAll(): void {
    for (const line of this.#lines.values()) line.mark = line.observations.length;
  }

  #judge(step: Step, finding: Finding): void {
    if (finding === undefined) return;
    if ('tag' in finding) this.#tags.add(finding.tag);
    else this.#fail(step, finding.expected, finding.actual);
  }

  #judgeMeasure(value: number | undefined): void {
    const step = this.#measuring;
    this.#measuring = undefined;
    if (step === undefined || value === undefined) return;
    this.#note('A', `${step.metric}: ${value}`);
    if (step.do === 'weigh') {
      this.#weighed.set(step.metric, value);
      return;
    }
    const judged = step.sinceWeighed ? value - (this.#weighed.get(step.metric) ?? 0) : value;
    if (judged > step.most) this.#fail(step, `at most ${step.most}`, String(judged));
  }

  #expire(wait: Wait): void {
    this.#wait = undefined;
    if (wait.onDeadline !== undefined) return this.#follow(wait.onDeadline);
    this.#failWait(wait, 'nothing of the kind in time');
  }

  #failWait(wait: Wait, actual: string): void {
    const seen = new Set(wait.heads.map(({ on }) => on));
    const last = [...seen].flatMap((on) => lastSeen(this.line(on).observations)).map(observationText);
    this.#fail(this.#waitStep, wait.text, last.length === 0 ? actual : `${actual}; last came ${last.join('; ')}`);
  }

  #fail(step: Step | undefined, expected: string, actual: string): void {
    this.#wait = undefined;
    const rung = this.#frames.filter((frame) => frame.rung !== undefined).at(-1)?.rung;
    const verdict = verdictOnFailure(this.#plan.level, rung !== undefined);
    const tags = rung === undefined ? [...this.#tags] : [rung.rung];
    this.#finish(
      { verdict, tags, problem: { step: step === undefined ? '' : stepText(step), expected, actual } },
      'rst',
    );
  }

  #succeed(): void {
    const tags = [...this.#tags];
    this.#finish({ verdict: verdictOnSuccess(this.#plan.level, tags), tags }, 'fin');
  }

  #finish(outcome: Outcome, how: 'fin' | 'rst'): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    for (const { name, isOpen, isClosed, isEnded } of this.#lines.values()) {
      if (isOpen && !isClosed && (!isEnded || how === 'rst')) this.#outputs.push({ close: name, how });
    }
    this.#outputs.push({ done: outcome });
  }

  #arm(): void {
    const deadline = this.#wait?.deadline;
    if (this.#now > LONGEST_RUN_MS) this.#fail(this.#waitStep, 'an end of the run', 'more than four hours');
    if (deadline === undefined || deadline === this.#wakeAt || this.#outcome !== undefined) return;
    this.#wakeAt = deadline;
    this.#outputs.push({ wakeAt: deadline });
  }

  #note(on: ConnectionName, text: string): void {
    this.transcript.push({ t: this.#now, on, direction: 'note', text });
  }
}
