import { payloadMemory } from '../chunk/headroom.ts';
import { BLOCK_BYTES, type BlockPool } from './block-pool.ts';
import { audioFrame, dataFrame, videoFrame } from './frame.ts';
import type { SharedFrame } from './shared-frame.ts';

const MEDIA = ['audio', 'video', 'data'] as const;

/** How to make a frame anew. */
const MAKERS = { audio: audioFrame, video: videoFrame, data: dataFrame } as const;

/** In front of each payload: index in `MEDIA`, 1 byte; timestamp, uint32; length, uint32. */
const HEADER_BYTES = 9;

/** One for all: it is filled and copied in one go. */
const headerBytes = new Uint8Array(HEADER_BYTES);
const header = new DataView(headerBytes.buffer);

/**
 * Frames as bytes, one after the other in blocks of a pool, so that there is nothing to see for a garbage collector. What a
 * frame is to a player is read from its payload again when it is made anew.
 */
export class PackedFrames {
  readonly #pool: BlockPool;
  readonly #blocks: Uint8Array[] = [];
  /** Bytes written, headers and all: they fill the blocks but for the end of the last. */
  #length = 0;

  constructor(pool: BlockPool) {
    this.#pool = pool;
  }

  /** Copies a frame. */
  add({ media, timestamp, payload }: SharedFrame): void {
    header.setUint8(0, MEDIA.indexOf(media));
    header.setUint32(1, timestamp);
    header.setUint32(5, payload.length);
    this.#write(headerBytes);
    this.#write(payload);
  }

  /** All frames in their order, made anew in memory of their own. */
  frames(): SharedFrame[] {
    const frames: SharedFrame[] = [];
    for (let at = 0; at < this.#length; ) {
      this.#read(at, headerBytes);
      const media = MEDIA[header.getUint8(0)]!; // as `add` wrote it
      const timestamp = header.getUint32(1);
      const payload = payloadMemory(header.getUint32(5));
      this.#read(at + HEADER_BYTES, payload);
      frames.push(MAKERS[media](timestamp, payload) as SharedFrame); // it was one before
      at += HEADER_BYTES + payload.length;
    }
    return frames;
  }

  /** Forgets all, and gives the blocks back. */
  clear(): void {
    this.#pool.giveBack(this.#blocks);
    this.#blocks.length = 0;
    this.#length = 0;
  }

  #write(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; ) {
      const at = this.#length % BLOCK_BYTES;
      if (at === 0) this.#blocks.push(this.#pool.take());
      const piece = bytes.subarray(from, from + BLOCK_BYTES - at);
      this.#blocks[this.#blocks.length - 1]!.set(piece, at); // there is one
      this.#length += piece.length;
      from += piece.length;
    }
  }

  #read(start: number, into: Uint8Array): void {
    for (let filled = 0; filled < into.length; ) {
      const at = (start + filled) % BLOCK_BYTES;
      const block = this.#blocks[(start + filled - at) / BLOCK_BYTES]!; // written before
      const piece = block.subarray(at, at + into.length - filled);
      into.set(piece, filled);
      filled += piece.length;
    }
  }
}
