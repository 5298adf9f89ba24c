import { type Bench, keep, type Limit } from '../testing/bench.ts';
import { Live, type PublishedMedia } from './live.ts';

const CHUNK_SIZE = 4096;
const QUEUE_LENGTH = 16;

/**
 * What one published message of 8 kB costs the broadcast itself: the frame, the decision for each player, and the one
 * buffer that all get. Sending is the host's.
 */
export const benches: readonly Bench[] = [
  { name: 'fan out to 1 player', ...fanOut(1), recorded: 0.68 },
  { name: 'fan out to 100 players, each', ...fanOut(100), recorded: 0.65 },
  { name: 'fan out to 10 000 players, each', ...fanOut(10_000), recorded: 0.5 },
];

/** Nobody gets around this: one copy of the message, and a reference in an array of each player. */
function bareLoop(payload: Uint8Array, playerCount: number): Limit {
  const queues = Array.from({ length: playerCount }, () => new Array<Uint8Array>(QUEUE_LENGTH).fill(payload));
  let at = 0;
  const work = (): void => {
    const copy = payload.slice();
    for (let player = 0; player < playerCount; player++) queues[player]![at] = copy;
    at = (at + 1) % QUEUE_LENGTH;
  };
  return { name: 'copy once, one reference for each', work };
}

function fanOut(playerCount: number): Pick<Bench, 'limit' | 'work' | 'count'> {
  const live = new Live<string, number>({ gopCacheBytes: 0 });
  const answer = live.publish('live/a', 'publisher', 0);
  if (answer.outcome !== 'accepted') throw new Error('the path is free');
  for (let owner = 0; owner < playerCount; owner += 1) {
    const backlog = { unsentBytes: 0, bytesSent: 0 };
    live.subscribe('live/a', { owner, messageStreamId: 1, backlog }, 0);
  }
  const payload = new Uint8Array(8000);
  payload.set([0x17, 1]);
  const message: PublishedMedia = { media: 'video', timestamp: 0, payload };
  const work = (): void => {
    const { batches } = live.media(answer.publication, message, 0);
    for (const { frame, to } of batches) {
      for (const { messageStreamId } of to) keep(frame.chunks(CHUNK_SIZE, messageStreamId));
    }
  };
  return { limit: bareLoop(payload, playerCount), work, count: playerCount };
}
