import { describeFlv, type FlvFacts } from '../describe-flv.ts';
import type { FlvPayload } from '../flv-tag.ts';
import { FlvPlayback, type FlvPlaybackOptions, type FlvPlaybackOutputs } from '../playback.ts';
import { answer } from './answer.ts';

export interface Given extends FlvPayload {
  /** The instant. */
  readonly at: number;
}

export function factsOf(file: Uint8Array): FlvFacts {
  const { result } = answer(describeFlv(file.length), file);
  if (result === undefined) throw new Error('the file of a test has frames');
  return result;
}

/** A playback of a file in memory, in virtual time: what it gave, and when. Reads are answered at once, in lent bytes. */
export class TestPlayer {
  readonly playback: FlvPlayback;
  readonly given: Given[] = [];
  outputs: FlvPlaybackOutputs;
  now = 0;
  room = Number.POSITIVE_INFINITY;
  /** What can be read of the file. */
  file: Uint8Array;
  #lent = new Uint8Array(0);

  constructor(file: Uint8Array, options?: FlvPlaybackOptions) {
    this.file = file;
    this.playback = new FlvPlayback(factsOf(file), options);
    this.outputs = this.run((playback, now, room) => playback.tick(now, room));
  }

  /** Calls the playback, and answers what it wants to read until it wants nothing more. */
  run(call: (playback: FlvPlayback, now: number, room: number) => FlvPlaybackOutputs): FlvPlaybackOutputs {
    let outputs = call(this.playback, this.now, this.room);
    for (;;) {
      this.given.push(...outputs.tags.map((tag) => ({ ...tag, at: this.now })));
      if (outputs.read === undefined) break;
      this.#lent.fill(0x5a);
      const { at, length } = outputs.read;
      this.#lent = this.file.slice(at, at + length);
      outputs = this.playback.take(this.#lent, this.now, this.room);
    }
    this.outputs = outputs;
    return outputs;
  }

  /** Lets time pass, from deadline to deadline. */
  advance(ms: number): void {
    const until = this.now + ms;
    for (let at = this.outputs.deadline; at !== undefined && at <= until; at = this.outputs.deadline) {
      this.now = Math.max(this.now, at);
      this.run((playback, now, room) => playback.tick(now, room));
    }
    this.now = until;
  }

  /** What was given since the last call. */
  take(): Given[] {
    return this.given.splice(0);
  }
}
