import type { Millis } from '../../../../core/index.ts';
import type { LiveClock } from './live-clock.ts';
import { SOUND_WORKLET, type SoundReport, type ToWorklet } from './worklet-messages.ts';

const SILENT: SoundReport = { played: 0, breaks: 0, peak: 0 };

/** Sound of one sample rate and number of channels, on its way out through an audio worklet. */
export class Speaker {
  readonly sampleRate: number;
  readonly channels: number;
  readonly #context: AudioContext;
  readonly #gain: GainNode;
  #node: AudioWorkletNode | undefined;
  #report = SILENT;

  /** @param workletUrl - of the program of the worklet */
  constructor(sampleRate: number, channels: number, workletUrl: string) {
    this.sampleRate = sampleRate;
    this.channels = channels;
    this.#context = new AudioContext({ sampleRate, latencyHint: 'interactive' });
    this.#gain = this.#context.createGain();
    this.#gain.connect(this.#context.destination);
    void this.#load(workletUrl);
  }

  /** Browsers hold sound back until somebody has clicked on the page. */
  get isHeldBack(): boolean {
    return this.#context.state === 'suspended';
  }

  get report(): SoundReport {
    return this.#report;
  }

  set volume(volume: number) {
    this.#gain.gain.value = volume;
  }

  /** To be called from a click. */
  resume(): void {
    void this.#context.resume();
  }

  /** Sends sound on its way; while the browser holds sound back there is none. */
  play(data: AudioData, time: Millis): void {
    if (this.isHeldBack || this.#node === undefined) return;
    const channels = Array.from({ length: this.channels }, (_, planeIndex) => {
      const samples = new Float32Array(data.numberOfFrames);
      data.copyTo(samples, { planeIndex, format: 'f32-planar' });
      return samples;
    });
    this.#tell({ type: 'sound', block: { time, channels } }, channels);
  }

  /** Tells the worklet how `clock` runs; often enough for two clocks that drift apart. @param now - `performance.now()` */
  follow(clock: LiveClock, now: Millis): void {
    const { contextTime = 0, performanceTime = 0 } = this.#context.getOutputTimestamp();
    // Browsers that do not tell what is heard right now say 0.
    const [heard, at] =
      performanceTime > 0
        ? [contextTime, performanceTime]
        : [this.#context.currentTime - this.#context.baseLatency, now];
    const time = clock.at(at);
    if (time !== undefined) this.#tell({ type: 'clock', offset: time - heard * 1_000 });
  }

  clear(): void {
    this.#tell({ type: 'clear' });
  }

  close(): void {
    this.#node?.disconnect();
    void this.#context.close();
  }

  async #load(workletUrl: string): Promise<void> {
    await this.#context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(this.#context, SOUND_WORKLET, {
      numberOfInputs: 0,
      outputChannelCount: [this.channels],
    });
    node.port.onmessage = ({ data }: MessageEvent<SoundReport>) => {
      this.#report = data;
    };
    node.connect(this.#gain);
    this.#node = node;
  }

  #tell(message: ToWorklet, transfer: readonly Float32Array[] = []): void {
    this.#node?.port.postMessage(
      message,
      transfer.map(({ buffer }) => buffer as ArrayBuffer), // they were made with a length
    );
  }
}
