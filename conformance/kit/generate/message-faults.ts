import { concat, fill } from '../wire/bytes.ts';
import { cut, h0 } from '../wire/chunk-encode.ts';
import type { MessageSpec } from '../wire/message.ts';

/** One message written wrongly in one way. */
export interface FaultyMessage {
  readonly label: string;
  readonly bytes: Uint8Array;
  /** What follows is read from its beginning. With a wrong length it is not, and nothing can be asked on that connection. */
  readonly isAligned: boolean;
}

/** The ways in which each message is spoiled (catalogue, appendix A), one by one. */
export function* messageFaults(message: MessageSpec, stream: number): Generator<FaultyMessage> {
  const { payload, chunkStreamId, type, timestamp } = message;
  const messageStreamId = message.messageStreamId === 'stream' ? stream : message.messageStreamId;
  const write = (label: string, changed: Partial<Written> = {}): FaultyMessage => ({
    label: `${message.text}: ${label}`,
    bytes: written({ payload, chunkStreamId, type, timestamp, messageStreamId, length: payload.length, ...changed }),
    isAligned: (changed.payload ?? payload).length === (changed.length ?? payload.length),
  });
  yield write('on chunk stream 60', { chunkStreamId: 60 });
  yield write('on message stream 77', { messageStreamId: 77 });
  yield write('at timestamp ffffffff', { timestamp: 0xffffffff });
  const shorter = payload.subarray(0, -1);
  yield write('one byte cut off', { payload: shorter, length: shorter.length });
  yield write('one byte more', { payload: concat(payload, fill(1)), length: payload.length + 1 });
  yield write('its length one too many', { length: payload.length + 1 });
  if (payload.length > 0) yield write('its length one too few', { length: payload.length - 1 });
  const once = write('sent twice');
  yield { ...once, bytes: concat(once.bytes, once.bytes) };
}

interface Written {
  readonly payload: Uint8Array;
  readonly chunkStreamId: number;
  readonly type: number;
  readonly timestamp: number;
  readonly messageStreamId: number;
  readonly length: number;
}

function written({ payload, chunkStreamId, type, timestamp, messageStreamId, length }: Written): Uint8Array {
  const extended = timestamp >= 0xffffff ? { extended: timestamp } : {};
  return concat(
    ...cut(h0(chunkStreamId, timestamp, length, type, messageStreamId), payload, { chunkStreamId, ...extended }),
  );
}
