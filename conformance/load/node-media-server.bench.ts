import { createRequire } from 'node:module';
import { type Bench, keep } from '../../core/testing/bench.ts';
import { piecesOf, receiveSession } from '../../fixtures/testing/receive-session.ts';

/** What node-media-server gives the bytes of a socket to. Callbacks that nobody sets do nothing. */
interface TheirParser {
  parserData(bytes: Buffer): string | null;
  onPacketCallback: (packet: unknown) => void;
}

const Rtmp: new () => TheirParser = createRequire(import.meta.url)('node-media-server/src/protocol/rtmp.js');

/**
 * Whole sessions of recorded publishers, received by us and by node-media-server's own parser in one process: from the
 * bytes of a read to the media of the application.
 */
export const benches: readonly Bench[] = [
  bench('obs32-publish-nginx-h264-aac', 0.3),
  bench('ffmpeg5-publish-nginx-h264-aac', 0.3),
  bench('ffmpeg5-publish-nginx-chunk128-ping-ack', 0.3),
];

function bench(name: string, recorded: number): Bench {
  const pieces = piecesOf(name);
  const buffers = pieces.map((piece) => Buffer.from(piece));
  return {
    name: `receive ${name}`,
    limit: { name: "node-media-server's parser", work: () => keep(receiveAsTheyDo(buffers)) },
    work: () => keep(receiveSession(pieces)),
    count: receiveSession(pieces),
    recorded,
  };
}

/** @returns how many media and data messages came */
function receiveAsTheyDo(pieces: readonly Buffer[]): number {
  const parser = new Rtmp();
  let packetCount = 0;
  parser.onPacketCallback = () => {
    packetCount += 1;
  };
  for (const piece of pieces) parser.parserData(piece);
  if (packetCount === 0) throw new Error('node-media-server found no media');
  return packetCount;
}
