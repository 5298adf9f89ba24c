import { echoes, PACKET_LENGTH } from './packet.ts';

/** Where the version, packet 1 and packet 2 end, in bytes since the connection began (HS-1). */
export const VERSION_END = 1;
export const PACKET_1_END = VERSION_END + PACKET_LENGTH;
export const PACKET_2_END = PACKET_1_END + PACKET_LENGTH;

const NONE = new Uint8Array(0);

/**
 * Finds the peer's version, packet 1 and packet 2 in its bytes, whatever pieces they come in (HS-45).
 *
 * Where the peer stands is its byte count: `0 <= received <= 3073`. Held are its packet 1, from its first byte on, and a
 * view of ours, to compare packet 2 with; packet 2 itself is compared as it comes and never kept.
 */
export class PacketReader {
  #received = 0;
  #version = 0;
  #theirs: Uint8Array = NONE;
  #ours: Uint8Array = NONE;
  #isEcho = true;

  /** Bytes taken so far. It equals each of the ends above after exactly one call of `take`. */
  get received(): number {
    return this.#received;
  }

  get version(): number {
    return this.#version;
  }

  /** The peer's packet 1, zeros where it has not come; empty before its first byte. */
  get packet1(): Uint8Array {
    return this.#theirs;
  }

  /** Whether packet 2, as far as it has come, repeats our packet 1. */
  get isEcho(): boolean {
    return this.#isEcho;
  }

  get heldBytes(): number {
    return this.#theirs.length + this.#ours.length;
  }

  /** Packet 2 is to be compared with `packet1`, of which a view is kept. */
  expectEchoOf(packet1: Uint8Array): void {
    this.#ours = packet1;
  }

  /** Lets go of the peer's packet 1: it has been answered. */
  forgetPacket1(): void {
    this.#theirs = NONE;
  }

  /** Lets go of both packets: the exchange is over. */
  forget(): void {
    this.#theirs = NONE;
    this.#ours = NONE;
  }

  /**
   * Takes what belongs to one packet from the start of `piece`, which is not empty.
   *
   * @returns how many bytes that is, at least 1
   */
  take(piece: Uint8Array): number {
    const at = this.#received;
    const end = at < VERSION_END ? VERSION_END : at < PACKET_1_END ? PACKET_1_END : PACKET_2_END;
    const part = piece.subarray(0, end - at);
    if (end === VERSION_END)
      this.#version = part[0]!; // the piece is not empty
    else if (end === PACKET_1_END) this.#keep(part, at - VERSION_END);
    else this.#isEcho = this.#isEcho && echoes(part, at - PACKET_1_END, this.#ours);
    this.#received = at + part.length;
    return part.length;
  }

  #keep(part: Uint8Array, at: number): void {
    if (this.#theirs === NONE) this.#theirs = new Uint8Array(PACKET_LENGTH);
    this.#theirs.set(part, at);
  }
}
