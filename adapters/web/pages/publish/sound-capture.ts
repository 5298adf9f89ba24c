/** Samples per second and channels of everything captured. */
export const CAPTURE_RATE = 48_000;
export const CAPTURE_CHANNELS = 2;

/** What the worklet posts: one array, channel after channel. */
interface Piece {
  /** Number of its first sample since the audio context began. */
  readonly frame: number;
  readonly piece: Float32Array<ArrayBuffer>;
}

/** Turns a source of sound into pieces for an encoder, timed on the clock of `performance.now()`. */
export class SoundCapture {
  readonly #context = new AudioContext({ sampleRate: CAPTURE_RATE });
  readonly #onSound: (sound: AudioData) => void;
  /** Milliseconds at sample 0. */
  #origin: number | undefined;

  /** @param onSound - the sound is the listener's to close */
  constructor(onSound: (sound: AudioData) => void) {
    this.#onSound = onSound;
  }

  /** Captures a microphone, or without one a tone. */
  async start(microphone: MediaStream | undefined, workletUrl: string): Promise<void> {
    await this.#context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(this.#context, 'millrace-capture', { numberOfOutputs: 1 });
    node.port.onmessage = ({ data }: MessageEvent<Piece>) => this.#take(data);
    this.#source(microphone).connect(node);
    node.connect(this.#context.destination); // or it would not be run; it puts out silence
    await this.#context.resume();
  }

  close(): void {
    void this.#context.close();
  }

  #source(microphone: MediaStream | undefined): AudioNode {
    if (microphone !== undefined) return this.#context.createMediaStreamSource(microphone);
    const tone = new OscillatorNode(this.#context, { frequency: 440 });
    const quiet = new GainNode(this.#context, { gain: 0.2 });
    tone.connect(quiet);
    tone.start();
    return quiet;
  }

  #take({ frame, piece }: Piece): void {
    const numberOfFrames = piece.length / CAPTURE_CHANNELS;
    const milliseconds = (samples: number) => (samples * 1_000) / CAPTURE_RATE;
    this.#origin ??= performance.now() - milliseconds(frame + numberOfFrames);
    this.#onSound(
      new AudioData({
        format: 'f32-planar',
        sampleRate: CAPTURE_RATE,
        numberOfChannels: CAPTURE_CHANNELS,
        numberOfFrames,
        timestamp: Math.round((this.#origin + milliseconds(frame)) * 1_000),
        data: piece,
      }),
    );
  }
}
