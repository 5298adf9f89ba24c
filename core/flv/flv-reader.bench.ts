import { bench, describe } from 'vitest';
import { printRate } from '../chunk/testing/rate.ts';
import { encodeFlvTag } from './encode-tag.ts';
import { FlvReader } from './flv-reader.ts';
import type { FlvPayload } from './flv-tag.ts';
import { fileOf } from './testing/files.ts';

/** 200 tags of 5 kB, in reads of 64 KiB. */
const tags = Array.from({ length: 200 }, (_, i): FlvPayload => {
  return { type: 9, timestamp: i * 40, data: new Uint8Array(5000).fill(i) };
});
const file = fileOf(tags);
const pieces = Array.from({ length: Math.ceil(file.length / 65_536) }, (_, i) =>
  file.slice(i * 65_536, (i + 1) * 65_536),
);

/** Bytes in which there is no tag: what a search costs. */
const noise = Uint8Array.from({ length: 1_000_000 }, (_, i) => (i * 2_654_435_761) >>> 13);

/** Keeps results alive, so that no work can be optimized away. */
const sink: { kept: unknown } = { kept: undefined };

function allocateAndCopy(): void {
  for (const { data } of tags) sink.kept = data.slice();
}

function read(): void {
  const reader = new FlvReader();
  for (const piece of pieces) {
    reader.push(piece);
    for (let item = reader.next(); item !== undefined; item = reader.next()) sink.kept = item;
  }
}

function search(): void {
  const reader = new FlvReader({ from: 'anywhere' });
  reader.push(noise);
  sink.kept = reader.next();
}

function write(): void {
  for (const tag of tags) sink.kept = encodeFlvTag(tag);
}

printRate('FLV reader', 0.5, allocateAndCopy, read);
printRate('FLV reader, searching 1 MB of noise', 0.01, allocateAndCopy, search);
printRate('FLV writer', 0.6, allocateAndCopy, write);

describe('200 tags of 5 kB', () => {
  bench('allocate and copy', allocateAndCopy);
  bench('read', read);
  bench('search as many bytes for a tag', search);
  bench('write', write);
});
