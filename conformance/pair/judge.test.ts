import { describe, expect, it } from 'vitest';
import { concat, fill } from '../kit/wire/bytes.ts';
import { video } from '../kit/wire/media.ts';
import { encodeMessage } from '../kit/wire/message.ts';
import { isWhole, judged } from './judge.ts';
import { Tap } from './tap.ts';

const HANDSHAKE = fill(3_073, 3);

/** Pictures as they go by: `[number, time of the message, size]`. */
function heard(...pictures: readonly (readonly [sequence: number, timestamp: number, size?: number])[]): Tap {
  const tap = new Tap();
  const messages = pictures.map(([sequence, timestamp, size]) =>
    encodeMessage(
      {
        ...video({ sequence, timestamp: sequence * 40, ...(size !== undefined && { size }) }),
        timestamp,
        messageStreamId: 1,
      },
      1,
      128,
    ),
  );
  for (const byte of concat(HANDSHAKE, ...messages)) tap.push(Uint8Array.of(byte));
  return tap;
}

const said = heard([0, 0], [1, 40], [2, 80], [3, 120]);
const video0 = (told: Tap) => judged(said, told)[0];

describe('a pair', () => {
  it('is whole when every frame came once, from the first that the player got, at one distance in time', () => {
    const verdict = video0(heard([1, 1_040], [2, 1_080], [3, 1_120]));
    expect(verdict).toMatchObject({ came: 3, lost: 0, doubled: 0, outOfOrder: 0, changed: 0, offsets: [1_000] });
    expect(verdict !== undefined && isWhole(verdict)).toBe(true);
  });

  it.each([
    ['lost', heard([1, 40], [3, 120]), { lost: 1 }],
    ['doubled', heard([1, 40], [2, 80], [2, 80]), { doubled: 1 }],
    ['out of order', heard([2, 80], [1, 40]), { outOfOrder: 1 }],
    ['changed', heard([1, 40, 400]), { changed: 1 }],
    ['shifted', heard([1, 40], [2, 81]), { offsets: [0, 1] }],
    ['nothing', heard(), { came: 0 }],
  ])('tells what is %s', (_, told, expected) => {
    const verdict = video0(told);
    expect(verdict).toMatchObject(expected);
    expect(verdict !== undefined && isWhole(verdict)).toBe(false);
  });

  it('says where it could not read on', () => {
    const tap = new Tap();
    tap.push(concat(HANDSHAKE, fill(64, 0xff)));
    expect(tap.trouble).toBeDefined();
    expect(tap.frames).toEqual([]);
  });
});
