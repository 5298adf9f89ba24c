import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { encodeData } from '../message/data-message.ts';
import { Live } from './live.ts';
import { Broadcast, TestPlayer } from './testing/broadcast.ts';
import { audioHeader, data, interFrame, keyFrame, sound, videoHeader } from './testing/messages.ts';

describe('a player that waits', () => {
  it('gets everything from the first message, as it was published', () => {
    const broadcast = new Broadcast();
    const player = broadcast.join('early');
    const publication = broadcast.publish();
    const published = [videoHeader(1), audioHeader(2), keyFrame(3, 0xfffffff0), sound(4, 7), interFrame(5, 6)];
    broadcast.send(publication, data(0, 'onMetaData', 'set'), ...published);
    expect(player.marks).toEqual([0, 1, 2, 3, 4, 5]);
    expect(player.got.slice(1).map(({ media, timestamp, payload }) => ({ media, timestamp, payload }))).toEqual(
      published,
    );
  });

  it('is told to the host with the publication it waited for', () => {
    const broadcast = new Broadcast();
    const player = broadcast.join('early');
    expect(broadcast.live.waiting).toBe(1);
    const answer = broadcast.live.publish('live/a', 'publisher', 5);
    expect(answer).toMatchObject({ outcome: 'accepted', players: [player.subscription] });
    expect(broadcast.live.waiting).toBe(0);
  });

  it('gets pictures from the first key frame, sound at once', () => {
    const broadcast = new Broadcast();
    const player = broadcast.join('early');
    const publication = broadcast.publish();
    broadcast.send(publication, interFrame(1), sound(2), interFrame(3), keyFrame(4), interFrame(5));
    expect(player.marks).toEqual([2, 4, 5]);
    expect(publication.counters).toMatchObject({ pictures: 4, undecodable: 2, keyFrames: 1 });
  });
});

describe('a player that comes late', () => {
  it('gets metadata, headers and the GOP before what follows', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.send(publication, data(1, 'onMetaData', 'set'), videoHeader(2), audioHeader(3));
    broadcast.send(publication, keyFrame(4), interFrame(5), keyFrame(6), sound(7), interFrame(8));
    const player = broadcast.join('late');
    broadcast.send(publication, interFrame(9));
    expect(player.marks).toEqual([1, 2, 3, 6, 7, 8, 9]);
    expect(player.subscription?.counters).toMatchObject({ messages: 7, picturesSkipped: 0 });
  });

  it('gets the headers that the GOP began with, and each change where it happened', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.send(publication, videoHeader(1), keyFrame(2), data(3, 'onMetaData'), videoHeader(4));
    expect(broadcast.join('before the new key frame').marks).toEqual([1, 2, 3, 4]);
    broadcast.send(publication, keyFrame(5));
    expect(broadcast.join('after it').marks).toEqual([3, 4, 5]);
  });

  it('does not wait for pictures that only metadata announces (CFG-36)', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.send(publication, data(1, 'onMetaData', 'set'), audioHeader(2), sound(3));
    const player = broadcast.join('late');
    broadcast.send(publication, sound(4));
    expect(player.marks).toEqual([1, 2, 4]);
  });

  it('gets a header that comes again at time 0 where it came, and the times of the frames as they were (Q-60)', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.send(publication, videoHeader(1), keyFrame(2, 3_600_000), videoHeader(3, 0), interFrame(4, 3_600_040));
    const player = broadcast.join('late');
    broadcast.send(publication, interFrame(5, 3_600_080));
    expect(player.marks).toEqual([1, 2, 3, 4, 5]);
    expect(player.got.map(({ timestamp }) => timestamp)).toEqual([0, 3_600_000, 0, 3_600_040, 3_600_080]);
  });

  it('starts an audio-only stream at once', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.send(publication, audioHeader(1), sound(2), sound(3));
    const player = broadcast.join('late');
    broadcast.send(publication, sound(4));
    expect(player.marks).toEqual([1, 4]);
  });

  it('waits for the next key frame where no GOP is cached, and hears the sound meanwhile', () => {
    const broadcast = new Broadcast({ gopCacheBytes: 0 });
    const publication = broadcast.publish();
    broadcast.send(publication, videoHeader(1), keyFrame(2), interFrame(3));
    const player = broadcast.join('late');
    broadcast.send(publication, interFrame(4), sound(5), keyFrame(6), interFrame(7));
    expect(player.marks).toEqual([1, 5, 6, 7]);
    expect(player.subscription?.counters.picturesSkipped).toBe(1);
  });

  it('gets the headers of every track, and each track from a key frame of its own', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const second = { trackId: 1 };
    broadcast.send(publication, videoHeader(1), videoHeader(2, 0, second), audioHeader(3, 0, second));
    broadcast.send(publication, keyFrame(4), keyFrame(5, 5, second), interFrame(6), interFrame(7, 7, second));
    broadcast.send(publication, keyFrame(8), interFrame(9, 9, second));
    const player = broadcast.join('late');
    broadcast.send(publication, interFrame(10, 10, second), interFrame(11), keyFrame(12, 12, second));
    broadcast.send(publication, interFrame(13, 13, second));
    expect(player.marks).toEqual([1, 2, 3, 8, 11, 12, 13]);
  });

  it('gets no stale header after a sequence ended, nor its pictures', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.send(publication, audioHeader(1), videoHeader(2), keyFrame(3));
    const end = { media: 'video', timestamp: 4, payload: Uint8Array.of(0x17, 2, 0, 0, 0) } as const;
    expect(broadcast.send(publication, end)).toEqual([]);
    expect(broadcast.join('late').marks).toEqual([1]);
  });

  it('is not kept from the GOP by the end of another sequence', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const audioEnd = { media: 'audio', timestamp: 4, payload: Uint8Array.of(0x92, 0x6d, 0x70, 0x34, 0x61) } as const;
    const otherEnd = {
      media: 'video',
      timestamp: 4,
      payload: Uint8Array.of(0x96, 2, 0x61, 0x76, 0x63, 0x31, 1),
    } as const;
    broadcast.send(publication, keyFrame(3), audioEnd, otherEnd);
    expect(broadcast.join('late').got.map(({ role }) => role)).toEqual(['keyFrame', 'sequenceEnd', 'sequenceEnd']);
  });

  it('follows the first track that was seen until track 0 is there', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const third = { trackId: 3 };
    broadcast.send(publication, keyFrame(1, 1, third), interFrame(2, 2, third));
    expect(broadcast.join('late').marks).toEqual([1, 2]);
    broadcast.send(publication, keyFrame(3), keyFrame(4, 4, third), interFrame(5));
    expect(broadcast.join('later').marks).toEqual([3, 4, 5]);
  });
});

describe('retained data (CMD-39 to CMD-41)', () => {
  it('goes to late players until it is cleared; other data does not', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const early = broadcast.join('early');
    broadcast.send(publication, data(1, 'onMetaData', 'set'), data(2, 'onTextData'), data(3, 'mine', 'set'));
    expect(broadcast.join('late').marks).toEqual([1, 3]);
    expect(broadcast.send(publication, data(4, 'onMetaData', 'clear'))).toEqual([]);
    expect(broadcast.join('later').marks).toEqual([3]);
    expect(early.marks).toEqual([1, 2, 3]);
  });

  it('is not in the GOP either once it is cleared: a late player begins with the next key frame (CMD-41)', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.send(publication, data(1, 'onMetaData', 'set'), keyFrame(2), data(3, 'onMetaData', 'set'), interFrame(4));
    expect(broadcast.join('late').marks).toEqual([1, 2, 3, 4]);
    broadcast.send(publication, data(5, 'onMetaData', 'clear'));
    expect(broadcast.join('later').marks).toEqual([]);
    broadcast.send(publication, keyFrame(6), interFrame(7));
    expect(broadcast.join('last').marks).toEqual([6, 7]);
  });

  it('is counted when it is too large to be kept, as headers are', () => {
    const broadcast = new Broadcast({ headerCacheBytes: 8 });
    const publication = broadcast.publish();
    broadcast.send(publication, data(1, 'onMetaData'), videoHeader(2), data(3, 'another', 'set'));
    expect(publication.counters).toMatchObject({ uncached: 2, messages: 3 });
    expect(broadcast.join('late').marks).toEqual([1]);
  });
});

describe('what a server says to players about their play (CMD-36, CMD-42)', () => {
  it('goes to nobody when a publisher says it', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const player = broadcast.join('early');
    const payload = encodeData('onPlayStatus', amfObject([['code', 'NetStream.Play.Complete']]));
    broadcast.send(publication, { timestamp: 1, handler: 'onPlayStatus', retain: 'no', payload }, sound(2));
    expect(player.marks).toEqual([2]);
    expect(publication.counters).toMatchObject({ messages: 2, unreadable: 1 });
  });
});

describe('a publication that ends', () => {
  it('keeps its players, who get the next one from its headers on', () => {
    const broadcast = new Broadcast();
    const first = broadcast.publish();
    broadcast.send(first, videoHeader(1), keyFrame(2));
    const player = broadcast.join('stays');
    expect(first.gop.isHeld).toBe(true);
    expect(broadcast.live.unpublish(first)).toEqual([player.subscription]);
    expect(first.gop.isHeld).toBe(false);
    expect(broadcast.live.waiting).toBe(1);
    const second = broadcast.publish();
    broadcast.send(second, interFrame(3), videoHeader(4), keyFrame(5));
    expect(player.marks).toEqual([1, 2, 4, 5]);
  });

  it('takes no more messages and cannot end twice', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.live.unpublish(publication);
    const player = broadcast.join('waits');
    expect(broadcast.send(publication, keyFrame(1), data(2, 'onMetaData'))).toEqual([]);
    expect(broadcast.live.unpublish(publication)).toEqual([]);
    expect([player.got, broadcast.live.waiting, publication.counters.messages]).toEqual([[], 1, 0]);
  });
});

describe('a second publisher of a path', () => {
  it('is refused while the first is heard, and the first goes on', () => {
    const broadcast = new Broadcast();
    const first = broadcast.publish();
    const player = broadcast.join('player');
    broadcast.now = 10_000;
    broadcast.send(first, keyFrame(1));
    broadcast.now = 25_000;
    expect(broadcast.live.publish('live/a', 'second', broadcast.now)).toEqual({ outcome: 'rejected', current: first });
    broadcast.send(first, interFrame(2));
    expect(player.marks).toEqual([1, 2]);
  });

  it('takes over from one that was silent too long (Q-40)', () => {
    const broadcast = new Broadcast();
    const first = broadcast.publish();
    broadcast.now = 15_001;
    const answer = broadcast.live.publish('live/a', 'second', broadcast.now);
    expect(answer).toMatchObject({ outcome: 'tookOver', previous: first });
  });

  it('takes over at once where policy says so; what the first still sends goes to nobody', () => {
    const broadcast = new Broadcast({ onDuplicate: 'takeOver' });
    const first = broadcast.publish();
    const player = broadcast.join('player');
    broadcast.send(first, videoHeader(1), keyFrame(2));
    expect(first.gop.isHeld).toBe(true);
    const second = broadcast.publish('live/a', 'second');
    broadcast.send(first, interFrame(3));
    expect(first.gop.isHeld).toBe(false);
    broadcast.send(second, interFrame(4), videoHeader(5), keyFrame(6));
    expect(broadcast.live.unpublish(first)).toEqual([]);
    broadcast.send(second, interFrame(7));
    expect(player.marks).toEqual([1, 2, 5, 6, 7]);
    expect(broadcast.live.waiting).toBe(0);
  });
});

describe('paths', () => {
  it('are apart from each other, and forgotten when nobody is left', () => {
    const broadcast = new Broadcast();
    const a = broadcast.publish('live/a');
    const b = broadcast.publish('live/b');
    const player = broadcast.join('of a');
    broadcast.send(b, keyFrame(1));
    broadcast.send(a, keyFrame(2));
    expect(player.marks).toEqual([2]);
    expect([...broadcast.live.channels()].map(({ path }) => path)).toEqual(['live/a', 'live/b']);
    broadcast.live.unpublish(a);
    broadcast.live.unpublish(b);
    expect(broadcast.live.channel('live/b')).toBeUndefined();
    const { subscription } = player;
    if (subscription === undefined) throw new Error('the player has joined');
    broadcast.live.unsubscribe(subscription);
    broadcast.live.unsubscribe(subscription);
    expect([...broadcast.live.channels()]).toEqual([]);
    const other = broadcast.join('other');
    broadcast.live.unsubscribe(subscription);
    expect(broadcast.live.channel('live/a')?.players).toEqual([other.subscription]);
    if (other.subscription !== undefined) broadcast.live.unsubscribe(other.subscription);
    expect(broadcast.live.waiting).toBe(0);
  });

  it('bound how many may wait, each and together', () => {
    const live = new Live<string, TestPlayer>({ waitingPerPath: 2, waitingTotal: 3 });
    const outcome = (path: string): string => {
      const owner = new TestPlayer(path);
      return live.subscribe(path, { owner, messageStreamId: 1, backlog: owner.backlog }, 0).outcome;
    };
    expect([outcome('a'), outcome('a'), outcome('a')]).toEqual(['accepted', 'accepted', 'tooManyWaiting']);
    expect([outcome('b'), outcome('b')]).toEqual(['accepted', 'tooManyWaiting']);
    live.publish('a', 'publisher', 0);
    expect([outcome('a'), outcome('b'), outcome('c')]).toEqual(['accepted', 'accepted', 'accepted']);
    expect(live.waiting).toBe(3);
    expect(live.channel('d')).toBeUndefined();
  });
});

describe('what a publication tells of itself', () => {
  it('counts what it brought', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.send(publication, videoHeader(1), audioHeader(2), keyFrame(3), sound(4), keyFrame(5, 5, { trackId: 1 }));
    broadcast.send(publication, { media: 'audio', timestamp: 6, payload: Uint8Array.of(0x2f, 0xff) });
    broadcast.send(publication, { media: 'video', timestamp: 7, payload: new Uint8Array() });
    expect(publication.counters).toMatchObject({ messages: 7, sounds: 2, pictures: 2, keyFrames: 2, unreadable: 1 });
  });
});
