import { type Bench, keep } from '../testing/bench.ts';
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

const limit = {
  name: 'allocate and copy',
  work: () => {
    for (const { data } of tags) keep(data.slice());
  },
};

function read(): void {
  const reader = new FlvReader();
  for (const piece of pieces) {
    reader.push(piece);
    for (let item = reader.next(); item !== undefined; item = reader.next()) keep(item);
  }
}

function search(): void {
  const reader = new FlvReader({ from: 'anywhere' });
  reader.push(noise);
  keep(reader.next());
}

function write(): void {
  for (const tag of tags) keep(encodeFlvTag(tag));
}

export const benches: readonly Bench[] = [
  { name: 'read FLV tags of 5000', limit, work: read, count: tags.length, target: 0.5, recorded: 0.78 },
  { name: 'write FLV tags of 5000', limit, work: write, count: tags.length, target: 0.6, recorded: 0.8 },
  { name: 'search 1 MB of noise for a tag', limit, work: search, target: 0.01, recorded: 0.11 },
];
