import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import { amf0Start } from './format-selector.ts';
import { MessageType } from './message-type.ts';

const { DataAmf3, SharedObjectAmf3, CommandAmf3, DataAmf0, SharedObjectAmf0, CommandAmf0 } = MessageType;

describe('format selector (MSG-2)', () => {
  it('MSG-2: stands before the values of types 15, 16 and 17', () => {
    for (const type of [DataAmf3, SharedObjectAmf3, CommandAmf3]) expect(amf0Start(type, hex('00 02'))).toBe(1);
  });

  it('MSG-2: makes the rest mean nothing when it is not 0, or not there', () => {
    expect(amf0Start(CommandAmf3, hex('03 02'))).toBeUndefined();
    expect(amf0Start(CommandAmf3, hex(''))).toBeUndefined();
  });

  it('MSG-3: is not in types 18, 19 and 20', () => {
    for (const type of [DataAmf0, SharedObjectAmf0, CommandAmf0]) expect(amf0Start(type, hex('02 00'))).toBe(0);
  });
});
