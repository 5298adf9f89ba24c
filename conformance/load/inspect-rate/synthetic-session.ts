import { ChunkWriter, MessageType } from '../../../core/index.ts';
import { parseProtocolControl } from '../../../core/message/protocol-control.ts';
import { loadCapture } from '../../../fixtures/corpus/capture.ts';
import { type RecordedMessage, readMessages } from '../../../fixtures/recorded/messages.ts';
import type { RecordedConnection, RecordedDirection } from '../../../fixtures/recorded/recorded-connection.ts';
import { contentOf } from '../../../fixtures/transcript/content-of.ts';
import type { Side } from './tcp-link.ts';

/** Publishers and players, chunks of 128 to 65535 bytes, legacy and enhanced codecs; packets from a second or two each. */
export const RECORDED_SESSIONS = [
  'ffmpeg5-publish-nginx-h264-aac',
  'ffmpeg5-play-nginx-chunk128-ping-ack',
  'ffmpeg7-publish-srs-hevc-aac',
  'ffmpeg9-play-nms-vp9-opus',
  'gst122-play-srs-h264-aac',
  'gst128-publish-nginx-h264-aac',
  'obs32-publish-nginx-h264-aac',
  'obs32-publish-nms-av1-aac',
] as const;

/** Of the pictures of one stream, bytes in a millisecond: 2.5 Mbit/s. */
const BYTES_PER_MS = 312;

/** From the last picture of a round to the first of the next, milliseconds. */
const PICTURE_MS = 33;

/** C0 and C1, then S0, S1 and S2, then C2. */
const HANDSHAKE = [
  ['client', 0, 1_537],
  ['server', 0, 3_073],
  ['client', 1_537, 3_073],
] as const;

/** What one side says at one instant. */
export interface Saying {
  readonly from: Side;
  readonly timeMs: number;
  readonly bytes: Uint8Array;
}

type Message = RecordedMessage & { readonly from: Side };

/**
 * A recorded session, then `rounds` times its media, later each time. Messages are cut into chunks anew, of the recorded
 * size. From the second time on pictures, which are small in the recordings, have the length of those of real streams.
 */
export function* sayingsOf(name: string, rounds: number): Generator<Saying, undefined> {
  const [connection] = loadCapture(name).tcp;
  if (connection === undefined) throw new Error(`${name} has no connection`);
  for (const [from, start, end] of HANDSHAKE) {
    yield { from, timeMs: 0, bytes: bytesOf(connection[from]).subarray(start, end) };
  }
  const writers = { client: new ChunkWriter(), server: new ChunkWriter() };
  const said = messagesOf(connection);
  for (const message of said) {
    const { from, timeMs } = message;
    yield { from, timeMs, bytes: writers[from].write(message, 'compressed') };
    const chunkSize = chunkSizeIn(message);
    if (chunkSize !== undefined) writers[from].setChunkSize(chunkSize);
  }
  const { messages, periodMs } = roundOf(said);
  const endMs = said.at(-1)?.timeMs ?? 0;
  const startMs = messages[0]?.timestamp ?? 0;
  for (let round = 1; round <= rounds; round++) {
    for (const message of messages) {
      const timestamp = message.timestamp + round * periodMs;
      const bytes = writers[message.from].write({ ...message, timestamp }, 'compressed');
      yield { from: message.from, timeMs: endMs + timestamp - startMs - periodMs, bytes };
    }
  }
}

function bytesOf({ segments }: RecordedDirection): Uint8Array {
  return Buffer.concat(segments.map(({ bytes }) => bytes));
}

function messagesOf(connection: RecordedConnection): Message[] {
  const said = (['client', 'server'] as const).flatMap((from) =>
    readMessages(connection[from]).map((message): Message => ({ ...message, from })),
  );
  return said.sort((a, b) => a.frame - b.frame);
}

function chunkSizeIn({ messageTypeId, payload }: Message): number | undefined {
  if (messageTypeId !== MessageType.SetChunkSize) return undefined;
  const control = parseProtocolControl(messageTypeId, payload);
  return control?.messageTypeId === MessageType.SetChunkSize ? control.chunkSize : undefined;
}

/** Sound and pictures without their sequence headers, in the order of their time. */
function roundOf(said: readonly Message[]): { readonly messages: readonly Message[]; readonly periodMs: number } {
  const media = said.filter((message) => {
    const { audio, video } = contentOf({ ...message, content: undefined });
    return (audio ?? video)?.packetType.startsWith('codedFrames') === true;
  });
  media.sort((a, b) => a.timestamp - b.timestamp);
  const periodMs = (media.at(-1)?.timestamp ?? 0) - (media[0]?.timestamp ?? 0) + PICTURE_MS;
  const pictureBytes = media.filter(isPicture).reduce((sum, { payload }) => sum + payload.length, 0);
  const times = Math.max(1, (BYTES_PER_MS * periodMs) / pictureBytes);
  const messages = media.map((message) =>
    isPicture(message) ? { ...message, payload: grown(message, times) } : message,
  );
  return { messages, periodMs };
}

function isPicture({ messageTypeId }: Message): boolean {
  return messageTypeId === MessageType.Video;
}

function grown({ payload }: Message, times: number): Uint8Array {
  const longer = new Uint8Array(Math.round(payload.length * times));
  for (let at = 0; at < longer.length; at += payload.length) longer.set(payload.subarray(0, longer.length - at), at);
  return longer;
}
