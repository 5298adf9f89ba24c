import { REASSEMBLY, type ReassemblyEffect } from './reassembly.machine.ts';

/**
 * The effects in the reassembly tables, in the form in which the reader asks for them once for each chunk: by cell, with
 * no list to go through. Made from the tables at load; nothing here says more than the machine does.
 *
 * A cell is `state * EVENT_COUNT + event`. A chunk that neither continues a message nor fails begins one.
 */
export const EVENT_COUNT = REASSEMBLY.events.length;

/** Columns of the tables, by chunk type. */
export const CHUNK_TYPE_EVENTS = Uint8Array.of(
  REASSEMBLY.event('chunkType0'),
  REASSEMBLY.event('chunkType1'),
  REASSEMBLY.event('chunkType2'),
  REASSEMBLY.event('chunkType3'),
);
export const MESSAGE_COMPLETED = REASSEMBLY.event('messageCompleted');
export const ABORTED = REASSEMBLY.event('aborted');

/** 1 where the chunk continues the message under way. */
export const CONTINUES = cellsWith('continueMessage');
/** 1 where the message under way is dropped. */
export const DROPS = cellsWith('dropMessage');

/** The deviation that must be accepted first. */
export const DEVIATION_IN_CELL = REASSEMBLY.effects.map(
  (effects) => effects.find((effect) => effect.type === 'deviate')?.params.code,
);
/** Why reading ends. */
export const FAILURE_IN_CELL = REASSEMBLY.effects.map(
  (effects) => effects.find((effect) => effect.type === 'fail')?.params.code,
);

function cellsWith(type: ReassemblyEffect['type']): Uint8Array {
  return Uint8Array.from(REASSEMBLY.effects, (effects) => (effects.some((effect) => effect.type === type) ? 1 : 0));
}
