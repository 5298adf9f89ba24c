// Hands the sound that reaches it to the page, in pieces of a size that encoders like.

declare const currentFrame: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Samples of a piece: 21 ms at 48000 Hz. */
const PIECE = 1_024;
const CHANNELS = 2;

class CaptureProcessor extends AudioWorkletProcessor {
  /** Channel after channel. */
  #piece = new Float32Array(PIECE * CHANNELS);
  #filled = 0;

  process([input = []]: readonly Float32Array[][]): boolean {
    const length = input[0]?.length ?? 128;
    for (let channel = 0; channel < CHANNELS; channel += 1) {
      const samples = input[channel] ?? input[0];
      if (samples !== undefined) this.#piece.set(samples, channel * PIECE + this.#filled);
    }
    this.#filled += length;
    if (this.#filled >= PIECE) this.#post(currentFrame + length - PIECE);
    return true;
  }

  #post(frame: number): void {
    const piece = this.#piece;
    this.port.postMessage({ frame, piece }, [piece.buffer]);
    this.#piece = new Float32Array(PIECE * CHANNELS);
    this.#filled = 0;
  }
}

registerProcessor('millrace-capture', CaptureProcessor);
