import type { ClientError, Connect } from '../../../adapters/client/index.ts';
import type { Runtime } from '../../../adapters/listener.ts';
import { FrameClock } from './frame-clock.ts';
import { FrameMaker } from './frame-maker.ts';
import type { GeneratorProcess, Integrity, JoinCounts, SentCounts, WindowCounts } from './generator-process.ts';
import { Histogram } from './histogram.ts';
import { Joining } from './joining.ts';
import { LightClient } from './light-client.ts';
import { type LoadPlan, SAMPLE, shareOf, streamName } from './load-plan.ts';
import { Player } from './player.ts';
import { Publisher } from './publisher.ts';
import { SelfMeter } from './self-meter.ts';

/** The window while it is open. */
class Window {
  readonly delay = new Histogram();
  readonly late = new Histogram();
  readonly self = new SelfMeter();
  sent = 0;
  delivered = 0;
}

/** How long nothing may come before what is missing counts as lost. */
const QUIET_MS = 2_000;
const POLL_MS = 20;

/** The share of a load that one process has. */
export class Generator implements GeneratorProcess {
  readonly #plan: LoadPlan;
  readonly #runtime: Runtime;
  readonly #connect: Connect;
  readonly #index: number;
  readonly #publishers: Publisher[] = [];
  readonly #players: Player[] = [];
  readonly #resting: LightClient[] = [];
  #clock: FrameClock | undefined;
  #window: Window | undefined;
  #received = 0;
  #broken: ClientError | undefined;

  /** @param index - of this process, from 0 */
  constructor(plan: LoadPlan, index: number, runtime: Runtime, connect: Connect) {
    this.#plan = plan;
    this.#index = index;
    this.#runtime = runtime;
    this.#connect = connect;
  }

  async publish(): Promise<void> {
    const { url, publishers, chunkSize, fps, frameBytes, keyFrameEvery } = this.#plan;
    const maker = new FrameMaker({ frameBytes, keyFrameEvery });
    const common = { runtime: this.#runtime, connect: this.#connect, chunkSize, fps, maker };
    for (const index of shareOf(this.#plan, this.#index, publishers)) {
      const name = streamName(this.#plan, index);
      const onBroken = (error: ClientError): void => this.#note(error);
      this.#publishers.push(new Publisher({ ...common, url: { ...url, name }, onBroken }));
    }
    await Promise.all(this.#publishers.map(({ started }) => started));
    const streamCount = this.#publishers.length;
    if (streamCount === 0) return;
    const shiftUs = (1e6 / fps / publishers) * this.#index;
    this.#clock = new FrameClock({ fps, streamCount, shiftUs, onDue: (stream, late) => this.#send(stream, late) });
  }

  play(): Promise<JoinCounts> {
    const { url, frameBytes, publishers, players, rampSeconds, verify } = this.#plan;
    const stepMs = (rampSeconds * 1e3) / Math.max(1, players);
    return this.#join(players, stepMs, (index, joining) => {
      const isChecked = (sequence: number) => verify === 'all' || (sequence + index) % SAMPLE === 0;
      const name = streamName(this.#plan, index % publishers);
      const listener = {
        onJoined: (joinUs: number) => joining.joined(joinUs),
        onFrame: (delayUs: number | undefined) => this.#take(delayUs),
        onBroken: (error: ClientError) => this.#fail(error, joining),
      };
      this.#players.push(new Player({ url, name, frameBytes, isChecked, listener }));
    });
  }

  rest(): Promise<JoinCounts> {
    const { url, idle } = this.#plan;
    return this.#join(idle, 0, (_, joining) => {
      const began = performance.now();
      const client = new LightClient(url, undefined, {
        onReady: () => joining.joined((performance.now() - began) * 1e3),
        onVideoPiece: () => {},
        onVideoEnd: () => {},
        onBroken: (error) => this.#fail(error, joining),
      });
      this.#resting.push(client);
    });
  }

  async openWindow(): Promise<void> {
    this.#window = new Window();
  }

  async closeWindow(): Promise<WindowCounts> {
    const { delay, late, self, sent, delivered } = this.#window ?? new Window();
    this.#window = undefined;
    return { sent, delivered, delay: delay.counts(), late: late.counts(), self: self.stop() };
  }

  async stop(): Promise<SentCounts> {
    this.#clock?.stop();
    return Object.fromEntries(this.#publishers.map(({ name, sentCount }) => [name, sentCount]));
  }

  async settle(sent: SentCounts): Promise<Integrity> {
    const hasAll = (player: Player) => player.highest + 1 >= (sent[player.name] ?? 0);
    let quietMs = 0;
    for (let before = -1; quietMs < QUIET_MS && !this.#players.every(hasAll); quietMs += POLL_MS) {
      if (this.#received !== before) quietMs = 0;
      before = this.#received;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    const total = { received: 0, lost: 0, outOfOrder: 0, doubled: 0, damaged: 0 };
    for (const player of this.#players) {
      const counts = player.counts(sent[player.name] ?? 0);
      for (const key of ['received', 'lost', 'outOfOrder', 'doubled', 'damaged'] as const) total[key] += counts[key];
    }
    return total;
  }

  async close(): Promise<string | undefined> {
    const broken = this.#broken?.message;
    this.#clock?.stop();
    this.#window?.self.stop();
    for (const connection of [...this.#players, ...this.#resting, ...this.#publishers]) connection.close();
    return broken;
  }

  #send(stream: number, lateUs: number): void {
    this.#publishers[stream]?.send();
    const window = this.#window;
    if (window === undefined) return;
    window.sent++;
    window.late.record(lateUs);
  }

  #take(delayUs: number | undefined): void {
    this.#received++;
    const window = this.#window;
    if (window === undefined) return;
    window.delivered++;
    if (delayUs !== undefined) window.delay.record(delayUs);
  }

  #note(error: ClientError): void {
    this.#broken ??= error;
  }

  #fail(error: ClientError, joining: Joining): void {
    this.#note(error);
    joining.failed(error);
  }

  /**
   * Lets this process's share join.
   *
   * @param all - how many join in all processes
   * @param stepMs - from one of these to the next, at the least
   */
  async #join(all: number, stepMs: number, begin: (index: number, joining: Joining) => void): Promise<JoinCounts> {
    const indexes = shareOf(this.#plan, this.#index, all);
    const joining = new Joining(indexes.length);
    await joining.run(
      (place) => begin(indexes[place]!, joining), // run counts up to their number
      (place) => indexes[place]! * stepMs,
    );
    return { join: joining.times.counts() };
  }
}
