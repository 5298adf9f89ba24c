import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAmf0 } from '../amf/amf0.ts';
import { encodeAmf3 } from '../amf/amf3.ts';
import { AmfError } from '../amf/error.ts';
import type { ExternalizableForm } from '../amf/externalizable.ts';
import { amfObject, externalizable, strictArray } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { decodeCommand, encodeCommand } from './command-message.ts';
import { MessageType } from './message-type.ts';
import { COMMAND_VECTORS } from './testing/command-vectors.ts';

function failureOf(decode: () => unknown): { code: string; at: number } {
  try {
    decode();
  } catch (error) {
    if (error instanceof AmfError) return { code: error.code, at: error.at };
    throw error;
  }
  throw new Error('expected an AmfError, got none');
}

describe('command messages (7.1.1)', () => {
  it.each(COMMAND_VECTORS)('$name reads: $meaning', ({ bytes, command }) => {
    expect(decodeCommand(hex(bytes))).toEqual({
      ...command,
      malformedUtf8: false,
      isSelectorMissing: false,
      trailing: 0,
    });
  });

  it.each(COMMAND_VECTORS)('$name writes: $meaning', ({ bytes, command }) => {
    const { name, transactionId, commandObject, userArguments } = command;
    const written = encodeCommand(name, transactionId, commandObject, ...userArguments);
    expect(toHex(written)).toBe(toHex(hex(bytes)));
  });

  it('VEC-CMD-19 ERTMP-2: carries lists and maps in the command object both ways', () => {
    const object = amfObject({
      app: 'live',
      fourCcList: strictArray(['av01', 'hvc1']),
      videoFourCcInfoMap: amfObject({ '*': 4 }),
      capsEx: 15,
    });
    const vector = hex(`03 00 03 61 70 70 02 00 04 6c 69 76 65 00 0a 66 6f 75 72 43 63 4c 69 73 74 0a 00 00 00 02 02 00
      04 61 76 30 31 02 00 04 68 76 63 31 00 12 76 69 64 65 6f 46 6f 75 72 43 63 49 6e 66 6f 4d 61 70
      03 00 01 2a 00 40 10 00 00 00 00 00 00 00 00 09 00 06 63 61 70 73 45 78 00 40 2e 00 00 00 00 00 00 00 00 09`);
    const payload = Uint8Array.of(...encodeAmf0(['connect', 1]), ...vector);
    expect(decodeCommand(payload).commandObject).toEqual(object);
    expect(toHex(encodeCommand('connect', 1, object))).toBe(toHex(payload));
  });

  it('CMD-1: reads missing values at the end as undefined, a missing transaction id as 0', () => {
    const onlyName = decodeCommand(encodeAmf0(['ping']));
    expect(onlyName).toEqual({
      name: 'ping',
      transactionId: 0,
      commandObject: undefined,
      userArguments: [],
      malformedUtf8: false,
      isSelectorMissing: false,
      trailing: 0,
    });
    expect(decodeCommand(encodeAmf0(['ping', 7])).commandObject).toBeUndefined();
  });

  it('Q-42: keeps a transaction id that is not finite, and reads one that is no number as 0', () => {
    expect(decodeCommand(encodeCommand('onStatus', Number.NaN, null)).transactionId).toBeNaN();
    expect(decodeCommand(encodeCommand('onStatus', Number.POSITIVE_INFINITY, null)).transactionId).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(decodeCommand(encodeAmf0(['onStatus', 'five', null])).transactionId).toBe(0);
  });

  it('CMD-1: fails when the name is no string, and when there is nothing at all', () => {
    expect(failureOf(() => decodeCommand(encodeAmf0([1, 1, null])))).toEqual({ code: 'amfMalformed', at: 0 });
    expect(failureOf(() => decodeCommand(hex('')))).toEqual({ code: 'amfMalformed', at: 0 });
  });

  it('Q-49: leaves out what does not decode behind the command object, and says how much', () => {
    const payload = Uint8Array.of(...encodeCommand('createStream', 4, null, 'more'), ...hex('00 11 05'));
    expect(decodeCommand(payload)).toMatchObject({ name: 'createStream', userArguments: ['more'], trailing: 3 });
    expect(decodeCommand(Uint8Array.of(...encodeCommand('play', 1, null), 0x09)).trailing).toBe(1);
  });

  it('AMF-LIM-11: fails when the name, the transaction ID or the command object does not decode', () => {
    const whole = encodeCommand('play', 1, amfObject({ a: 1 }));
    for (let length = 1; length < whole.length; length++) {
      const isValueMissing = length === 7 || length === 16; // not cut, but absent: CMD-1
      const decode = () => decodeCommand(whole.subarray(0, length));
      if (isValueMissing) expect(decode()).toMatchObject({ commandObject: undefined, trailing: 0 });
      else expect(failureOf(decode).code).toBe('amfMalformed');
    }
  });

  it('AMF-LIM-4: fails past its budget', () => {
    const payload = encodeCommand('play', 1, null, 'a', 'b');
    expect(decodeCommand(payload, { amfValues: 5 }).userArguments).toEqual(['a', 'b']);
    expect(failureOf(() => decodeCommand(payload, { amfValues: 4 })).code).toBe('amfTooComplex');
  });

  it('AMF0-23: tells that a string was no UTF-8', () => {
    const command = decodeCommand(Uint8Array.of(...encodeCommand('publish', 1, null), ...hex('02 00 01 ff')));
    expect(command.userArguments).toEqual(['\u{fffd}']);
    expect(command.malformedUtf8).toBe(true);
  });

  it('MSG-2: steps over the format selector of type 17, and fails on any but 0', () => {
    const values = encodeCommand('connect', 1, null);
    const command = decodeCommand(Uint8Array.of(0, ...values), undefined, MessageType.CommandAmf3);
    expect(command.name).toBe('connect');
    const decode = (payload: Uint8Array) => () => decodeCommand(payload, undefined, MessageType.CommandAmf3);
    expect(failureOf(decode(Uint8Array.of(3, ...values)))).toEqual({ code: 'amfMalformed', at: 0 });
    expect(failureOf(decode(hex('')))).toEqual({ code: 'amfMalformed', at: 0 });
  });

  it('VEC-AMF3-31 AMF3-24: reads a value behind the AVM+ switch like any other', () => {
    const payload = hex('00 02 00 04 74 65 73 74 00 40 00 00 00 00 00 00 00 05 11 06 05 68 69');
    expect(decodeCommand(payload, undefined, MessageType.CommandAmf3)).toEqual({
      name: 'test',
      transactionId: 2,
      commandObject: null,
      userArguments: ['hi'],
      malformedUtf8: false,
      isSelectorMissing: false,
      trailing: 0,
    });
  });

  it('AMF3-24: reads AMF0 after an AMF3 value, and AMF3 tables across them (AMF3-4)', () => {
    const payload = hex('02 00 01 61 11 04 07 11 0a 0b 01 03 78 06 05 68 69 01 01 01 11 06 02');
    expect(decodeCommand(payload)).toMatchObject({
      transactionId: 7,
      commandObject: amfObject({ x: 'hi' }),
      userArguments: [true, 'hi'],
    });
  });

  it('AMF3-25 Q-48: reads type 17 without its selector, and says so', () => {
    const values = encodeCommand('connect', 1, null);
    expect(decodeCommand(values, undefined, MessageType.CommandAmf3)).toMatchObject({
      name: 'connect',
      transactionId: 1,
      isSelectorMissing: true,
    });
  });

  it('AMF3-25: reads AMF3 throughout where 11 stands for the selector', () => {
    const payload = Uint8Array.of(0x11, ...encodeAmf3(['play', 4, null, 'play']));
    expect(decodeCommand(payload, undefined, MessageType.CommandAmf3)).toMatchObject({
      name: 'play',
      transactionId: 4,
      commandObject: null,
      userArguments: ['play'],
      isSelectorMissing: true,
    });
  });

  it('AMF3-20: fails for an externalizable class, unless it is told of it', () => {
    const form: ExternalizableForm = { className: 'P', fields: [{ name: 'id', type: 'int' }] };
    const payload = encodeCommand('a', 1, null, externalizable(form, { id: 5 }));
    expect(failureOf(() => decodeCommand(payload))).toEqual({ code: 'amfClassUnknown', at: 15 });
    const { userArguments } = decodeCommand(payload, undefined, MessageType.CommandAmf0, [form]);
    expect(userArguments).toEqual([externalizable(form, { id: 5 })]);
  });

  it('reads what it wrote, whatever it says', () => {
    const scalar = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined));
    const value: fc.Arbitrary<AmfValue> = fc.oneof(
      scalar,
      fc.array(scalar).map((values) => strictArray(values)),
      fc.array(fc.tuple(fc.string({ minLength: 1 }), scalar)).map((entries) => amfObject(entries)),
    );
    fc.assert(
      fc.property(fc.string(), fc.double(), value, fc.array(value), (name, transactionId, commandObject, rest) => {
        const written = encodeCommand(name, transactionId, commandObject, ...rest);
        const expected = { name, transactionId, commandObject, userArguments: rest };
        expect(decodeCommand(written)).toMatchObject(expected);
      }),
    );
  });

  it('throws nothing but AmfError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.constantFrom(17, 20), (bytes, type) => {
        try {
          decodeCommand(bytes, undefined, type);
        } catch (error) {
          expect(error).toBeInstanceOf(AmfError);
        }
      }),
    );
  });
});
