import { describe, expect, it } from 'vitest';
import { DEADLINES, type Intent } from './case.ts';
import { Interpreter } from './driver/interpreter.ts';
import { aliveSteps } from './probes.ts';

describe('whether a client still works', () => {
  /** What a client is asked that has come as far as frames flow. */
  function asked(intent: Intent) {
    const scene = new Interpreter({
      role: 'client',
      level: 'must',
      intent,
      records: true,
      manners: { pong: true, acknowledge: true },
      steps: [],
      profile: { app: 'live', tcUrl: 'rtmp://x/live', deadlines: DEADLINES },
      name: 'ck',
      seed: 1,
    });
    scene.line('A').rung = 'relay';
    return aliveSteps(scene, 'A').map(({ do: kind }) => kind);
  }

  it('is seen by a frame that it plays, and by its answer to a ping', () => {
    expect(asked('play')).toEqual(['send', 'expect', 'send', 'expect']);
  });

  it('is seen by its answer to a ping alone where it publishes: it is given no frames', () => {
    expect(asked('publish')).toEqual(['send', 'anyOf']);
  });
});
