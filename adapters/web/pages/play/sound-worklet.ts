import { SoundRing } from './sound-ring.ts';
import { SOUND_WORKLET, type SoundReport, type ToWorklet } from './worklet-messages.ts';

// What the global scope of an audio worklet has; TypeScript's own library leaves it out.
declare const sampleRate: number;
declare const currentTime: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Seconds between reports. */
const REPORT_INTERVAL = 0.1;

/** Plays the decoded sound that the page sends, each sample at its media time. */
class SoundProcessor extends AudioWorkletProcessor {
  readonly #ring = new SoundRing(sampleRate);
  #offset: number | undefined;
  #peak = 0;
  #reportedAt = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => this.#take(data);
  }

  process(_: unknown, [output = []]: readonly Float32Array[][]): boolean {
    if (this.#offset !== undefined && this.#ring.pull(output, currentTime * 1_000 + this.#offset)) {
      for (const sample of output[0] ?? []) this.#peak = Math.max(this.#peak, Math.abs(sample));
    }
    if (currentTime - this.#reportedAt >= REPORT_INTERVAL) this.#report();
    return true;
  }

  #take(message: ToWorklet): void {
    switch (message.type) {
      case 'sound':
        return this.#ring.push(message.block);
      case 'clock':
        this.#offset = message.offset;
        return;
      case 'clear':
        return this.#ring.clear();
    }
  }

  #report(): void {
    const { played, breaks } = this.#ring;
    const report: SoundReport = { played, breaks, peak: this.#peak };
    this.port.postMessage(report);
    this.#reportedAt = currentTime;
    this.#peak = 0;
  }
}

registerProcessor(SOUND_WORKLET, SoundProcessor);
