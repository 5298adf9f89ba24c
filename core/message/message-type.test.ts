import { describe, expect, it } from 'vitest';
import { MessageType, messageTypeName } from './message-type.ts';

describe('message type IDs (7.1)', () => {
  // "The message type ID: 20 for AMF0 and 17 for AMF3" (7.1.1), "18 for AMF0 and 15 for AMF3" (7.1.2),
  // "19 for AMF0 and 16 for AMF3" (7.1.3).
  it('has commands at 20 and 17, data at 18 and 15, shared objects at 19 and 16', () => {
    const { CommandAmf0, CommandAmf3, DataAmf0, DataAmf3, SharedObjectAmf0, SharedObjectAmf3 } = MessageType;
    expect([CommandAmf0, CommandAmf3, DataAmf0, DataAmf3, SharedObjectAmf0, SharedObjectAmf3]).toEqual([
      20, 17, 18, 15, 19, 16,
    ]);
  });

  it('names each of its numbers', () => {
    expect(messageTypeName(1)).toBe('SetChunkSize');
    expect(messageTypeName(MessageType.Aggregate)).toBe('Aggregate');
    expect(new Set(Object.values(MessageType).map(messageTypeName)).size).toBe(15);
  });

  it('names the unassigned ones by their number (MSG-1)', () => {
    expect([0, 7, 10, 14, 21, 23, 255].map(messageTypeName)).toEqual([
      'type 0',
      'type 7',
      'type 10',
      'type 14',
      'type 21',
      'type 23',
      'type 255',
    ]);
  });
});
