import { REASSEMBLY, type ReassemblyEffect } from './reassembly.machine.ts';

/**
 * The reassembly tables in the form in which the reader asks them once for each chunk: what the effects order, by cell,
 * with no list to go through. Made from the tables at load; nothing here says more than the machine does.
 *
 * A cell is `state * eventCount + event`. A chunk that neither continues a message nor fails begins one.
 */
export const REASSEMBLY_ORDERS = Object.freeze({
  eventCount: REASSEMBLY.events.length,
  /** The state of a chunk stream that was never seen. */
  fresh: REASSEMBLY.initial,
  next: REASSEMBLY.next,

  /** Columns of the tables, by chunk type. */
  chunkTypes: Uint8Array.of(
    REASSEMBLY.event('chunkType0'),
    REASSEMBLY.event('chunkType1'),
    REASSEMBLY.event('chunkType2'),
    REASSEMBLY.event('chunkType3'),
  ),
  messageCompleted: REASSEMBLY.event('messageCompleted'),
  aborted: REASSEMBLY.event('aborted'),

  /** 1 where the chunk continues the message under way. */
  continues: cellsWith('continueMessage'),
  /** 1 where the message under way is dropped. */
  drops: cellsWith('dropMessage'),
  /** The deviation that must be accepted first. */
  deviations: REASSEMBLY.effects.map((effects) => effects.find((effect) => effect.type === 'deviate')?.params.code),
  /** Why reading ends. */
  failures: REASSEMBLY.effects.map((effects) => effects.find((effect) => effect.type === 'fail')?.params.code),
});

function cellsWith(type: ReassemblyEffect['type']): Uint8Array {
  return Uint8Array.from(REASSEMBLY.effects, (effects) => (effects.some((effect) => effect.type === type) ? 1 : 0));
}
