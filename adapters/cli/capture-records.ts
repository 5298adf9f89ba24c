import type { CaptureTrouble } from '../../fixtures/pcap/captured-packet.ts';
import { FileTranscript } from '../../fixtures/transcript/file-transcript.ts';
import type { PayloadKeeping } from '../../fixtures/transcript/payload-keeping.ts';
import type { TranscriptRecord } from '../../fixtures/transcript/record.ts';
import type { CaptureSource } from './capture-source.ts';
import { FileError } from './exit-code.ts';

/**
 * The transcript of a capture, or as it was written down, a group of records for each piece of the file. A group must be taken whole before the next
 * is asked for; nothing is read meanwhile.
 *
 * @throws FileError after the last group, where the file could not be read to its end
 */
export async function* captureRecords(
  { name, pieces }: CaptureSource,
  keeping: PayloadKeeping = 'whole',
): AsyncGenerator<Iterable<TranscriptRecord>, void> {
  const transcript = new FileTranscript(keeping);
  let failure: FileError | undefined;
  try {
    for await (const piece of pieces()) {
      transcript.push(piece);
      yield recordsOf(transcript);
      if (transcript.trouble !== undefined) break; // nothing more is read of it
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    failure = error;
  }
  transcript.end();
  yield recordsOf(transcript);
  if (failure !== undefined) throw failure;
  const { trouble } = transcript;
  if (trouble === undefined) return;
  const { code, at, message } = trouble;
  throw new FileError(`${name}, byte ${at}: ${message}${NO_CAPTURES.has(code) ? `; ${WHAT_IS_READ}` : ''}`);
}

/** Of files that are something else. */
const NO_CAPTURES: ReadonlySet<CaptureTrouble['code']> = new Set(['empty', 'formatUnknown', 'compressed']);

const WHAT_IS_READ = 'pcap, pcapng and transcripts (JSON lines) are read, each of them gzip or not';

function* recordsOf(transcript: FileTranscript): Generator<TranscriptRecord> {
  for (let record = transcript.next(); record !== undefined; record = transcript.next()) yield record;
}
