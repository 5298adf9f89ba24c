import { describe, expect, it } from 'vitest';
import { hex } from '../bytes/testing/hex.ts';
import type { Publication } from './publication.ts';
import { Broadcast, type TestPlayer } from './testing/broadcast.ts';
import { audioHeader, data, interFrame, keyFrame, padded, sound, videoHeader } from './testing/messages.ts';

const SLOW = { skipAboveBytes: 1_000, resumeBelowBytes: 200, cutAboveBytes: 3_000, stallMs: 10_000 };

/** A publication with a player in step that takes nothing unless told to. */
function stage(): { broadcast: Broadcast; publication: Publication<string>; player: TestPlayer } {
  const broadcast = new Broadcast({ slowPlayer: SLOW, gopCacheBytes: 100_000 });
  const publication = broadcast.publish();
  const player = broadcast.join('slow');
  player.drainsAtOnce = false;
  broadcast.send(publication, videoHeader(1), keyFrame(2));
  return { broadcast, publication, player };
}

describe('a player over the soft mark', () => {
  it('loses pictures, keeps sound, headers and data, and comes back with a key frame (FLV-27)', () => {
    const { broadcast, publication, player } = stage();
    broadcast.send(publication, padded(interFrame(3), 1_000));
    broadcast.send(publication, interFrame(4), sound(5), videoHeader(6), data(7, 'onText'), keyFrame(8), interFrame(9));
    expect(player.marks).toEqual([1, 2, 3, 5, 6, 7]);
    player.drain();
    broadcast.send(publication, interFrame(10), keyFrame(11), interFrame(12));
    expect(player.marks).toEqual([1, 2, 3, 5, 6, 7, 11, 12]);
    expect(player.subscription?.counters).toMatchObject({ picturesSkipped: 4, skips: 1, messages: 8 });
  });

  it('gets no pictures before the backlog has drained, though it is below the soft mark', () => {
    const { broadcast, publication, player } = stage();
    broadcast.send(publication, padded(interFrame(3), 1_000), interFrame(4));
    player.drain(player.backlog.unsentBytes - 500);
    broadcast.send(publication, keyFrame(5), interFrame(6));
    player.drain(400);
    broadcast.send(publication, interFrame(7), keyFrame(8), interFrame(9));
    expect(player.marks).toEqual([1, 2, 3, 8, 9]);
  });

  it('takes a new GOP as long as it follows, whatever its backlog below the mark', () => {
    const { broadcast, publication, player } = stage();
    broadcast.send(publication, padded(interFrame(3), 500), keyFrame(4), interFrame(5));
    expect(player.marks).toEqual([1, 2, 3, 4, 5]);
  });

  it('gets each track back with its own key frame', () => {
    const { broadcast, publication, player } = stage();
    const second = { trackId: 1 };
    broadcast.send(publication, keyFrame(3, 3, second), padded(interFrame(4), 1_000), interFrame(5));
    player.drain();
    broadcast.send(publication, keyFrame(6), interFrame(7, 7, second), interFrame(8), keyFrame(9, 9, second));
    broadcast.send(publication, interFrame(10, 10, second), keyFrame(11));
    expect(player.marks).toEqual([1, 2, 3, 4, 6, 8, 9, 10, 11]);
  });

  it('keeps the tracks that are back while another waits for its key frame with the backlog high', () => {
    const { broadcast, publication, player } = stage();
    const second = { trackId: 1 };
    broadcast.send(publication, keyFrame(3, 3, second), padded(interFrame(4), 1_000), interFrame(5));
    player.drain();
    broadcast.send(
      publication,
      keyFrame(6),
      padded(sound(7), 500),
      keyFrame(8),
      keyFrame(9, 9, second),
      interFrame(10),
    );
    expect(player.marks).toEqual([1, 2, 3, 4, 6, 7, 8, 10]);
  });

  it('loses a track that it follows when that comes in one message with one it may not have yet', () => {
    const { broadcast, publication, player } = stage();
    const second = { trackId: 1 };
    const keyOfBoth = hex('96 11 61766331 00 000001 aa 01 000005 bb 00000008');
    broadcast.send(publication, keyFrame(3, 3, second), padded(interFrame(4), 1_000), interFrame(5));
    player.drain();
    broadcast.send(publication, keyFrame(6), padded(sound(7), 500), {
      media: 'video',
      timestamp: 8,
      payload: keyOfBoth,
    });
    broadcast.send(publication, interFrame(9));
    expect(player.marks).toEqual([1, 2, 3, 4, 6, 7]);
  });

  it('falls behind again as often as it must', () => {
    const { broadcast, publication, player } = stage();
    broadcast.send(publication, padded(interFrame(3), 1_000), interFrame(4));
    player.drain();
    broadcast.send(publication, padded(keyFrame(5), 1_000), interFrame(6), keyFrame(7));
    player.drain();
    broadcast.send(publication, keyFrame(8));
    expect(player.marks).toEqual([1, 2, 3, 5, 8]);
    expect(player.subscription?.counters.skips).toBe(2);
  });
});

describe('a player that is cut', () => {
  it('is over the hard mark, gets nothing more, and nobody else notices', () => {
    const { broadcast, publication, player } = stage();
    const good = broadcast.join('good');
    const before = good.got.length;
    broadcast.send(publication, padded(sound(3), 4_000));
    expect(broadcast.send(publication, sound(4), sound(5))).toEqual(['good']);
    expect([player.cut, player.marks, good.cut]).toEqual(['backlog', [1, 2, 3], undefined]);
    expect(good.marks.slice(before)).toEqual([3, 4, 5]);
    expect(broadcast.live.channel('live/a')?.players).toEqual([good.subscription]);
  });

  it('took no byte for too long while over the soft mark', () => {
    const { broadcast, publication, player } = stage();
    broadcast.send(publication, padded(sound(3), 1_500), sound(4));
    broadcast.now += SLOW.stallMs - 1;
    broadcast.send(publication, sound(5));
    expect(player.cut).toBeUndefined();
    broadcast.now += 1;
    broadcast.send(publication, sound(6));
    expect(player.cut).toBe('stalled');
    expect(player.marks).toEqual([1, 2, 3, 4, 5]);
  });

  it('is not one that still takes a byte now and then', () => {
    const { broadcast, publication, player } = stage();
    broadcast.send(publication, padded(sound(3), 2_000), sound(4));
    for (let round = 0; round < 10; round += 1) {
      broadcast.now += SLOW.stallMs - 1;
      player.drain(1);
      broadcast.send(publication, sound(5));
    }
    expect(player.cut).toBeUndefined();
  });

  it('is not one that was over the soft mark long ago', () => {
    const { broadcast, publication, player } = stage();
    broadcast.send(publication, padded(sound(3), 1_000), sound(4));
    player.drain();
    broadcast.now += SLOW.stallMs;
    broadcast.send(publication, sound(5), padded(sound(6), 1_000), sound(7));
    expect(player.cut).toBeUndefined();
  });
});

describe('the burst that a late player gets', () => {
  it('is not held against it while it drains', () => {
    const { broadcast, publication } = stage();
    broadcast.send(publication, padded(keyFrame(3), 20_000));
    const late = broadcast.join('late');
    late.backlog.unsentBytes = 20_000;
    late.drainsAtOnce = false;
    broadcast.send(publication, interFrame(4), padded(sound(5), 900), interFrame(6));
    late.drain(15_000);
    broadcast.send(publication, interFrame(7));
    expect(late.marks).toEqual([1, 3, 4, 5, 6, 7]);
    expect(late.subscription?.counters.skips).toBe(0);
  });

  it('counts no more once it has drained', () => {
    const { broadcast, publication } = stage();
    broadcast.send(publication, padded(keyFrame(3), 20_000));
    const late = broadcast.join('late');
    late.drainsAtOnce = false;
    broadcast.send(publication, padded(interFrame(4), 1_000), interFrame(5), padded(sound(6), 2_000), sound(7));
    expect([late.marks, late.cut]).toEqual([[1, 3, 4, 6], 'backlog']);
  });
});

describe('receiveAudio and receiveVideo (CMD-28)', () => {
  it('silences sound, and gives its header when it is on again', () => {
    const { broadcast, publication, player } = stage();
    const { live } = broadcast;
    const { subscription } = player;
    if (subscription === undefined) throw new Error('the player has joined');
    broadcast.send(publication, audioHeader(3), sound(4));
    expect(live.receive(subscription, 'audio', false)).toEqual([]);
    broadcast.send(publication, sound(5), audioHeader(6), interFrame(7));
    player.take(live.receive(subscription, 'audio', true));
    expect(live.receive(subscription, 'audio', true)).toEqual([]);
    broadcast.send(publication, sound(8));
    expect(player.marks).toEqual([1, 2, 3, 4, 7, 6, 8]);
  });

  it('takes pictures away, and brings them back with header and key frame', () => {
    const { broadcast, publication, player } = stage();
    const { live } = broadcast;
    const { subscription } = player;
    if (subscription === undefined) throw new Error('the player has joined');
    live.receive(subscription, 'video', false);
    broadcast.send(
      publication,
      interFrame(3),
      videoHeader(4),
      sound(5),
      keyFrame(6),
      padded(sound(7), 2_000),
      sound(8),
    );
    player.drain();
    player.take(live.receive(subscription, 'video', true));
    broadcast.send(publication, interFrame(9), keyFrame(10), interFrame(11));
    expect(player.marks).toEqual([1, 2, 5, 7, 8, 4, 10, 11]);
    expect(subscription.counters).toMatchObject({ picturesSkipped: 1, skips: 0 });
  });

  it('may be said before there is a publication, and lasts', () => {
    const broadcast = new Broadcast();
    const player = broadcast.join('waits', { receiveVideo: false });
    const { subscription } = player;
    if (subscription === undefined) throw new Error('the player has joined');
    expect(broadcast.live.receive(subscription, 'audio', false)).toEqual([]);
    expect(broadcast.live.receive(subscription, 'audio', true)).toEqual([]);
    const publication = broadcast.publish();
    broadcast.send(publication, videoHeader(1), audioHeader(2), keyFrame(3), sound(4));
    expect(player.marks).toEqual([2, 4]);
    expect(broadcast.join('late', { receiveVideo: false }).marks).toEqual([2, 4]);
    expect(broadcast.join('silent', { receiveAudio: false }).marks).toEqual([1, 3]);
  });
});

describe('pause (CMD-29)', () => {
  it('lets nothing through, and goes on with what a new player would need, at a key frame', () => {
    const { broadcast, publication, player } = stage();
    const { live } = broadcast;
    const { subscription } = player;
    if (subscription === undefined) throw new Error('the player has joined');
    broadcast.send(publication, audioHeader(3));
    expect(live.pause(subscription, true)).toEqual([]);
    expect(live.receive(subscription, 'audio', false)).toEqual([]);
    expect(live.receive(subscription, 'audio', true)).toEqual([]);
    broadcast.send(publication, data(4, 'onMetaData'), videoHeader(5), keyFrame(6), sound(7));
    expect(player.marks).toEqual([1, 2, 3]);
    player.take(live.pause(subscription, false));
    expect(live.pause(subscription, false)).toEqual([]);
    broadcast.send(publication, interFrame(8), sound(9), keyFrame(10), interFrame(11));
    expect(player.marks).toEqual([1, 2, 3, 4, 3, 5, 9, 10, 11]);
  });

  it('may be said before there is a publication, and lasts', () => {
    const broadcast = new Broadcast();
    const player = broadcast.join('waits');
    const { subscription } = player;
    if (subscription === undefined) throw new Error('the player has joined');
    expect(broadcast.live.pause(subscription, true)).toEqual([]);
    const publication = broadcast.publish();
    broadcast.send(publication, videoHeader(1), keyFrame(2), interFrame(3));
    expect(player.marks).toEqual([]);
    player.take(broadcast.live.pause(subscription, false));
    broadcast.send(publication, interFrame(4), keyFrame(5));
    expect(player.marks).toEqual([1, 5]);
  });
});
