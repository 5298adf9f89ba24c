import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { findValues } from './format-selector.ts';
import { MessageType } from './message-type.ts';

const { DataAmf3, CommandAmf3, DataAmf0, CommandAmf0 } = MessageType;

describe('format selector (MSG-2)', () => {
  it.each([DataAmf3, CommandAmf3])('MSG-2 AMF3-24: stands before the values of type %d', (type) => {
    expect(findValues(type, hex('00 02'))).toEqual({ start: 1, format: 'amf0', isSelectorMissing: false });
  });

  it.each([DataAmf3, CommandAmf3])('AMF3-25: may be missing before a string of type %d', (type) => {
    expect(findValues(type, hex('02 00'))).toEqual({ start: 0, format: 'amf0', isSelectorMissing: true });
  });

  it.each([DataAmf3, CommandAmf3])('AMF3-25: may be 11 of type %d, and all that follows AMF3', (type) => {
    expect(findValues(type, hex('11 06'))).toEqual({ start: 1, format: 'amf3', isSelectorMissing: true });
  });

  it('MSG-2: makes the rest mean nothing when it is another one, or not there', () => {
    expect(findValues(CommandAmf3, hex('03 02'))).toBeUndefined();
    expect(findValues(CommandAmf3, hex(''))).toBeUndefined();
  });

  it.each([DataAmf0, CommandAmf0])('MSG-3: is not in type %d', (type) => {
    for (const first of ['00', '02', '11']) {
      expect(findValues(type, hex(first))).toEqual({ start: 0, format: 'amf0', isSelectorMissing: false });
    }
  });
});
