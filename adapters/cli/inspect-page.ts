import type { TranscriptRecord } from '../../fixtures/transcript/record.ts';
import type { CaptureFacts } from '../../fixtures/view/capture-facts.ts';
import { type PageCapture, pageOf } from '../../fixtures/view/page/page.ts';
import { Timeline } from '../../fixtures/view/page/timeline.ts';
import { isWanted } from '../../fixtures/view/record-filter.ts';
import type { InspectOptions } from './inspect-options.ts';
import type { InspectOutput } from './inspect-output.ts';

/** Connections that are drawn on one page: about 100 kB and a screen or two each. */
const MOST_DRAWN = 32;

/** Draws connections on a page, which is written when the last file is read. */
export class InspectPage implements InspectOutput {
  readonly needsFacts = 'after';
  readonly #options: InspectOptions;
  readonly #add: (text: string) => void;
  readonly #captures: PageCapture[] = [];
  #timelines = new Map<number, Timeline>();
  #drawn = 0;

  constructor(options: InspectOptions, add: (text: string) => void) {
    this.#options = options;
    this.#add = add;
  }

  begin(name: string, facts: CaptureFacts): void {
    this.#timelines = new Map();
    this.#captures.push({ name, facts, timelines: this.#timelines });
  }

  take(record: TranscriptRecord): void {
    if (record.kind === 'transcript' || record.kind === 'end') return;
    if (record.kind !== 'connection') this.#timelines.get(record.connection)?.take(record);
    else if (isRtmp(record.protocol) && isWanted(record, this.#options.filter) && this.#drawn < MOST_DRAWN) {
      this.#drawn += 1;
      this.#timelines.set(record.connection, new Timeline(record.timeMs));
    }
  }

  finish(): void {}

  end(): void {
    for (const part of pageOf(this.#captures)) this.#add(part);
  }
}

function isRtmp(protocol: string): boolean {
  return protocol === 'rtmp' || protocol === 'rtmpe';
}
