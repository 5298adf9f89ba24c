import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AmfError, AmfUsageError } from '../amf/error.ts';
import { amfObject, avmPlus } from '../amf/make-value.ts';
import { amf3Tree } from '../amf/testing/amf3-values.ts';
import { hex, toHex } from '../bytes/testing/hex.ts';
import { type DecodeSharedObjectOptions, decodeSharedObject } from './decode-shared-object.ts';
import { encodeSharedObject } from './encode-shared-object.ts';
import { MessageType } from './message-type.ts';
import type { SharedObjectEvent, SharedObjectFormat, SharedObjectMessage } from './shared-object-message.ts';

const CHAT = { name: 'chat', version: 0, isPersistent: false };
const AMF3 = { messageTypeId: MessageType.SharedObjectAmf3 };
/** Name "chat", version 0, not persistent. */
const HEADER = '00 04 63 68 61 74 00 00 00 00 00 00 00 00 00 00 00 00';

/** Every kind of event, its number and its data on the wire (MSG-10, MSG-12). */
const EVENTS: readonly (readonly [SharedObjectEvent, string])[] = [
  [{ type: 'use' }, '01 00 00 00 00'],
  [{ type: 'release' }, '02 00 00 00 00'],
  [{ type: 'requestChange', slot: 'n', value: true }, '03 00 00 00 05 00 01 6e 01 01'],
  [{ type: 'change', slots: [] }, '04 00 00 00 00'],
  [
    {
      type: 'change',
      slots: [
        ['n', null],
        ['m', undefined],
      ],
    },
    '04 00 00 00 08 00 01 6e 05 00 01 6d 06',
  ],
  [{ type: 'success', slot: 'n' }, '05 00 00 00 03 00 01 6e'],
  [{ type: 'sendMessage', handler: 'hi', values: [false] }, '06 00 00 00 07 02 00 02 68 69 01 00'],
  [{ type: 'status', code: 'c', level: 'error' }, '07 00 00 00 0a 00 01 63 00 05 65 72 72 6f 72'],
  [{ type: 'clear' }, '08 00 00 00 00'],
  [{ type: 'remove', slot: '' }, '09 00 00 00 02 00 00'],
  [{ type: 'requestRemove', slot: 'n' }, '0a 00 00 00 03 00 01 6e'],
  [{ type: 'useSuccess' }, '0b 00 00 00 00'],
  [{ type: 'unknown', eventType: 12, data: hex('aa bb') }, '0c 00 00 00 02 aa bb'],
];

/** Decodes, checks that the same bytes are written again, and says what was read. */
function readAndWriteBack(bytes: Uint8Array, options: DecodeSharedObjectOptions = {}): SharedObjectMessage {
  const { format, ...message } = decodeSharedObject(bytes, options);
  expect(toHex(encodeSharedObject(message, { format }))).toBe(toHex(bytes));
  return message;
}

function errorOf(bytes: string, options: DecodeSharedObjectOptions = {}): unknown {
  try {
    return decodeSharedObject(hex(bytes), options);
  } catch (error) {
    const { code, at } = error as AmfError; // nothing else is thrown; the caller compares
    return { code, at };
  }
}

describe('shared object messages (7.1.3)', () => {
  it('reads Use (VEC-MSG-3, MSG-11)', () => {
    const bytes = hex('00 04 63 68 61 74 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00');
    expect(readAndWriteBack(bytes)).toEqual({ ...CHAT, events: [{ type: 'use' }] });
  });

  it('reads UseSuccess and Clear (VEC-MSG-4, MSG-11)', () => {
    const bytes = hex('00 04 63 68 61 74 00 00 00 00 00 00 00 00 00 00 00 00 0b 00 00 00 00 08 00 00 00 00');
    expect(readAndWriteBack(bytes)).toEqual({ ...CHAT, events: [{ type: 'useSuccess' }, { type: 'clear' }] });
  });

  it('reads Change at version 3 (VEC-MSG-5, MSG-11)', () => {
    const bytes = hex(`
      00 04 63 68 61 74 00 00 00 03 00 00 00 00 00 00 00 00 04 00 00 00 0c 00 01 6e 00 40 14 00 00 00
      00 00 00`);
    const events = [{ type: 'change', slots: [['n', 5]] }];
    expect(readAndWriteBack(bytes)).toEqual({ ...CHAT, version: 3, events });
  });

  it.each(EVENTS)('MSG-10 MSG-12: %j is %s', (event, data) => {
    expect(readAndWriteBack(hex(`${HEADER} ${data}`))).toEqual({ ...CHAT, events: [event] });
  });

  it('MSG-11: the flag 2 means persistent, the last 32 bits nothing', () => {
    const bytes = hex('00 01 61 ff ff ff ff 00 00 00 02 00 00 00 09');
    expect(decodeSharedObject(bytes)).toEqual({
      name: 'a',
      version: 0xffffffff,
      isPersistent: true,
      events: [],
      format: 'amf0',
    });
  });

  it('MSG-2: type 16 has a selector, and AMF3 for single values after 0', () => {
    const bytes = hex(`00 ${HEADER} 03 00 00 00 06 00 01 6e 11 04 07`);
    const events = [{ type: 'requestChange', slot: 'n', value: avmPlus(7) }];
    expect(readAndWriteBack(bytes, AMF3)).toEqual({ ...CHAT, events });
  });

  it('MSG-2: after the selector 3 of Red5 names and values are AMF3, with the tables of one message', () => {
    const bytes = hex('03 09 63 68 61 74 00 00 00 00 00 00 00 00 00 00 00 00 03 00 00 00 03 00 04 07');
    const events = [{ type: 'requestChange', slot: 'chat', value: 7 }];
    expect(readAndWriteBack(bytes, AMF3)).toEqual({ ...CHAT, events });
    expect(errorOf('03 00 00 00 00 00 00 00 00 00 00 00 00 00', AMF3)).toEqual({ code: 'amfMalformed', at: 1 });
  });

  it('MSG-3: writes no AMF3 for a peer that reads none', () => {
    const events: SharedObjectEvent[] = [{ type: 'requestChange', slot: 'n', value: avmPlus(amfObject({ a: 1 })) }];
    const plain: SharedObjectEvent[] = [{ type: 'requestChange', slot: 'n', value: amfObject({ a: 1 }) }];
    expect(encodeSharedObject({ ...CHAT, events }, { withoutAmf3: true })).toEqual(
      encodeSharedObject({ ...CHAT, events: plain }),
    );
  });
});

describe('malformed shared object messages (MSG-11)', () => {
  it.each([
    ['nothing at all', '', 0],
    ['a name that is cut off', '00 04 63', 2],
    ['no version', '00 01 61 00 00 00', 3],
    ['an event without a length', `${HEADER} 01 00 00`, 19],
    ['an event that is cut off', `${HEADER} 01 00 00 00 09 00`, 23],
    ['data where none belongs', `${HEADER} 01 00 00 00 01 00`, 18],
    ['a value that reads on beyond its event', `${HEADER} 03 00 00 00 04 00 01 6e 01 01`, 18],
    ['a slot without a value', `${HEADER} 03 00 00 00 03 00 01 6e`, 26],
    ['a value of no type', `${HEADER} 04 00 00 00 04 00 01 6e 0e`, 26],
    ['a handler that is no string', `${HEADER} 06 00 00 00 01 05`, 23],
    ['a status without a level', `${HEADER} 07 00 00 00 03 00 01 63`, 26],
    ['a name that is no UTF-8 (AMF0-23)', '00 01 ff 00 00 00 00 00 00 00 00 00 00 00 00', 0],
  ])('refuses %s', (_, bytes, at) => {
    expect(errorOf(bytes)).toEqual({ code: 'amfMalformed', at });
  });

  it.each(['', '01', '11', `04 ${HEADER}`])('MSG-2: refuses the format selector "%s"', (bytes) => {
    expect(errorOf(bytes, AMF3)).toEqual({ code: 'amfMalformed', at: 0 });
  });

  it('AMF-LIM-4: counts events and values together', () => {
    const three = `${HEADER} 01 00 00 00 00 03 00 00 00 04 00 01 6e 05`;
    expect(errorOf(three, { budget: { amfValues: 3 } })).toMatchObject({ name: 'chat' });
    expect(errorOf(three, { budget: { amfValues: 2 } })).toEqual({ code: 'amfTooComplex', at: 31 });
  });
});

describe('encodeSharedObject', () => {
  it.each([
    ['amfNameTooLong', { ...CHAT, name: 'x'.repeat(0x10000), events: [] }],
    ['amfOutOfRange', { ...CHAT, version: 2 ** 32, events: [] }],
    ['amfOutOfRange', { ...CHAT, events: [{ type: 'unknown', eventType: 256, data: hex('') }] }],
    ['amfTooLong', { ...CHAT, events: [{ type: 'unknown', eventType: 12, data: new Uint8Array(0x1000000) }] }],
  ] as const)('refuses with %s what cannot be written', (code, message) => {
    expect(() => encodeSharedObject(message)).toThrow(expect.objectContaining({ name: AmfUsageError.name, code }));
  });
});

const name = fc.string({ unit: 'grapheme', maxLength: 6 });
const value = amf3Tree;
const event: fc.Arbitrary<SharedObjectEvent> = fc.oneof(
  fc.constantFrom('use', 'release', 'clear', 'useSuccess').map((type) => ({ type })),
  fc.record({ type: fc.constant('requestChange'), slot: name, value }),
  fc.record({ type: fc.constant('change'), slots: fc.array(fc.tuple(name, value), { maxLength: 3 }) }),
  fc.record({ type: fc.constantFrom('success', 'remove', 'requestRemove'), slot: name }),
  fc.record({ type: fc.constant('sendMessage'), handler: name, values: fc.array(value, { maxLength: 3 }) }),
  fc.record({ type: fc.constant('status'), code: name, level: name }),
  fc.record({
    type: fc.constant('unknown'),
    eventType: fc.oneof(fc.constant(0), fc.integer({ min: 12, max: 255 })),
    data: fc.uint8Array({ maxLength: 9 }),
  }),
);
const message: fc.Arbitrary<SharedObjectMessage> = fc.record({
  name,
  version: fc.nat(0xffffffff),
  isPersistent: fc.boolean(),
  events: fc.array(event, { maxLength: 4 }),
});

describe('shared object properties', () => {
  it.each<SharedObjectFormat>(['amf0', 'amf3', 'amf3Throughout'])('MSG-2: %s reads back what was written', (format) => {
    fc.assert(
      fc.property(message, (written) => {
        const bytes = encodeSharedObject(written, { format });
        const read = decodeSharedObject(bytes, format === 'amf0' ? {} : AMF3);
        expect(read.format).toBe(format);
        expect(encodeSharedObject(read, { format })).toEqual(bytes);
        if (format === 'amf3Throughout') expect(read).toEqual({ ...written, format });
      }),
    );
  });

  it('MSG-11: any bytes give a message or an AmfError, never anything else', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.uint8Array({ maxLength: 60 }).map((rest) => Uint8Array.of(...hex(HEADER), ...rest)),
    );
    fc.assert(
      fc.property(bytes, fc.constantFrom(16, 19), (payload, messageTypeId) => {
        try {
          decodeSharedObject(payload, { messageTypeId });
        } catch (error) {
          expect(error).toBeInstanceOf(AmfError);
        }
      }),
    );
  });
});
