import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { ReceivedMedia } from '../kit/driver/io.ts';
import { concat, hex, u24, u32 } from '../kit/wire/bytes.ts';
import { Recording } from './recording.ts';

const HEADER = hex('464c5601 05 00000009 00000000');

const tag = (type: number, timestamp: number, payload: Uint8Array): Uint8Array =>
  concat(
    Uint8Array.of(type),
    u24(payload.length),
    u24(timestamp & 0xffffff),
    Uint8Array.of(timestamp >>> 24),
    u24(0),
    payload,
    u32(11 + payload.length),
  );

function recording() {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-recording-'));
  const file = join(folder, 'record.flv');
  writeFileSync(file, 'of the run before');
  const tags: ReceivedMedia[] = [];
  const reader = new Recording(file, (one) => tags.push(one));
  onTestFinished(() => {
    reader.stop();
    rmSync(folder, { recursive: true });
  });
  return { file, reader, tags };
}

it('tells of every tag once it is whole, and never of a run before', () => {
  const { file, reader, tags } = recording();
  reader.read();
  const bytes = concat(HEADER, tag(9, 0x01000002, hex('17 01')), tag(8, 40, hex('af 01 aa')));
  for (const byte of bytes) {
    appendFileSync(file, Uint8Array.of(byte));
    reader.read();
  }
  expect(tags).toEqual([
    { type: 9, timestamp: 0x01000002, payload: hex('17 01') },
    { type: 8, timestamp: 40, payload: hex('af 01 aa') },
  ]);
});

it('reads more than it takes at a time, and the values of data', () => {
  const { file, reader, tags } = recording();
  writeFileSync(file, concat(HEADER, tag(9, 0, new Uint8Array(200_000)), tag(18, 0, hex('02 0001 61 05'))));
  reader.read();
  expect(tags.map(({ payload, values }) => [payload.length, values])).toEqual([
    [200_000, undefined],
    [5, ['a', null]],
  ]);
});
