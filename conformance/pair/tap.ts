import { ChunkDecoder, type DecodedMessage } from '../kit/wire/chunk-decode.ts';
import { PACKET } from '../kit/wire/handshake.ts';
import { type Mark, readMark } from '../kit/wire/media.ts';
import { TYPE } from '../kit/wire/message.ts';

/** A self-checking frame as it went by. */
export interface Frame extends Mark {
  readonly message: DecodedMessage;
}

const HANDSHAKE_BYTES = 1 + 2 * PACKET;

/** Listens to one direction of a connection, and keeps the frames that go by. What comes behind rubbish is not heard. */
export class Tap {
  readonly frames: Frame[] = [];
  /** Media that carries no mark, or one that is damaged, beside headers. */
  damagedCount = 0;
  trouble: string | undefined;
  #toSkip = HANDSHAKE_BYTES;
  readonly #decoder = new ChunkDecoder();

  push(bytes: Uint8Array): void {
    const skipped = Math.min(this.#toSkip, bytes.length);
    this.#toSkip -= skipped;
    if (skipped === bytes.length || this.trouble !== undefined) return;
    try {
      for (const message of this.#decoder.push(bytes.slice(skipped))) this.#note(message);
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    }
  }

  #note(message: DecodedMessage): void {
    if (message.type !== TYPE.audio && message.type !== TYPE.video) return;
    const mark = readMark(message.payload);
    if (mark !== undefined) this.frames.push({ ...mark, message });
    else if (message.payload[1] !== 0) this.damagedCount += 1;
  }
}
