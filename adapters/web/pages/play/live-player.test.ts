import { describe, expect, it } from 'vitest';
import { NO_CAPABILITIES, OUR_CAPABILITIES } from '../../../../core/index.ts';
import { openStream } from '../../../client/stream-client.ts';
import { Studio } from '../../../client/testing/studio.ts';
import { LivePlayer } from './live-player.ts';

const URL = 'rtmp://h/live/a';
const SOUND = Uint8Array.of(0xaf, 1, 2, 3);

/** A player on a network in memory, and what became of it. */
function playing(studio: Studio, capabilities = OUR_CAPABILITIES) {
  const told: string[] = [];
  const player = new LivePlayer({
    ...studio.common,
    url: URL,
    capabilities,
    sink: { take: ({ media }) => told.push(media), reset: () => told.push('reset') },
    onState: (state, words) => told.push(words === '' ? state : `${state}: ${words}`),
  });
  const news = () => told.splice(0);
  return { player, news };
}

async function publishing(studio: Studio) {
  const client = openStream({
    ...studio.common,
    url: URL,
    order: { kind: 'publish' },
    listener: { onEvent: () => {} },
  });
  await studio.advance(100);
  client.sendMedia('audio', 0, SOUND);
  await studio.advance(100);
  return client;
}

describe('LivePlayer', () => {
  it('waits for a publisher, plays it, and the next ones from their beginnings', async () => {
    const studio = new Studio();
    studio.serve('h');
    const { player, news } = playing(studio);
    await studio.advance(100);
    expect(news()).toEqual(['connecting', 'waiting']);
    const first = await publishing(studio);
    expect(news()).toEqual(['audio', 'playing']);
    expect(player.bytes).toBe(SOUND.length);
    first.close();
    await studio.advance(1_000);
    expect(news()).toEqual(['reset', 'waiting: The publisher has left.']);
    const second = await publishing(studio);
    expect(news()).toEqual(['audio', 'playing']);
    second.close();
    await studio.advance(1_000);
    expect(news()).toEqual(['reset', 'waiting: The publisher has left.']);
    await publishing(studio);
    expect(news()).toEqual(['audio', 'playing']);
    player.stop();
    await studio.advance(10_000);
    expect(news()).toEqual(['stopped']);
  });

  it('connects again when the connection is lost, after a second, then two, four, and eight at most', async () => {
    const studio = new Studio();
    studio.serve('h');
    const { player, news } = playing(studio);
    await studio.advance(100);
    studio.network.isolate('h');
    const before = studio.dialled.length;
    await studio.advance(40_000);
    expect(studio.dialled.length - before).toBe(7); // after 1, 3, 7, 15, 23, 31 and 39 seconds
    expect(news().at(-1)).toMatch(/^connecting: .*rtmp:\/\/h/);
    studio.network.rejoin('h');
    await studio.advance(9_000);
    expect(news()).toEqual(['waiting']);
    player.stop();
  });

  it('does not ask again when the server says no', async () => {
    const studio = new Studio();
    studio.serve('h', { onPlay: () => ({ refuse: 'Members only.' }) });
    const { news } = playing(studio);
    await studio.advance(60_000);
    expect(studio.dialled.length).toBe(1);
    expect(news().at(-1)).toMatch(/^refused: Playing was refused: .*Members only\.\.?$/);
  });

  it('announces what it was told to, and nothing in its place', async () => {
    const studio = new Studio();
    const server = studio.serve('h');
    const { player } = playing(studio, { ...NO_CAPABILITIES, fourCcList: ['vp09'], capsEx: 4 });
    await studio.advance(100);
    expect(server.stats().connections[0]?.capabilities).toMatchObject({ fourCcList: ['vp09'], capsEx: 4 });
    player.stop();
  });
});
