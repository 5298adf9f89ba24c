import type { ClientError, RtmpUrl } from '../../../adapters/client/index.ts';
import { Continuity, type ContinuityCounts } from './continuity.ts';
import { FrameCheck } from './frame-check.ts';
import { LightClient, type LightClientListener } from './light-client.ts';
import { nowUs } from './monotonic.ts';

export interface PlayerOptions {
  readonly url: RtmpUrl;
  /** Of the stream. */
  readonly name: string;
  readonly frameBytes: number;
  readonly isChecked: (sequence: number) => boolean;
  readonly listener: PlayerListener;
}

export interface PlayerListener {
  /** The first picture that can be decoded has come. @param joinUs - since the connection was begun */
  onJoined(joinUs: number): void;
  /**
   * A frame has come.
   *
   * @param delayUs - since it was sent; `undefined` for one from before the player joined, which the server kept
   */
  onFrame(delayUs: number | undefined): void;
  onBroken(error: ClientError): void;
}

/** One player: counts what becomes of its stream's frames. */
export class Player implements LightClientListener {
  readonly #options: PlayerOptions;
  readonly #check: FrameCheck;
  readonly #continuity = new Continuity();
  readonly #client: LightClient;
  readonly #beganAtUs = nowUs();
  #joinedAtUs = Number.POSITIVE_INFINITY;
  #damaged = 0;

  /** Connects. */
  constructor(options: PlayerOptions) {
    this.#options = options;
    this.#check = new FrameCheck(options.frameBytes, options.isChecked);
    this.#client = new LightClient(options.url, options.name, this);
  }

  /** The stream's name. */
  get name(): string {
    return this.#options.name;
  }

  /** The highest sequence number that has come; -1 before the first. */
  get highest(): number {
    return this.#continuity.highest;
  }

  counts(sentCount: number): ContinuityCounts & { readonly damaged: number } {
    return { ...this.#continuity.counts(sentCount), damaged: this.#damaged };
  }

  close(): void {
    this.#client.close();
  }

  onReady(): void {}

  onVideoPiece(bytes: Uint8Array, from: number, to: number): void {
    this.#check.take(bytes, from, to);
  }

  onVideoEnd(): void {
    const frame = this.#check.finish();
    if (frame === undefined) return;
    if (frame === 'damaged') {
      this.#damaged++;
      return;
    }
    const at = nowUs();
    this.#continuity.take(frame.sequence);
    this.#options.listener.onFrame(frame.sentAtUs < this.#joinedAtUs ? undefined : at - frame.sentAtUs);
    if (this.#joinedAtUs < Number.POSITIVE_INFINITY || !frame.isKeyFrame) return;
    this.#joinedAtUs = at;
    this.#options.listener.onJoined(at - this.#beganAtUs);
  }

  onBroken(error: ClientError): void {
    this.#options.listener.onBroken(error);
  }
}
