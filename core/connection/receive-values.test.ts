import { describe, expect, it } from 'vitest';
import type { Message } from '../chunk/message.ts';
import { receiveCommand, receiveData } from './receive-values.ts';
import type { SessionHost } from './session-host.ts';

describe('receiving values', () => {
  it('throws what is a bug of ours, and does not blame the peer for it', () => {
    const bug = new RangeError('ours');
    const host = {
      get limits() {
        throw bug;
      },
    } as unknown as SessionHost; // nothing else of it is reached
    const message: Message = {
      chunkStreamId: 3,
      chunkType: 0,
      timestamp: 0,
      messageTypeId: 20,
      messageStreamId: 0,
      payload: Uint8Array.of(2, 0, 1, 0x61),
    };
    expect(() => receiveCommand(host, message)).toThrow(bug);
    expect(() => receiveData(host, { ...message, messageTypeId: 18 })).toThrow(bug);
  });
});
