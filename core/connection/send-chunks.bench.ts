import { type Bench, keep } from '../testing/bench.ts';
import { createServerConnection } from './server-connection.ts';

const PLAYER_COUNT = 500;
const QUEUE_LENGTH = 16;
const HANDSHAKE = new Uint8Array(3073).fill(3, 0, 1);
const CHUNKS = { bytes: new Uint8Array(8020), chunkStreamId: 6 };

const players = Array.from({ length: PLAYER_COUNT }, () => {
  const connection = createServerConnection({ now: 0, random: (into) => into.fill(7) });
  connection.receive(HANDSHAKE, 0);
  connection.transmitted(connection.unsentBytes, 0);
  return connection;
});

const queues = players.map(() => new Array<Uint8Array>(QUEUE_LENGTH).fill(CHUNKS.bytes));
let at = 0;
let now = 0;

/** What a shared message costs the connection of each player: to be sent, and to have left. */
export const benches: readonly Bench[] = [
  {
    name: 'send shared chunks to 500 players, each',
    limit: {
      name: 'one reference for each',
      work: () => {
        for (const queue of queues) queue[at] = CHUNKS.bytes;
        at = (at + 1) % QUEUE_LENGTH;
      },
    },
    work: () => {
      now += 33;
      for (const player of players) keep(player.sendChunks(CHUNKS, now));
      for (const player of players) keep(player.transmitted(CHUNKS.bytes.length, now));
    },
    count: PLAYER_COUNT,
    recorded: 0.04,
  },
];
