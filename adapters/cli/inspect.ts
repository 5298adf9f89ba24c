import { CaptureTranscript, type TranscriptRecord, transcriptLine } from '../../fixtures/index.ts';
import { readCaptureFile } from './capture-file.ts';
import { FileError } from './exit-code.ts';
import type { InspectOptions } from './inspect-options.ts';
import { OptionError } from './option-values.ts';
import { recordText } from './record-text.ts';

/** Where lines go; `write` answers whether to go on at once, as a stream's does. */
export interface LineOutput {
  write(text: string, done?: (error?: Error | null) => void): boolean;
}

/** Characters gathered before they are written. */
const BLOCK_LENGTH = 65_536;

/**
 * Writes the transcripts of capture files, one after the other.
 *
 * @throws OptionError for a file that cannot be opened or is none; FileError for one that was not read to its end, after
 *   all of them were told
 */
export async function inspect(options: InspectOptions, output: LineOutput): Promise<void> {
  const { format, payloads } = options;
  const lineOf = format === 'jsonl' ? (record: TranscriptRecord) => transcriptLine(record, { payloads }) : recordText;
  const complaints: string[] = [];
  for (const file of options.files) {
    const complaint = await inspectFile(file, lineOf, output);
    if (complaint !== undefined) complaints.push(complaint);
  }
  if (complaints.length > 0) throw new FileError(complaints.join('; '));
}

/** @returns why the file was not read to its end */
async function inspectFile(
  file: string,
  lineOf: (record: TranscriptRecord) => string | undefined,
  output: LineOutput,
): Promise<string | undefined> {
  const transcript = new CaptureTranscript();
  let block = '';
  const tell = async (isLast: boolean) => {
    for (let record = transcript.next(); record !== undefined; record = transcript.next()) {
      const line = lineOf(record);
      if (line !== undefined) block += `${line}\n`;
      if (block.length > BLOCK_LENGTH) block = await written(block, output);
    }
    if (isLast) block = await written(block, output);
  };
  let complaint: string | undefined;
  try {
    for await (const piece of readCaptureFile(file)) {
      transcript.push(piece);
      await tell(false);
    }
  } catch (error) {
    if (error instanceof OptionError || error instanceof FileError) throw error;
    complaint = (error as Error).message; // of the stream or of gzip
  }
  transcript.end();
  await tell(true);
  const { trouble } = transcript;
  if (trouble !== undefined) complaint = `${trouble.message}, at byte ${trouble.at}`;
  return complaint === undefined ? undefined : `${file}: ${complaint}`;
}

/** Resolves when the block is on its way, so that a slow reader holds the file up. */
async function written(block: string, output: LineOutput): Promise<string> {
  if (block !== '') await new Promise<void>((resolve) => output.write(block, () => resolve()));
  return '';
}
