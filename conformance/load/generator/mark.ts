/**
 * The mark in each frame: what a player needs to tell loss, order, damage and delay. It stands in an SEI message of user
 * data (ITU-T H.264, D.1.6) at the beginning of the frame. Numbers are written seven bits to a byte with the top bit set,
 * so that no byte of them is 0 and nothing needs emulation prevention.
 *
 *     0   FLV video tag header of a coded AVC picture, 5 bytes
 *     5   length of the NAL unit, type 6, payload type 5, payload size, 16 bytes that name the format
 *     28  sequence number, 5 bytes
 *     33  send time, microseconds, 8 bytes
 *     41  CRC-32 of bytes 28 to 40 and 46 to the end, 5 bytes
 *     46  the end of the SEI message; slice and filling follow
 */
export interface Mark {
  readonly isKeyFrame: boolean;
  /** Of the frame in its stream, from 0. */
  readonly sequence: number;
  /** When it was sent, microseconds of the machine's monotonic clock. */
  readonly sentAtUs: number;
  readonly checksum: number;
}

const NUMBERS_AT = 28;
const TIME_AT = 33;
const CHECKSUM_AT = 41;
/** How many bytes at the beginning of a frame hold all of its mark. */
export const MARK_END = 46;

/** What is checksummed before the bytes behind the mark: sequence number and time. */
export const MARKED_NUMBERS = { from: NUMBERS_AT, to: CHECKSUM_AT } as const;

const SEI = 6;
const USER_DATA_UNREGISTERED = 5;
const SEI_LENGTH = MARK_END + 1 - 9;
const USER_DATA_LENGTH = MARK_END - 12;
const FORMAT = new TextEncoder().encode('millrace load v1');

const HEAD = Uint8Array.of(
  ...[0x17, 1, 0, 0, 0],
  ...[0, 0, 0, SEI_LENGTH, SEI, USER_DATA_UNREGISTERED, USER_DATA_LENGTH],
  ...FORMAT,
);
const KEY_FRAME = 0x17;
const INTER_FRAME = 0x27;

/** Writes all but the checksum, and the byte that ends the SEI message. */
export function writeMark(frame: Uint8Array, { isKeyFrame, sequence, sentAtUs }: Omit<Mark, 'checksum'>): void {
  frame.set(HEAD);
  frame[0] = isKeyFrame ? KEY_FRAME : INTER_FRAME;
  writeNumber(frame, NUMBERS_AT, TIME_AT, sequence);
  writeNumber(frame, TIME_AT, CHECKSUM_AT, sentAtUs);
  frame[MARK_END] = 0x80;
}

export function writeChecksum(frame: Uint8Array, checksum: number): void {
  writeNumber(frame, CHECKSUM_AT, MARK_END, checksum);
}

/** Reads the mark. @param head - the first `MARK_END` bytes of a frame, at least @returns `undefined` where there is none */
export function readMark(head: Uint8Array): Mark | undefined {
  const [first] = head;
  if (first !== KEY_FRAME && first !== INTER_FRAME) return undefined;
  for (let index = 1; index < NUMBERS_AT; index++) if (head[index] !== HEAD[index]) return undefined;
  return {
    isKeyFrame: first === KEY_FRAME,
    sequence: readNumber(head, NUMBERS_AT, TIME_AT),
    sentAtUs: readNumber(head, TIME_AT, CHECKSUM_AT),
    checksum: readNumber(head, CHECKSUM_AT, MARK_END),
  };
}

/** Products and not shifts: a time has more than 32 bits. */
function writeNumber(into: Uint8Array, from: number, to: number, value: number): void {
  let rest = value;
  for (let index = to - 1; index >= from; index--) {
    into[index] = 0x80 | (rest % 128);
    rest = Math.floor(rest / 128);
  }
}

function readNumber(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index++) value = value * 128 + (bytes[index]! & 0x7f);
  return value;
}
