import type { ByteRange, FileQuery } from '../file-query.ts';

export interface Answered<Result> {
  readonly result: Result;
  /** What was asked for, in order. */
  readonly asked: readonly ByteRange[];
}

/** Answers a query out of a file in memory, with bytes that are gone when it asks again. */
export function answer<Result>(query: FileQuery<Result>, file: Uint8Array): Answered<Result> {
  const asked: ByteRange[] = [];
  let step = query.next();
  while (!step.done) {
    const { at, length } = step.value;
    asked.push(step.value);
    const bytes = file.slice(at, at + length);
    step = query.next(bytes);
    bytes.fill(0x5a);
  }
  return { result: step.value, asked };
}
