/** What is used of `VideoDecoder` and `AudioDecoder`. */
export interface Decoder<Config, Chunk> {
  readonly decodeQueueSize: number;
  configure(config: Config): void;
  decode(chunk: Chunk): void;
  close(): void;
}

export interface DecodingOptions<Config, Chunk> {
  /** @param onError - the decoder is closed by then */
  readonly make: (onError: (error: Error) => void) => Decoder<Config, Chunk>;
  /** Whether there is room for what comes out. */
  readonly hasRoom: () => boolean;
  /** The decoder failed. It goes on at the next key frame, unless the browser has no decoder for this. */
  readonly onTrouble: (error: Error) => void;
}

export interface CodedChunk {
  readonly type: 'key' | 'delta';
}

/** What is with the decoder at most; the rest waits here, where it can be dropped. */
const MOST_IN_DECODER = 8;
/** What waits at most: ten seconds of pictures. Past that all is dropped, up to the next key frame. */
const MOST_WAITING = 600;

/** Feeds a decoder in bounds, and brings it back at the next key frame when it fails. */
export class Decoding<Config, Chunk extends CodedChunk> {
  readonly #options: DecodingOptions<Config, Chunk>;
  #decoder: Decoder<Config, Chunk> | undefined;
  #config: Config | undefined;
  /** The decoder has the configuration. */
  #isConfigured = false;
  #isRefused = false;
  #needsKey = true;
  #waiting: Chunk[] = [];
  #dropped = 0;
  #failures = 0;

  constructor(options: DecodingOptions<Config, Chunk>) {
    this.#options = options;
  }

  /** Chunks that were not decoded. */
  get dropped(): number {
    return this.#dropped;
  }

  get failures(): number {
    return this.#failures;
  }

  /** What follows is to be decoded so, and begins with a key frame. */
  configure(config: Config): void {
    this.pump();
    this.#dropWaiting();
    this.#config = config;
    this.#isConfigured = false;
    this.#isRefused = false;
  }

  push(chunk: Chunk): void {
    if (this.#config === undefined || this.#isRefused || (this.#needsKey && chunk.type !== 'key')) {
      this.#dropped += 1;
      return;
    }
    this.#needsKey = false;
    this.#waiting.push(chunk);
    this.pump();
    if (this.#waiting.length > MOST_WAITING) this.#dropWaiting();
  }

  /** To be called when there may be room again. */
  pump(): void {
    while (this.#waiting.length > 0 && this.#options.hasRoom()) {
      if ((this.#decoder?.decodeQueueSize ?? 0) >= MOST_IN_DECODER) return;
      this.#feed();
    }
  }

  close(): void {
    this.#dropWaiting();
    this.#config = undefined;
    this.#closeDecoder();
  }

  #feed(): void {
    try {
      this.#decoder ??= this.#make();
      if (!this.#isConfigured && this.#config !== undefined) {
        this.#isConfigured = true;
        this.#decoder.configure(this.#config);
      }
      const chunk = this.#waiting.shift();
      if (chunk !== undefined) this.#decoder.decode(chunk);
    } catch (error) {
      this.#closeDecoder();
      this.#failed(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #make(): Decoder<Config, Chunk> {
    const decoder = this.#options.make((error) => {
      if (decoder !== this.#decoder) return;
      this.#decoder = undefined;
      this.#failed(error);
    });
    return decoder;
  }

  #failed(error: Error): void {
    this.#failures += 1;
    this.#isConfigured = false;
    this.#isRefused = error.name === 'NotSupportedError' || error.name === 'TypeError';
    this.#dropWaiting();
    this.#options.onTrouble(error);
  }

  #dropWaiting(): void {
    this.#dropped += this.#waiting.length;
    this.#waiting = [];
    this.#needsKey = true;
  }

  #closeDecoder(): void {
    this.#decoder?.close();
    this.#decoder = undefined;
    this.#isConfigured = false;
  }
}
