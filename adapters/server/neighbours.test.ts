import { describe, expect, it } from 'vitest';
import { amfObject, encodeData } from '../../core/index.ts';
import { Fleet } from './testing/fleet.ts';
import { MemoryStore } from './testing/memory-store.ts';
import { interFrame, keyFrame, type StageClient, sound, videoHeader } from './testing/stage.ts';

/** AVC in the enhanced form, two tracks in one message (ERTMP-24), at a time that wraps. */
const multitrack = {
  media: 'video',
  timestamp: 0xffff_fff0,
  payload: Uint8Array.of(0x96, 0x13, 0x61, 0x76, 0x63, 0x31, 0, 0, 0, 1, 0xcc, 1, 0, 0, 1, 0xdd),
} as const;

const seen = (client: StageClient) =>
  client.media.map(({ media, timestamp, payload }) => ({ media, timestamp, payload }));

function announce(publisher: StageClient): void {
  const payload = encodeData('@setDataFrame', 'onMetaData', amfObject([['width', 320]]));
  publisher.run((connection, now) => connection.sendData({ messageStreamId: 1, timestamp: 0, payload }, now));
}

describe('a stream of another worker', () => {
  it('reaches players as it was published, fetched once for all of them', async () => {
    const fleet = new Fleet(2, () => ({ players: { unannounced: 'asPublished' } }));
    const publisher = await fleet.publisher(1);
    const early = await fleet.player(2);
    announce(publisher);
    const sent = [videoHeader(1), keyFrame(5), sound(6), multitrack];
    publisher.send(...sent);
    await fleet.advance(50);
    const late = await fleet.player(2);
    const here = await fleet.player(1);
    expect(seen(early)).toEqual(sent);
    expect(seen(late)).toEqual(seen(here));
    expect(seen(late).slice(0, 2)).toEqual([videoHeader(1), multitrack]);
    for (const player of [early, late])
      expect(player.eventsOf('dataReceived').map(({ handler }) => handler)).toEqual([
        '|RtmpSampleAccess',
        'onMetaData',
      ]);
    expect(fleet.fetchCount(1)).toBe(1);
  });

  it('gives the form that each player takes, whatever the others take', async () => {
    const fleet = new Fleet(2, () => ({ players: { unannounced: 'legacy' } }));
    const publisher = await fleet.publisher(1);
    const player = await fleet.player(2);
    publisher.send(multitrack);
    await fleet.advance(50);
    expect(seen(player).map(({ payload }) => payload[0])).toEqual([0x17]);
  });

  it('is there for players who waited for it', async () => {
    const fleet = new Fleet(2);
    const player = await fleet.player(2);
    const publisher = await fleet.publisher(1);
    await fleet.advance(50);
    publisher.send(keyFrame(5));
    await fleet.advance(50);
    expect(player.marks).toEqual([5]);
    expect(player.codes).toEqual(['NetStream.Play.Reset', 'NetStream.Play.Start', 'NetStream.Play.PublishNotify']);
  });

  it('is fetched no more when its last player here has left', async () => {
    const fleet = new Fleet(2);
    const publisher = await fleet.publisher(1);
    const [one, other] = [await fleet.player(2), await fleet.player(2)];
    one.driver.abort();
    await fleet.advance(50);
    expect(fleet.worker(1).server.stats().streams[0]?.players).toHaveLength(1);
    other.driver.abort();
    await fleet.advance(50);
    expect(fleet.worker(1).server.stats().streams[0]?.players).toHaveLength(0);
    expect(fleet.worker(2).server.stats().streams).toEqual([]);
    publisher.driver.abort();
    await fleet.advance(50);
    expect(fleet.directory.size).toBe(0);
  });

  it('ends for its players after its last message, though the word of the end is faster', async () => {
    const fleet = new Fleet(2);
    const publisher = await fleet.publisher(1);
    const player = await fleet.player(2);
    publisher.send(keyFrame(1), ...Array.from({ length: 100 }, (_, index) => interFrame(index + 2, 10_000)));
    publisher.driver.close();
    await fleet.advance(100);
    expect(player.marks).toHaveLength(101);
    expect(player.codes.at(-1)).toBe('NetStream.Play.UnpublishNotify');
    expect(player.eventsOf('closed')).toEqual([]);
  });

  it('is followed to the worker where it is published next', async () => {
    const fleet = new Fleet(3);
    const player = await fleet.player(3);
    for (const worker of [1, 2, 3, 1]) {
      const publisher = await fleet.publisher(worker);
      await fleet.advance(20);
      publisher.send(keyFrame(worker));
      await fleet.advance(20);
      publisher.driver.close();
      await fleet.advance(50);
    }
    expect(player.marks).toEqual([1, 2, 3, 1]);
  });

  it('ends in order for players when its worker dies; other streams go on', async () => {
    const fleet = new Fleet(3);
    const [dying, living] = [await fleet.publisher(1, 'a'), await fleet.publisher(2, 'b')];
    const [left, staying] = [await fleet.player(3, 'a'), await fleet.player(3, 'b')];
    dying.send(keyFrame(1));
    await fleet.advance(20);
    await fleet.crash(1);
    living.send(keyFrame(2));
    await fleet.advance(20);
    expect([left.marks, left.codes.at(-1)]).toEqual([[1], 'NetStream.Play.UnpublishNotify']);
    expect(staying.marks).toEqual([2]);
    const again = await fleet.publisher(2, 'a');
    await fleet.advance(20);
    again.send(keyFrame(3));
    await fleet.advance(20);
    expect(left.marks).toEqual([1, 3]);
  });

  it('is fetched anew when the link breaks', async () => {
    const fleet = new Fleet(2);
    const publisher = await fleet.publisher(1);
    const player = await fleet.player(2);
    publisher.send(videoHeader(1), keyFrame(2));
    await fleet.advance(20);
    fleet.studio.network.cut('worker-2', 'link-1');
    await fleet.advance(300);
    publisher.send(interFrame(3));
    await fleet.advance(20);
    expect(player.marks).toEqual([1, 2, 1, 2, 3]);
    expect(fleet.worker(2).broken).toEqual([expect.stringMatching(/^1: the connection .* broke/)]);
  });
});

describe('a second publisher, on another worker', () => {
  it('is refused, as on the same', async () => {
    const fleet = new Fleet(2);
    const first = await fleet.publisher(1);
    const [here, there] = [await fleet.publisher(1), await fleet.publisher(2)];
    for (const second of [here, there]) expect(second.codes).toEqual(['NetStream.Publish.BadName']);
    const player = await fleet.player(2);
    first.send(keyFrame(1));
    await fleet.advance(50);
    expect(player.marks).toEqual([1]);
  });

  it('replaces a silent one, as on the same', async () => {
    const fleet = new Fleet(2);
    const first = await fleet.publisher(1);
    await fleet.advance(16_000);
    const second = await fleet.publisher(2);
    expect(second.codes).toEqual(['NetStream.Publish.Start']);
    expect(first.codes.at(-1)).toBe('NetStream.Publish.BadName');
  });

  it('takes over where it may: players of every worker stay, and see no end', async () => {
    const fleet = new Fleet(3, () => ({ live: { onDuplicate: 'takeOver' } }));
    const first = await fleet.publisher(1);
    const players = [await fleet.player(1), await fleet.player(2), await fleet.player(3)];
    first.send(keyFrame(1));
    await fleet.advance(20);
    const second = await fleet.publisher(2);
    await fleet.advance(20);
    second.send(keyFrame(2));
    await fleet.advance(20);
    expect(first.codes.at(-1)).toBe('NetStream.Publish.BadName');
    for (const player of players) {
      expect(player.marks).toEqual([1, 2]);
      expect(player.codes).not.toContain('NetStream.Play.UnpublishNotify');
    }
    const ended = fleet.worker(1).events.find((event) => event.type === 'streamEnded');
    expect(ended).toMatchObject({ reason: 'takenOver' });
  });

  it('has claimed in vain when it left before the answer', async () => {
    const fleet = new Fleet(2);
    const gone = await fleet.client(1);
    gone.run((connection, now) => connection.publish(1, { name: 'a' }, now));
    gone.driver.abort();
    await fleet.advance(20);
    const player = await fleet.player(2);
    const publisher = await fleet.publisher(2);
    publisher.send(keyFrame(4));
    await fleet.advance(20);
    expect(player.marks).toEqual([4]);
  });
});

describe('a recording of several workers', () => {
  async function republished(untilWritable: Promise<void>) {
    const store = new MemoryStore();
    const fleet = new Fleet(2, () => ({ recording: { store, streams: 'asked' } }));
    const append = async (worker: number) => {
      const publisher = await fleet.client(worker);
      publisher.run((connection, now) => connection.publish(1, { name: 'a', type: 'append' }, now));
      await fleet.advance(20);
      return publisher;
    };
    const first = await append(1);
    first.send(videoHeader(1), keyFrame(5));
    await fleet.advance(100);
    store.trouble.untilWritable = untilWritable;
    first.driver.close();
    await fleet.advance(20);
    return { store, fleet, second: await append(2) };
  }

  it('is gone on with in another one when it is written', async () => {
    let hasWritten = (): void => {};
    const written = new Promise<void>((resolve) => {
      hasWritten = resolve;
    });
    const { store, fleet, second } = await republished(written);
    await fleet.advance(500);
    expect(second.codes).toEqual([]);
    expect(store.openFiles).toBe(1);
    hasWritten();
    await fleet.advance(50);
    expect(second.codes).toContain('NetStream.Publish.Start');
    second.send(videoHeader(1), keyFrame(7));
    second.driver.close();
    await fleet.advance(100);
    expect(store.frames('live/a.flv').map((frame) => frame.split(': ')[1])).toHaveLength(4);
  });

  it('keeps no publisher waiting for longer than a second', async () => {
    const { fleet, second } = await republished(new Promise(() => {}));
    await fleet.advance(500);
    expect(second.codes).toEqual([]);
    await fleet.advance(600);
    expect(second.codes).toContain('NetStream.Publish.Start');
  });
});

describe('a server of several workers', () => {
  it('plays what is live in any of them, and looks for a recording of the rest', async () => {
    const sought: string[] = [];
    const vod = {
      open: async (name: string) => {
        sought.push(name);
        return undefined;
      },
    };
    const fleet = new Fleet(2, () => ({ vod }));
    const publisher = await fleet.publisher(1, 'a');
    const player = await fleet.player(2, 'a');
    publisher.send(keyFrame(1));
    await fleet.player(2, 'b');
    expect([player.marks, sought]).toEqual([[1], ['live/b.flv', 'b.flv']]);
    await fleet.advance(20);
  });

  it('closes while it fetches and is fetched from', async () => {
    const fleet = new Fleet(2);
    await fleet.publisher(1, 'a');
    await fleet.publisher(2, 'b');
    const players = [await fleet.player(2, 'a'), await fleet.player(1, 'b')];
    await fleet.studio.until(Promise.all([1, 2].map((worker) => fleet.worker(worker).server.close())));
    for (const player of players) expect(player.eventsOf('closed')).toEqual([{ type: 'closed', fault: undefined }]);
  });
});
