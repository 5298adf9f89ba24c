import { describe, expect, it } from 'vitest';
import { type CodedChunk, type Decoder, Decoding } from './decoding.ts';

interface Chunk extends CodedChunk {
  readonly name: string;
}

/** A decoder that does nothing until it is told to. */
class TestDecoder implements Decoder<string, Chunk> {
  decodeQueueSize = 0;
  readonly done: string[] = [];
  readonly fail: (error: Error) => void;
  refuses = false;

  constructor(fail: (error: Error) => void) {
    this.fail = fail;
  }
  configure(config: string): void {
    this.done.push(`configure ${config}`);
  }
  decode({ name }: Chunk): void {
    if (this.refuses) throw new DOMException('A key frame is required.', 'DataError');
    this.done.push(name);
    this.decodeQueueSize += 1;
  }
  close(): void {
    this.done.push('close');
  }
}

function scene() {
  const decoders: TestDecoder[] = [];
  const troubles: string[] = [];
  const room = { hasRoom: true };
  const decoding = new Decoding<string, Chunk>({
    make: (onError) => {
      const decoder = new TestDecoder(onError);
      decoders.push(decoder);
      return decoder;
    },
    hasRoom: () => room.hasRoom,
    onTrouble: ({ message }) => troubles.push(message),
  });
  const push = (...names: readonly string[]) => {
    for (const name of names) decoding.push({ name, type: name.startsWith('key') ? 'key' : 'delta' });
  };
  return { decoding, decoders, troubles, room, push };
}

describe('Decoding', () => {
  it('begins at a key frame, once it knows how', () => {
    const { decoding, decoders, push } = scene();
    push('key 0');
    decoding.configure('avc');
    push('delta 1', 'key 2', 'delta 3');
    expect(decoders.map(({ done }) => done)).toEqual([['configure avc', 'key 2', 'delta 3']]);
    expect(decoding.dropped).toBe(2);
  });

  it('gives the decoder so much and no more, and goes on when there is room', () => {
    const { decoding, decoders, room, push } = scene();
    decoding.configure('avc');
    push('key', ...Array.from({ length: 20 }, (_, index) => `${index}`));
    const [decoder] = decoders;
    expect(decoder?.done.length).toBe(1 + 8);
    decoder!.decodeQueueSize = 0;
    room.hasRoom = false;
    decoding.pump();
    expect(decoder?.done.length).toBe(1 + 8);
    room.hasRoom = true;
    decoding.pump();
    expect(decoder?.done.length).toBe(1 + 16);
  });

  it('drops all that waits when it is too much, and begins again at a key frame', () => {
    const { decoding, decoders, push } = scene();
    decoding.configure('avc');
    push('key', ...Array.from({ length: 700 }, (_, index) => `${index}`));
    decoders[0]!.decodeQueueSize = 0;
    push('delta', 'key later');
    expect(decoders[0]?.done.at(-1)).toBe('key later');
    expect(decoding.dropped).toBe(700 - 7 + 1);
  });

  it('makes a new decoder at the next key frame after one failed, told or thrown', () => {
    const { decoding, decoders, troubles, push } = scene();
    decoding.configure('avc');
    push('key 0', 'delta 1');
    decoders[0]?.fail(new DOMException('Corrupt.', 'EncodingError'));
    push('delta 2', 'key 3');
    expect(decoders[1]?.done).toEqual(['configure avc', 'key 3']);
    decoders[0]?.fail(new DOMException('Again.', 'EncodingError'));
    decoders[1]!.refuses = true;
    push('delta 4', 'delta 5', 'key 6');
    expect(decoders[1]?.done.at(-1)).toBe('close');
    expect(decoders[2]?.done).toEqual(['configure avc', 'key 6']);
    expect(troubles).toEqual(['Corrupt.', 'A key frame is required.']);
    expect(decoding.failures).toBe(2);
  });

  it('does not ask again for what the browser has no decoder for, until it is something else', () => {
    const { decoding, decoders, push } = scene();
    decoding.configure('hevc');
    push('key 0');
    decoders[0]?.fail(new DOMException('Unsupported configuration.', 'NotSupportedError'));
    push('key 1');
    expect(decoders.length).toBe(1);
    decoding.configure('avc');
    push('key 2');
    expect(decoders[1]?.done).toEqual(['configure avc', 'key 2']);
  });

  it('changes to another configuration at its key frame, in the same decoder', () => {
    const { decoding, decoders, push } = scene();
    decoding.configure('avc');
    push('key 0');
    decoding.configure('vp9');
    push('delta 1', 'key 2');
    expect(decoders.map(({ done }) => done)).toEqual([['configure avc', 'key 0', 'configure vp9', 'key 2']]);
    decoding.close();
    push('key 3');
    expect(decoders[0]?.done.at(-1)).toBe('close');
  });
});
