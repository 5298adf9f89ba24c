import type { Writable } from 'node:stream';
import type { CaptureTrouble } from '../../fixtures/pcap/captured-packet.ts';
import { readAnyConnections } from '../../fixtures/recorded/transcript-connections.ts';
import { type ReplayedConnection, replayConnection } from '../../fixtures/replay/replay-capture.ts';
import { replayJson } from '../../fixtures/replay/replay-json.ts';
import { replayText } from '../../fixtures/view/replay-text.ts';
import { colourPaint, plainPaint } from '../../fixtures/view/style.ts';
import type { RtmpUrl } from '../client/index.ts';
import { captureSource } from './capture-source.ts';
import { clientRuntime } from './client-runtime.ts';
import { EXIT, FileError } from './exit-code.ts';
import { LineOutput } from './line-output.ts';
import type { Platform } from './platform.ts';
import { asksForStream, RecordedClient } from './recorded-client.ts';
import type { ReplayCommandOptions } from './replay-options.ts';
import type { Stoppable } from './stop-on-signal.ts';

/** What is held of a file, bytes; larger ones are cut first, by editcap or tcpdump -r. */
const LARGEST_FILE = 512 * 1_048_576;

/**
 * Plays one side of a capture and writes what ours says in place of the other.
 *
 * @throws OptionError, FileError after all that could be replayed was
 */
export async function replay(options: ReplayCommandOptions, stdout: Writable, hasColour: boolean): Promise<void> {
  const { role = 'server', timing, format } = options;
  const { name, connections, trouble } = await chosen(options);
  const replayed = connections.map(([number, tcp]) => replayConnection(tcp, number, { as: role, timing }));
  const lines = new LineOutput(stdout);
  if (format === 'json') lines.add(`${JSON.stringify(replayed.map(replayJson), undefined, 1)}\n`);
  else {
    const paint = hasColour ? colourPaint : plainPaint;
    for (const one of replayed) for (const line of replayText(one, role, paint)) lines.add(`${line}\n`);
  }
  await lines.flush();
  if (trouble !== undefined) throw troubleOf(name, trouble);
  judge(name, replayed);
}

/**
 * Does with a real server what a recorded client did: the first that asked for a stream.
 *
 * @param begin - is given what a signal stops
 * @throws OptionError, FileError, ClientError
 */
export async function replayTo(
  url: RtmpUrl,
  options: ReplayCommandOptions,
  platform: Platform,
  screen: { write(text: string): unknown },
  begin: (running: Stoppable) => void,
): Promise<void> {
  const { name, connections, trouble } = await chosen(options);
  const recorded = connections.map(([, tcp]) => tcp).find(asksForStream);
  if (recorded === undefined) throw new FileError(`${name} holds no client that asks for a stream`);
  const client = new RecordedClient({
    ...clientRuntime(platform, options.caFile),
    url,
    recorded,
    timing: options.timing,
  });
  begin({ stop: () => client.stop() });
  await client.done;
  screen.write(`millrace: ${client.account}\n`);
  if (trouble !== undefined) throw troubleOf(name, trouble);
}

function troubleOf(name: string, { at, message }: CaptureTrouble): FileError {
  return new FileError(`${name}, byte ${at}: ${message}`);
}

/** The connections of a file that are wanted, with their numbers. */
async function chosen({ file, connection: wanted }: ReplayCommandOptions) {
  const source = await captureSource(file);
  const { connections, trouble } = readAnyConnections(await wholeOf(source.name, source.pieces()));
  const numbered = [...connections.entries()].filter(([number]) => wanted === undefined || wanted === number);
  return { name: source.name, connections: numbered, trouble };
}

function judge(name: string, replayed: readonly ReplayedConnection[]): void {
  if (!replayed.some(({ lines }) => lines.length > 0)) throw new FileError(`${name} holds nothing to replay`);
  const failed = replayed.find((one) => one.refusals.length > 0 || isOurFault(one));
  if (failed === undefined) return;
  const reason = failed.fault?.message ?? failed.refusals[0];
  throw new FileError(`connection #${failed.connection}: ${reason}`, EXIT.lost);
}

/** Where bytes end inside a message, it was the recording that ended. */
function isOurFault({ fault }: ReplayedConnection): boolean {
  return fault !== undefined && fault.kind !== 'transportLost';
}

async function wholeOf(name: string, pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    held.push(new Uint8Array(piece));
    length += piece.length;
    if (length > LARGEST_FILE) {
      throw new FileError(`${name} is larger than ${LARGEST_FILE} bytes, which is more than a replay holds in memory`);
    }
  }
  return Buffer.concat(held, length);
}
