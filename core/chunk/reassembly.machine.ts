import { setup } from 'xstate';
import { effects } from '../machine/effects.ts';
import { lower } from '../machine/lower.ts';

/** What happened on one chunk stream. Each is a fact: a chunk is an event once its header is known to be whole. */
export type ReassemblyEvent =
  | { readonly type: 'chunkType0' }
  | { readonly type: 'chunkType1' }
  | { readonly type: 'chunkType2' }
  | { readonly type: 'chunkType3' }
  /** The last byte of the message came; for an empty message, its header. */
  | { readonly type: 'messageCompleted' }
  /** The peer sent Abort Message for this chunk stream (§5.4.2). */
  | { readonly type: 'aborted' };

export type ReassemblyEffect =
  /** Take the fields that this chunk type carries, keep the others, and start the message that they describe. */
  | { readonly type: 'beginMessage' }
  /** Add the payload of this chunk to the message under way. */
  | { readonly type: 'continueMessage' }
  | { readonly type: 'deliverMessage' }
  /** Forget the payload that came; the fields of the header stay, its timestamp too (CHK-37, CHK-38). */
  | { readonly type: 'dropMessage' }
  /** Go on only if the host accepts this deviation. */
  | { readonly type: 'deviate'; readonly params: { readonly code: 'typeOneFirst' | 'headerInsideMessage' } }
  | { readonly type: 'fail'; readonly params: { readonly code: 'chunkHeaderMissing' } };

/**
 * What may come next on one chunk stream of one direction (§5.3.1.2): every chunk stream runs its own.
 *
 * - The first chunk of all should be type 0. A type 1 lacks only the message stream id and is how librtmp begins (Q-13,
 *   CHK-32); types 2 and 3 leave the length unknown, so nothing after them could be read.
 * - Type 3 has two meanings (CHK-16): within a message it continues it, else it begins one like the one before.
 * - Types 0 to 2 within a message are an error (CHK-31); where it is accepted, they abort that message.
 * - Abort of a chunk stream that has no message under way means nothing (CHK-37).
 */
export const reassemblyMachine = setup({
  types: { events: {} as ReassemblyEvent },
  actions: effects<ReassemblyEffect>(
    'beginMessage',
    'continueMessage',
    'deliverMessage',
    'dropMessage',
    'deviate',
    'fail',
  ),
}).createMachine({
  id: 'reassembly',
  description: 'What may come next on one chunk stream of one direction; every chunk stream runs its own.',
  initial: 'fresh',
  states: {
    fresh: {
      on: {
        chunkType0: { target: 'inMessage', actions: 'beginMessage' },
        chunkType1: {
          target: 'inMessage',
          actions: [{ type: 'deviate', params: { code: 'typeOneFirst' } }, 'beginMessage'],
        },
        chunkType2: { actions: { type: 'fail', params: { code: 'chunkHeaderMissing' } } },
        chunkType3: { actions: { type: 'fail', params: { code: 'chunkHeaderMissing' } } },
      },
    },
    idle: {
      on: {
        chunkType0: { target: 'inMessage', actions: 'beginMessage' },
        chunkType1: { target: 'inMessage', actions: 'beginMessage' },
        chunkType2: { target: 'inMessage', actions: 'beginMessage' },
        chunkType3: { target: 'inMessage', actions: 'beginMessage' },
      },
    },
    inMessage: {
      on: {
        chunkType0: {
          actions: [{ type: 'deviate', params: { code: 'headerInsideMessage' } }, 'dropMessage', 'beginMessage'],
        },
        chunkType1: {
          actions: [{ type: 'deviate', params: { code: 'headerInsideMessage' } }, 'dropMessage', 'beginMessage'],
        },
        chunkType2: {
          actions: [{ type: 'deviate', params: { code: 'headerInsideMessage' } }, 'dropMessage', 'beginMessage'],
        },
        chunkType3: { actions: 'continueMessage' },
        messageCompleted: { target: 'idle', actions: 'deliverMessage' },
        aborted: { target: 'idle', actions: 'dropMessage' },
      },
    },
  },
});

/** The machine as tables; a reader steps them once for each chunk. */
export const REASSEMBLY = lower(reassemblyMachine);
