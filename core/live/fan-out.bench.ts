import { bench, describe } from 'vitest';
import { Live, type PublishedMedia } from './live.ts';

/**
 * What one published message costs the broadcast itself: the decision for each player, and the one buffer that all get.
 * Sending is the host's.
 */
function fanOut(playerCount: number, send: boolean): () => void {
  const live = new Live<string, number>({ gopCacheBytes: 0 });
  const backlog = { unsentBytes: 0, bytesSent: 0 };
  const answer = live.publish('live/a', 'publisher', 0);
  if (answer.outcome !== 'accepted') throw new Error('the path is free');
  for (let owner = 0; owner < playerCount; owner += 1) {
    live.subscribe('live/a', { owner, messageStreamId: 1, backlog: { ...backlog } }, 0);
  }
  const payload = new Uint8Array(8_000);
  payload.set([0x17, 1]);
  const message: PublishedMedia = { media: 'video', timestamp: 0, payload };
  return () => {
    const { batches } = live.media(answer.publication, message, 0);
    if (!send) return;
    for (const { frame, to } of batches) for (const { messageStreamId } of to) frame.chunks(4096, messageStreamId);
  };
}

describe.each([1, 100, 10_000])('one 8 kB frame to %i players', (playerCount) => {
  bench('decide', fanOut(playerCount, false));
  bench('decide, and take the shared chunks for each', fanOut(playerCount, true));
});
