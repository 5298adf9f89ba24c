import type { ConnectionRecord, TranscriptRecord } from '../../fixtures/transcript/record.ts';
import { recordJson } from '../../fixtures/transcript/record-json.ts';
import { CaptureFacts } from '../../fixtures/view/capture-facts.ts';
import { factsJson } from '../../fixtures/view/facts-json.ts';
import { isWanted } from '../../fixtures/view/record-filter.ts';
import type { Paint } from '../../fixtures/view/style.ts';
import { TextView } from '../../fixtures/view/text-view.ts';
import type { InspectOptions } from './inspect-options.ts';
import type { InspectOutput } from './inspect-output.ts';
import { InspectPage } from './inspect-page.ts';

type Add = (text: string) => void;

export function inspectOutput(options: InspectOptions, add: Add, paint: Paint): InspectOutput {
  if (options.htmlFile !== undefined) return new InspectPage(options, add);
  if (options.format !== 'text') return options.summary ? new JsonSummary(options, add) : new JsonRecords(options, add);
  return options.summary ? new TextSummary(options, add, paint) : new TextRecords(options, add, paint);
}

/** A header for each connection, and lines where they are wanted. */
class TextRecords implements InspectOutput {
  readonly needsFacts = 'before';
  readonly #options: InspectOptions;
  readonly #add: Add;
  readonly #paint: Paint;
  #view = new TextView();
  #facts: CaptureFacts | undefined;
  #isKnown = false;
  #fileCount = 0;

  constructor(options: InspectOptions, add: Add, paint: Paint) {
    this.#options = options;
    this.#add = add;
    this.#paint = paint;
  }

  begin(name: string, facts: CaptureFacts, isKnown: boolean): void {
    this.#add(fileHeading(name, this.#fileCount, this.#options, this.#paint));
    this.#fileCount += 1;
    this.#facts = facts;
    this.#isKnown = isKnown;
    this.#view = new TextView({
      paint: this.#paint,
      hex: this.#options.hex,
      namesConnections: !isKnown || facts.rtmp.size > 1,
      factsOf: (connection) => (isKnown ? facts.rtmp.get(connection) : undefined),
    });
  }

  take(record: TranscriptRecord): void {
    this.#view.see(record);
    if (!isWanted(record, this.#options.filter)) return;
    for (const line of this.#view.lines(record)) this.#add(`${line}\n`);
  }

  finish(): void {
    const facts = this.#facts;
    if (facts === undefined) return;
    if (!this.#isKnown) this.#tellAll(facts);
    this.#add(`\n${this.#paint('quiet', facts.countLine)}\n`);
  }

  end(): void {}

  #tellAll(facts: CaptureFacts): void {
    for (const connection of facts.rtmp.values()) {
      if (!isWanted(connection.record, this.#options.filter)) continue;
      this.#add('\n');
      for (const line of this.#view.header(connection.record)) this.#add(`${line}\n`);
      for (const line of this.#view.facts(connection)) this.#add(`${line}\n`);
    }
  }
}

/** Connections of one file that a summary lists; those behind them are counted. */
const MOST_LISTED = 65_536;

/** A header for each connection, with all that is known of it: told when the file is over, so that it is read but once. */
class TextSummary implements InspectOutput {
  readonly needsFacts = 'after';
  readonly #options: InspectOptions;
  readonly #add: Add;
  readonly #paint: Paint;
  #view = new TextView();
  #facts = new CaptureFacts();
  #connections: ConnectionRecord[] = [];
  #unlisted = 0;
  #fileCount = 0;

  constructor(options: InspectOptions, add: Add, paint: Paint) {
    this.#options = options;
    this.#add = add;
    this.#paint = paint;
  }

  begin(name: string, facts: CaptureFacts): void {
    this.#add(fileHeading(name, this.#fileCount, this.#options, this.#paint));
    this.#fileCount += 1;
    this.#facts = facts;
    this.#connections = [];
    this.#unlisted = 0;
    this.#view = new TextView({ paint: this.#paint, factsOf: (connection) => facts.rtmp.get(connection) });
  }

  take(record: TranscriptRecord): void {
    if (record.kind === 'transcript') this.#view.see(record);
    if (record.kind !== 'connection' || !isWanted(record, this.#options.filter)) return;
    if (this.#connections.length < MOST_LISTED) this.#connections.push(record);
    else this.#unlisted += 1;
  }

  finish(): void {
    for (const record of this.#connections) {
      for (const line of this.#view.lines(record)) this.#add(`${line}\n`);
      this.#add('\n');
    }
    if (this.#unlisted > 0) this.#add(`and ${this.#unlisted} more\n`);
    this.#add(`${this.#paint('quiet', this.#facts.countLine)}\n`);
  }

  end(): void {}
}

/** What stands over a file, where there are several. */
function fileHeading(name: string, filesBefore: number, { files }: InspectOptions, paint: Paint): string {
  const space = filesBefore > 0 ? '\n' : '';
  return files.length > 1 ? `${space}${paint('title', `== ${name}`)}\n` : space;
}

/** Objects, in lines or in an array. */
class JsonObjects {
  readonly #isArray: boolean;
  readonly #add: Add;
  #count = 0;

  constructor({ format }: InspectOptions, add: Add) {
    this.#isArray = format === 'json';
    this.#add = add;
  }

  write(object: object): void {
    const before = this.#isArray ? (this.#count === 0 ? '[\n' : ',\n') : '';
    this.#count += 1;
    this.#add(`${before}${JSON.stringify(object)}${this.#isArray ? '' : '\n'}`);
  }

  end(): void {
    if (this.#isArray) this.#add(this.#count === 0 ? '[]\n' : '\n]\n');
  }
}

/** The records themselves. Where there are several files, the first record of each has its name. */
class JsonRecords implements InspectOutput {
  readonly needsFacts = 'never';
  readonly #options: InspectOptions;
  readonly #objects: JsonObjects;
  #name = '';

  constructor(options: InspectOptions, add: Add) {
    this.#options = options;
    this.#objects = new JsonObjects(options, add);
  }

  begin(name: string): void {
    this.#name = name;
  }

  take(record: TranscriptRecord): void {
    if (!isWanted(record, this.#options.filter)) return;
    const isNamed = record.kind === 'transcript' && this.#options.files.length > 1;
    const json = recordJson(record, this.#options);
    this.#objects.write(isNamed ? { ...json, file: this.#name } : json);
  }

  finish(): void {}

  end(): void {
    this.#objects.end();
  }
}

/** An object for each RTMP connection. */
class JsonSummary implements InspectOutput {
  readonly needsFacts = 'after';
  readonly #options: InspectOptions;
  readonly #objects: JsonObjects;
  #name = '';
  #facts: CaptureFacts | undefined;

  constructor(options: InspectOptions, add: Add) {
    this.#options = options;
    this.#objects = new JsonObjects(options, add);
  }

  begin(name: string, facts: CaptureFacts): void {
    this.#name = name;
    this.#facts = facts;
  }

  take(): void {}

  finish(): void {
    for (const facts of this.#facts?.rtmp.values() ?? []) {
      if (!isWanted(facts.record, this.#options.filter)) continue;
      const file = this.#options.files.length > 1 ? { file: this.#name } : {};
      this.#objects.write({ ...file, ...factsJson(facts) });
    }
  }

  end(): void {
    this.#objects.end();
  }
}
