import { describe, expect, it } from 'vitest';
import { walk } from '../machine/testing/walk.ts';
import { reassemblyMachine } from './reassembly.machine.ts';

describe('reassembly machine (5.3.1.2)', () => {
  it.each([
    ['', 'fresh', []],
    ['chunkType0', 'inMessage', ['beginMessage']],
    ['chunkType1', 'inMessage', ['deviate typeOneFirst', 'beginMessage']],
    ['chunkType2', 'fresh', ['fail chunkHeaderMissing']],
    ['chunkType3', 'fresh', ['fail chunkHeaderMissing']],
    ['chunkType0 chunkType3', 'inMessage', ['continueMessage']],
    ['chunkType0 messageCompleted', 'idle', ['deliverMessage']],
    ['chunkType0 aborted', 'idle', ['dropMessage']],
    ['chunkType0 messageCompleted chunkType0', 'inMessage', ['beginMessage']],
    ['chunkType0 messageCompleted chunkType1', 'inMessage', ['beginMessage']],
    ['chunkType0 messageCompleted chunkType2', 'inMessage', ['beginMessage']],
    ['chunkType0 messageCompleted chunkType3', 'inMessage', ['beginMessage']],
    ['chunkType0 aborted chunkType3', 'inMessage', ['beginMessage']],
    ['chunkType0 chunkType0', 'inMessage', ['deviate headerInsideMessage', 'dropMessage', 'beginMessage']],
    ['chunkType0 chunkType1', 'inMessage', ['deviate headerInsideMessage', 'dropMessage', 'beginMessage']],
    ['chunkType0 chunkType2', 'inMessage', ['deviate headerInsideMessage', 'dropMessage', 'beginMessage']],
  ])('after "%s" is in %s with %j', (events, state, orders) => {
    expect(walk(reassemblyMachine, events)).toEqual({ state, orders });
  });

  it.each([
    ['aborted', 'fresh'],
    ['chunkType0 messageCompleted aborted', 'idle'],
    ['messageCompleted', 'fresh'],
    ['chunkType0 messageCompleted messageCompleted', 'idle'],
  ])('ignores the last of "%s" in %s: there is no message under way', (events, state) => {
    expect(walk(reassemblyMachine, events)).toEqual({ state, orders: [] });
  });
});
