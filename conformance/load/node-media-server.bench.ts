import { createRequire } from 'node:module';
import { type ConnectionEvent, Live } from '../../core/index.ts';
import { type Bench, keep } from '../../core/testing/bench.ts';
import {
  type RecordedSession,
  recordedSession,
  servePublisher,
} from '../../fixtures/corpus/testing/recorded-session.ts';

/** What node-media-server gives the bytes of a socket to. Callbacks that nobody sets do nothing. */
interface TheirParser {
  parserData(bytes: Buffer): string | null;
  onPacketCallback: (packet: unknown) => void;
}

/** What makes its packets messages for players. */
interface TheirBroadcast {
  broadcastMessage(packet: unknown): void;
  readonly subscribers: Map<string, { readonly protocol: 'rtmp'; sendBuffer(message: Buffer): void }>;
}

const require = createRequire(import.meta.url);
const Rtmp: new () => TheirParser = require('node-media-server/src/protocol/rtmp.js');
const BroadcastServer: new (
  path: string,
) => TheirBroadcast = require('node-media-server/src/server/broadcast_server.js');

const OBS = 'obs32-publish-nginx-h264-aac';
const FFMPEG = 'ffmpeg5-publish-nginx-h264-aac';
const FFMPEG_128 = 'ffmpeg5-publish-nginx-chunk128-ping-ack';

/**
 * What recorded publishers send, their media over and over, in one process, by us and by node-media-server: from the bytes
 * of a read to the media of the application, and from there to the bytes for a player. Its parser hands out memory that it
 * writes to again for the next message; ours belongs to whoever gets it.
 */
export const benches: readonly Bench[] = [
  receiving(OBS, 0.3),
  receiving(FFMPEG, 0.3),
  receiving(FFMPEG_128, 0.38),
  relaying(OBS, 1.2),
  relaying(FFMPEG, 0.7),
  relaying(FFMPEG_128, 0.9),
  opening(FFMPEG, 0.8),
];

function receiving(name: string, recorded: number): Bench {
  const limit = "node-media-server's parser";
  return bench(`receive ${name}`, name, limit, () => ({ theirs: keep, ours: keep }), recorded);
}

function relaying(name: string, recorded: number): Bench {
  const broadcasts = () => ({ theirs: theirBroadcast(), ours: ourBroadcast() });
  return bench(`relay ${name}`, name, 'its parser and broadcast', broadcasts, recorded);
}

interface Takers {
  readonly theirs: (packet: unknown) => void;
  readonly ours: (event: ConnectionEvent) => void;
}

function bench(name: string, capture: string, limit: string, makeTakers: () => Takers, recorded: number): Bench {
  const session = recordedSession(capture);
  const { theirs, ours } = makeTakers();
  const parser = theirParser(session, theirs);
  const buffers = session.media.map((piece) => Buffer.from(piece));
  const receive = servePublisher(session, ours);
  return {
    name,
    limit: { name: limit, work: () => buffers.forEach((piece) => void parser.parserData(piece)) },
    work: () => session.media.forEach(receive),
    count: session.mediaCount,
    recorded,
  };
}

function opening(capture: string, recorded: number): Bench {
  const session = recordedSession(capture);
  return {
    name: 'open a connection, from C0 to publish',
    limit: { name: "node-media-server's parser", work: () => keep(theirParser(session, keep)) },
    work: () => keep(servePublisher(session, keep)),
    recorded,
  };
}

function theirParser({ opening: pieces }: RecordedSession, take: (packet: unknown) => void): TheirParser {
  const parser = new Rtmp();
  parser.onPacketCallback = take;
  for (const piece of pieces) parser.parserData(Buffer.from(piece));
  return parser;
}

function theirBroadcast(): (packet: unknown) => void {
  const broadcast = new BroadcastServer('/live/a');
  broadcast.subscribers.set('player', { protocol: 'rtmp', sendBuffer: keep });
  return (packet) => broadcast.broadcastMessage(packet);
}

function ourBroadcast(): (event: ConnectionEvent) => void {
  const live = new Live<string, string>();
  const answer = live.publish('live/a', 'publisher', 0);
  if (answer.outcome !== 'accepted') throw new Error('the path is free');
  const { publication } = answer;
  live.subscribe('live/a', { owner: 'player', messageStreamId: 1, backlog: { unsentBytes: 0, bytesSent: 0 } }, 0);
  return (event) => {
    if (event.type !== 'mediaReceived' && event.type !== 'dataReceived') return;
    const { batches } =
      event.type === 'mediaReceived' ? live.media(publication, event, 0) : live.data(publication, event, 0);
    for (const { frame, to } of batches)
      for (const { messageStreamId } of to) keep(frame.chunks(65_535, messageStreamId));
  };
}
