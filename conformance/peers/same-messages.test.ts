import { describe, expect, it } from 'vitest';
import type { TranscriptEntry } from '../kit/driver/io.ts';
import { LineState } from '../kit/driver/line.ts';
import { concat } from '../kit/wire/bytes.ts';
import { encodeMessage } from '../kit/wire/message.ts';
import { onStatus, windowAcknowledgementSize } from '../kit/wire/messages.ts';
import { Random } from '../kit/wire/random.ts';
import { isReadAlike, kitReading, PARTS, tsharkReadings } from './same-messages.ts';

/** A packet as tshark tells it. */
const packet = (from: string, to: string, types: readonly string[], words: readonly string[]): string =>
  ['127.0.0.1', from, '127.0.0.1', to, types.join(PARTS), words.join(PARTS)].join('\t');

const readings = tsharkReadings(
  [
    packet('5000', '1935', [], []),
    packet('5000', '1935', ['0x14'], ['connect', 'app', 'live']),
    packet(
      '1935',
      '5000',
      ['0x05', '0x14'],
      ['onStatus', 'level', 'status', 'code', 'NetStream.Play.Start', 'description'],
    ),
    packet('1935', '5000', ['0x09'], []),
    packet('1935', '5001', ['0x04'], []),
  ],
  [1935],
);

describe('what tshark reads', () => {
  it('is parted by connection and side', () => {
    const both = readings.get('127.0.0.1:5000 127.0.0.1:1935');
    expect(both?.c2s).toEqual({ types: [20], words: ['connect', 'app', 'live'] });
    expect(both?.s2c.types).toEqual([5, 20, 9]);
    expect(readings.get('127.0.0.1:5001 127.0.0.1:1935')?.s2c).toEqual({ types: [4], words: [] });
  });

  it('is what the kit has read, which may have stopped before', () => {
    const [kit = { types: [], words: [] }, tshark] = [heard(), readings.get('127.0.0.1:5000 127.0.0.1:1935')?.s2c];
    expect(kit).toEqual({
      types: [5, 20],
      words: ['onStatus', 'level', 'status', 'code', 'NetStream.Play.Start', 'description'],
    });
    const other = tshark ?? kit;
    expect(isReadAlike(kit, other)).toBe(true);
    expect(isReadAlike({ ...kit, types: [5, 4] }, other)).toBe(false);
    expect(isReadAlike({ ...kit, words: ['onStatus', 'level', 'error'] }, other)).toBe(false);
    expect(isReadAlike({ ...kit, types: [5, 20, 9, 9] }, other)).toBe(false);
  });
});

/** What the kit reads of the same on A; B is another. */
function heard() {
  const status = { ...onStatus('NetStream.Play.Start'), text: '' };
  return kitReading([...received('A', [windowAcknowledgementSize(1), status]), ...received('B', [status])], 'A');
}

function received(on: string, messages: Parameters<typeof encodeMessage>[0][]): TranscriptEntry[] {
  const line = new LineState(on, new Random(1), { pong: false, acknowledge: false });
  const bytes = concat(new Uint8Array(3073), ...messages.map((message) => encodeMessage(message, 1, 128)));
  line.receive(bytes, 0);
  return [{ t: 0, on, direction: 'received', bytes, news: line.observations }];
}
