import type { StreamLengthRequested } from '../../core/index.ts';
import type { Client } from './client.ts';
import { ask } from './hooks.ts';
import { openRecording } from './vod-recording.ts';

/**
 * Answers how long recordings are (CMD-21), to who may play them; for a live stream, or none, 0. One at a time: each costs
 * a look into a file.
 */
export class VodLengths {
  readonly #client: Client;
  readonly #waiting: StreamLengthRequested[] = [];
  #isBusy = false;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Where too many wait, as behind a disk that hangs, the answer is that of a live stream. */
  requested(event: StreamLengthRequested): void {
    const { driver } = this.#client;
    if (this.#waiting.length >= MOST_WAITING)
      return driver.perform(driver.connection.answerCall(event.callId, 0, driver.now()));
    this.#waiting.push(event);
    if (!this.#isBusy) this.#goOn();
  }

  #goOn(): void {
    if (this.#client.driver.isClosed) this.#waiting.length = 0;
    const event = this.#waiting.shift();
    this.#isBusy = event !== undefined;
    if (event !== undefined) this.#find(event);
  }

  #find({ callId, name }: StreamLengthRequested): void {
    const { hub, driver } = this.#client;
    const answer = (seconds: number): void => {
      driver.perform(driver.connection.answerCall(callId, seconds, driver.now()));
      this.#goOn();
    };
    const request = this.#client.streamRequest(name);
    if (typeof request === 'string') return answer(0);
    const decided = (verdict: object | undefined): void => {
      if (verdict === undefined) this.#measure(request.path, answer);
      else if ('path' in verdict && typeof verdict.path === 'string') this.#measure(verdict.path, answer);
      else answer(0);
    };
    ask(hub.hooks.onPlay, { ...request, purpose: 'length' }, decided, (error) =>
      this.#client.hookFailed('onPlay', error),
    );
  }

  #measure(path: string, answer: (seconds: number) => void): void {
    const { live, vod } = this.#client.hub;
    if (vod === undefined || live.channel(path)?.publication !== undefined) return answer(0);
    openRecording(vod, path, (opened) => {
      if ('failure' in opened) return answer(0);
      opened.file.close();
      answer(opened.facts.durationMs / 1_000);
    });
  }
}

/** Players ask once before they play. Each name may be as long as a command. */
const MOST_WAITING = 16;
