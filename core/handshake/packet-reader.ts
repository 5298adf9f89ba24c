import { PACKET_LENGTH } from './packet.ts';

/** Where the version, packet 1 and packet 2 end, in bytes since the connection began (HS-1). */
export const VERSION_END = 1;
export const PACKET_1_END = VERSION_END + PACKET_LENGTH;
export const PACKET_2_END = PACKET_1_END + PACKET_LENGTH;

const NONE = new Uint8Array(0);

/**
 * Finds the peer's version, packet 1 and packet 2 in its bytes, whatever pieces they come in (HS-45).
 *
 * Where the peer stands is its byte count: `0 <= received <= 3073`. Held is one packet, from its first byte on until it
 * is forgotten; one that comes whole, as nearly all do, is not copied but looked at where it lies.
 */
export class PacketReader {
  #received = 0;
  #version = 0;
  #packet: Uint8Array = NONE;

  /** Bytes taken so far. It equals each of the ends above after exactly one call of `take`. */
  get received(): number {
    return this.#received;
  }

  get version(): number {
    return this.#version;
  }

  /**
   * The packet that is under way or has just become whole, zeros where it has not come; empty when there is none. A whole one is
   * perhaps borrowed from the caller of `take`: it must be forgotten before that gets its bytes back.
   */
  get packet(): Uint8Array {
    return this.#packet;
  }

  /** Lets go of the packet: it has been dealt with. */
  forget(): void {
    this.#packet = NONE;
  }

  /**
   * Takes what belongs to one packet from the start of `piece`, which is not empty. The packet before must be forgotten.
   *
   * @returns how many bytes that is, at least 1
   */
  take(piece: Uint8Array): number {
    const at = this.#received;
    const end = at < VERSION_END ? VERSION_END : at < PACKET_1_END ? PACKET_1_END : PACKET_2_END;
    const part = piece.subarray(0, end - at);
    if (end === VERSION_END)
      this.#version = part[0]!; // the piece is not empty
    else this.#keep(part, at - end + PACKET_LENGTH);
    this.#received = at + part.length;
    return part.length;
  }

  #keep(part: Uint8Array, at: number): void {
    if (part.length === PACKET_LENGTH) {
      this.#packet = part;
      return;
    }
    if (this.#packet === NONE) this.#packet = new Uint8Array(PACKET_LENGTH);
    this.#packet.set(part, at);
  }
}
