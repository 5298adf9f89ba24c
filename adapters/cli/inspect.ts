import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import type { PayloadKeeping } from '../../fixtures/transcript/payload-keeping.ts';
import type { TranscriptRecord } from '../../fixtures/transcript/record.ts';
import { CaptureFacts } from '../../fixtures/view/capture-facts.ts';
import { colourPaint, plainPaint } from '../../fixtures/view/style.ts';
import { captureRecords } from './capture-records.ts';
import { type CaptureSource, captureSource } from './capture-source.ts';
import { FileError } from './exit-code.ts';
import { checkOutput } from './flv-output.ts';
import type { InspectOptions } from './inspect-options.ts';
import type { InspectOutput } from './inspect-output.ts';
import { inspectOutput } from './inspect-outputs.ts';
import { LineOutput } from './line-output.ts';

/** Where an inspection goes. */
export interface InspectScreen {
  readonly stdout: Writable;
  readonly stderr: { write(text: string): unknown };
  readonly hasColour: boolean;
}

/**
 * Tells what is in captures. Where lines of text are wanted files are read twice, so that what is known of a connection
 * stands before what was said on it; what comes once only has it at its end.
 *
 * @throws OptionError before anything is written; FileError after all that is whole was
 */
export async function inspect(options: InspectOptions, { stdout, stderr, hasColour }: InspectScreen): Promise<void> {
  const sources: CaptureSource[] = [];
  for (const file of options.files) sources.push(await captureSource(file));
  const lines = await linesTo(options.htmlFile, stdout);
  const output = inspectOutput(options, (text) => lines.add(text), hasColour ? colourPaint : plainPaint);
  const keeping = options.payloads || options.hex ? 'whole' : 'beginnings';
  const troubles: FileError[] = [];
  for (const source of sources) {
    const trouble = await inspectSource(source, keeping, output, lines);
    if (trouble !== undefined) troubles.push(trouble);
    if (trouble !== undefined && sources.length > 1) stderr.write(`millrace: ${trouble.message}\n`);
  }
  output.end();
  await lines.flush();
  const [first] = troubles;
  if (first === undefined) return;
  if (sources.length === 1) throw first;
  throw new FileError(`${troubles.length} of ${sources.length} files could not be read to their end`);
}

async function linesTo(htmlFile: string | undefined, stdout: Writable): Promise<LineOutput> {
  if (htmlFile === undefined || htmlFile === '-') return new LineOutput(stdout);
  await checkOutput(htmlFile);
  const page = createWriteStream(htmlFile).on('error', () => {}); // each write tells of it
  return new LineOutput(page, htmlFile);
}

/** @returns why it could not be read to its end */
async function inspectSource(
  source: CaptureSource,
  keeping: PayloadKeeping,
  output: InspectOutput,
  lines: LineOutput,
): Promise<FileError | undefined> {
  const facts = new CaptureFacts();
  const isTwice = source.isRepeatable && output.needsFacts === 'before';
  if (isTwice) await readThrough(source, keeping, (record) => facts.take(record));
  output.begin(source.name, facts, isTwice);
  const trouble = await readThrough(
    source,
    keeping,
    (record) => {
      if (!isTwice && output.needsFacts !== 'never') facts.take(record);
      output.take(record);
    },
    lines,
  );
  output.finish();
  return trouble;
}

async function readThrough(
  source: CaptureSource,
  keeping: PayloadKeeping,
  take: (record: TranscriptRecord) => void,
  lines?: LineOutput,
): Promise<FileError | undefined> {
  const groups = captureRecords(source, keeping);
  try {
    for (;;) {
      const group = await groups.next().catch(fileErrorOf);
      if (group instanceof FileError) return group;
      if (group.done === true) return undefined;
      for (const record of group.value) take(record);
      await lines?.flush();
    }
  } finally {
    await groups.return(); // who stops in the middle leaves the file open otherwise
  }
}

function fileErrorOf(error: unknown): FileError {
  if (error instanceof FileError) return error;
  throw error;
}
