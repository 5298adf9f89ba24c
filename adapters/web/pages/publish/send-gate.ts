/** More than this is unsent: the network is slower than the encoder. */
const CLOSE_ABOVE_BYTES = 393_216;
/** So little that a key frame will go out at once. */
const OPEN_BELOW_BYTES = 65_536;
/** Sound is small, and a stream without pictures is better than none; but there is an end to it. */
const MOST_BYTES = 1_048_576;

/** Decides which frames are sent when the network is behind: none from one that found it so up to the next key frame. */
export class SendGate {
  #isOpen = true;
  #dropped = 0;

  /** Frames that were not sent. */
  get dropped(): number {
    return this.#dropped;
  }

  /** The network has caught up, and only a key frame is missing. */
  wantsKeyFrame(unsentBytes: number): boolean {
    return !this.#isOpen && unsentBytes <= OPEN_BELOW_BYTES;
  }

  admitsPicture(isKey: boolean, unsentBytes: number): boolean {
    if (this.#isOpen && unsentBytes > CLOSE_ABOVE_BYTES) this.#isOpen = false;
    else if (!this.#isOpen && isKey && unsentBytes <= OPEN_BELOW_BYTES) this.#isOpen = true;
    if (!this.#isOpen) this.#dropped += 1;
    return this.#isOpen;
  }

  admitsSound(unsentBytes: number): boolean {
    const admits = unsentBytes <= MOST_BYTES;
    if (!admits) this.#dropped += 1;
    return admits;
  }
}
