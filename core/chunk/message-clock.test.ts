import { describe, expect, it } from 'vitest';
import { bytes, counting } from './testing/bytes.ts';
import { readEveryWay, timestamps } from './testing/read-all.ts';

const JUMP = 'typeThreeAfterTypeZeroJump';

describe('the time of a message (5.3.1.2)', () => {
  it('CHK-17, Q-12: after type 0 the timestamp is the delta (VEC-CHK-21)', () => {
    const reading = readEveryWay(bytes('04 00 00 1a 00 00 02 08 01 00 00 00 af 01 c4 af 01'));
    expect(timestamps(reading)).toEqual([26, 52]);
    expect(reading.deviations).toEqual([]);
  });

  it.each([
    ['13 88', [5000, 10_000, 15_000], []],
    ['27 10', [10_000, 20_000, 30_000], []],
    ['27 11', [10_001, 20_002, 30_003], [{ code: JUMP, at: 13, count: 2 }]],
  ])('CHK-17, Q-12: type 3 twice after type 0 at 00 %s: %j, told beyond 10 s', (time, expected, deviations) => {
    const reading = readEveryWay(bytes('04 00', time, '00 00 01 08 01 00 00 00 ee', 'c4 ee', 'c4 ee'));
    expect(timestamps(reading)).toEqual(expected);
    expect(reading.deviations).toMatchObject(deviations);
  });

  it('Q-12: refuses the jump where the host does', () => {
    const wire = bytes('04 00 27 11 00 00 01 08 01 00 00 00 ee', 'c4 ee');
    const { trouble } = readEveryWay(wire, { refused: new Set([JUMP]) });
    expect(trouble).toMatchObject({ code: JUMP, at: 13 });
    expect(trouble?.message).toContain('expected a delta after timestamp 10001 on chunk stream 4, got 10001');
  });

  it('Q-12: a delta of its own ends the doubt', () => {
    const wire = bytes('04 00 27 11 00 00 01 08 01 00 00 00 ee', '84 00 75 30 ee', 'c4 ee');
    const reading = readEveryWay(wire);
    expect(timestamps(reading)).toEqual([10_001, 40_001, 70_001]);
    expect(reading.deviations).toEqual([]);
  });

  it('CHK-19, Q-11: a delta is added once for each message, never for the chunks that continue it', () => {
    const begin = (header: string) => bytes(header, counting(128), 'c6', counting(128), 'c6', counting(44));
    const wire = bytes(begin('06 00 00 00 00 01 2c 09 01 00 00 00'), begin('86 00 00 28'), begin('c6'));
    expect(timestamps(readEveryWay(wire))).toEqual([0, 40, 80]);
  });

  it('Q-11: eight equal audio messages as types 0, 2 and six times 3', () => {
    const wire = bytes('04 00 00 00 00 00 01 08 01 00 00 00 ee', '84 00 00 15 ee', ...Array(6).fill('c4 ee'));
    expect(timestamps(readEveryWay(wire))).toEqual([0, 21, 42, 63, 84, 105, 126, 147]);
  });

  it('CHK-10: type 0 may go back', () => {
    const wire = bytes('04 00 13 88 00 00 01 08 01 00 00 00 ee', '04 00 03 e8 00 00 01 08 01 00 00 00 ee');
    expect(timestamps(readEveryWay(wire))).toEqual([5000, 1000]);
  });

  it('CHK-27, Q-63: wraps at 2^32 (VEC-CHK-19, VEC-CHK-20)', () => {
    const wire = bytes('04 ff ff ff 00 00 04 08 01 00 00 00 ff ff ff f0', counting(4), '84 00 00 20', counting(4));
    expect(timestamps(readEveryWay(wire))).toEqual([0xfffffff0, 16]);
  });

  it('CHK-26, Q-63: keeps all 32 bits', () => {
    const wire = bytes('04 ff ff ff 00 00 01 08 01 00 00 00 7f ff ff f0 ee', '84 00 00 20 ee');
    expect(timestamps(readEveryWay(wire))).toEqual([0x7ffffff0, 0x80000010]);
  });

  it('CHK-28, Q-61: a delta just below 2^32 goes back', () => {
    const wire = bytes('04 00 13 88 00 00 01 08 01 00 00 00 ee', '84 ff ff ff ff ff ff f0 ee');
    const reading = readEveryWay(wire);
    expect(timestamps(reading)).toEqual([5000, 4984]);
    expect(reading.deviations).toEqual([]);
  });
});

describe('extended deltas (5.3.1.3)', () => {
  it('CHK-21: types 1 and 2 hold the delta in the 4 bytes (VEC-CHK-18)', () => {
    const wire = bytes('06 00 2a f8 00 00 01 09 01 00 00 00 ee', '46 ff ff ff 00 00 02 09 01 00 00 01 ee ee');
    expect(timestamps(readEveryWay(wire))).toEqual([11_000, 16_788_217]);
    const type2 = bytes('06 00 2a f8 00 00 01 09 01 00 00 00 ee', '86 ff ff ff 01 00 00 00 ee');
    expect(timestamps(readEveryWay(type2))).toEqual([11_000, 16_788_216]);
  });

  it('takes 4 bytes that hold less than 0xFFFFFF as what they say', () => {
    const wire = bytes('04 ff ff ff 00 00 01 08 01 00 00 00 00 00 00 64 ee', '44 ff ff ff 00 00 01 08 00 00 00 28 ee');
    expect(timestamps(readEveryWay(wire))).toEqual([100, 140]);
  });

  it('CHK-25: type 3 that begins a message reads its 4 bytes as the delta after types 1 to 3', () => {
    const wire = bytes(
      '06 00 00 00 00 00 01 09 01 00 00 00 ee',
      '86 ff ff ff 01 00 00 00 ee',
      'c6 01 00 00 00 ee',
      'c6 01 00 00 01 ee',
    );
    const reading = readEveryWay(wire);
    expect(timestamps(reading)).toEqual([0, 0x1000000, 0x2000000, 0x3000001]);
    expect(reading.deviations).toEqual([]);
  });

  it('CHK-25, CHK-17: and after an extended type 0 as well, which is told', () => {
    const wire = bytes('06 ff ff ff 00 00 01 09 01 00 00 00 01 00 00 00 ee', 'c6 01 00 00 00 ee');
    const reading = readEveryWay(wire);
    expect(timestamps(reading)).toEqual([0x1000000, 0x2000000]);
    expect(reading.deviations).toMatchObject([{ code: JUMP, at: 17, count: 1 }]);
  });

  it('CHK-25: with extended timestamps never read on type 3, the delta in force is added', () => {
    const wire = bytes('06 00 00 00 00 00 01 09 01 00 00 00 ee', '86 ff ff ff 01 00 00 00 ee', 'c6 ee');
    const reading = readEveryWay(wire, { extendedTimestampOnType3: 'never' });
    expect(timestamps(reading)).toEqual([0, 0x1000000, 0x2000000]);
  });
});

describe('an extended timestamp where a delta is meant (Q-9)', () => {
  const at = (time: string) => bytes('06 ff ff ff 00 00 01 09 01 00 00 00', time, 'ee');

  it.each([
    ['50 00 00 00', '50 00 00 28', 0x50000028],
    ['50 00 ea 60', '50 00 00 00', 0x50000000],
    ['f0 00 00 00', 'b0 00 00 28', 0xa0000028], // 2^30 back and more, but nowhere near
    ['90 00 00 00', '90 00 00 28', 0x90000028],
  ])('reads type 0 at %s, then type 1 with %s, as %i', (first, second, expected) => {
    const reading = readEveryWay(bytes(at(first), '46 ff ff ff 00 00 01 09', second, 'ee'));
    expect(timestamps(reading)[1]).toBe(expected);
  });

  it('says so, and type 3 repeats what the delta would have been', () => {
    const wire = bytes(at('50 00 00 00'), '86 ff ff ff 50 00 00 28 ee');
    const reading = readEveryWay(bytes(wire, 'c6 00 00 00 28 ee'), { offset: 100 });
    expect(timestamps(reading)).toEqual([0x50000000, 0x50000028, 0x50000050]);
    expect(reading.deviations).toEqual([
      {
        code: 'extendedDeltaAbsolute',
        at: 117,
        count: 1,
        message: 'expected a delta after timestamp 1342177280 on chunk stream 6, got 1342177320',
      },
    ]);
  });

  it.each([
    ['the move is 2^30 and no more', '40 00 00 00', '40 00 00 00', 0x80000000],
    ['the timestamp would lie more than 60 s away', '50 00 00 00', '50 00 ea 61', 0xa000ea61],
    ['the stream is younger than 12 days', '01 00 00 00', '01 00 00 28', 0x2000028],
  ])('stays with the delta when %s', (_name, first, second, expected) => {
    const reading = readEveryWay(bytes(at(first), '46 ff ff ff 00 00 01 09', second, 'ee'));
    expect(timestamps(reading)[1]).toBe(expected);
    expect(reading.deviations).toEqual([]);
  });

  it('does not ask where the delta fits in 24 bits', () => {
    const reading = readEveryWay(bytes(at('50 00 00 00'), '46 00 00 28 00 00 01 09 ee'));
    expect(timestamps(reading)[1]).toBe(0x50000028);
  });

  it('refuses it where the host does', () => {
    const wire = bytes(at('50 00 00 00'), '46 ff ff ff 00 00 01 09 50 00 00 28 ee');
    const { trouble } = readEveryWay(wire, { refused: new Set(['extendedDeltaAbsolute']) });
    expect(trouble).toMatchObject({ code: 'extendedDeltaAbsolute', at: 17 });
    expect(trouble?.message).toContain('after a good type 0 header on chunk stream 6 at byte 0 (timestamp 1342177280,');
  });
});
