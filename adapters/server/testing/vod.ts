import { type FlvPayload, FlvReader, FlvWriter } from '../../../core/index.ts';
import type { VodFile, VodSource } from '../vod-source.ts';

/** Recordings for tests: 25 pictures and as many sounds a second, a key frame in each second. */
export interface MoviePlan {
  readonly seconds: number;
  /** Of each picture and each sound in it: tells movies apart. */
  readonly mark?: number;
  /** Bytes of a picture. */
  readonly pictureLength?: number;
  readonly picturesPerSecond?: number;
}

export function movie({ seconds, mark = 1, pictureLength = 12, picturesPerSecond = 25 }: MoviePlan): Uint8Array {
  const writer = new FlvWriter({ metadata: {} });
  const pieces = [
    writer.start(),
    writer.write({ type: 9, timestamp: 0, data: Uint8Array.of(0x17, 0, 0, 0, 0, mark) }),
    writer.write({ type: 8, timestamp: 0, data: Uint8Array.of(0xaf, 0, mark) }),
  ];
  const step = 1_000 / picturesPerSecond;
  for (let timestamp = 0; timestamp < seconds * 1_000; timestamp += step) {
    const data = new Uint8Array(pictureLength);
    data.set([timestamp % 1_000 === 0 ? 0x17 : 0x27, 1, 0, 0, 0, mark]);
    pieces.push(writer.write({ type: 9, timestamp, data }));
    pieces.push(writer.write({ type: 8, timestamp, data: Uint8Array.of(0xaf, 1, mark, 0) }));
  }
  const file = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    file.set(piece, at);
    at += piece.length;
  }
  for (const { at: place, bytes } of writer.patches()) file.set(bytes, place);
  return file;
}

export function tagsOf(file: Uint8Array): FlvPayload[] {
  const reader = new FlvReader();
  reader.push(file);
  reader.end();
  const tags: FlvPayload[] = [];
  for (let item = reader.next(); item !== undefined; item = reader.next()) if (item.kind === 'tag') tags.push(item);
  return tags;
}

/** Files in memory. What is read is lent: the bytes before are overwritten. */
export class MemoryVod implements VodSource {
  /** By name. An error is thrown when it is opened. */
  readonly files: Map<string, Uint8Array | Error>;
  /** Answers with promises. */
  isSlow = false;
  openCount = 0;
  readonly asked: string[] = [];
  /** Thrown by the next reads. */
  trouble: Error | undefined;

  constructor(files: Readonly<Record<string, Uint8Array | Error>>) {
    this.files = new Map(Object.entries(files));
  }

  open(name: string): VodFile | undefined | Promise<VodFile | undefined> {
    this.asked.push(name);
    return this.#answer(() => {
      const bytes = this.files.get(name);
      if (bytes === undefined) return undefined;
      if (bytes instanceof Error) throw bytes;
      this.openCount += 1;
      return this.#opened(name, bytes.length);
    });
  }

  #opened(name: string, size: number): VodFile {
    let lent = new Uint8Array(0);
    let isOpen = true;
    return {
      size,
      read: (at, length) =>
        this.#answer(() => {
          if (!isOpen) throw new Error('the file is closed');
          if (this.trouble !== undefined) throw this.trouble;
          const bytes = this.files.get(name);
          lent.fill(0x5a);
          lent = bytes instanceof Uint8Array ? bytes.slice(at, at + length) : new Uint8Array(0);
          return lent;
        }),
      close: () => {
        if (!isOpen) throw new Error('the file is closed already');
        isOpen = false;
        this.openCount -= 1;
      },
    };
  }

  #answer<Value>(value: () => Value): Value | Promise<Value> {
    return this.isSlow ? Promise.resolve().then(value) : value();
  }
}
