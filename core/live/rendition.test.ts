import { describe, expect, it } from 'vitest';
import { hex, toHex } from '../bytes/testing/hex.ts';
import type { PublishedMedia } from './live.ts';
import { Broadcast, type TestPlayer } from './testing/broadcast.ts';
import { FORMS } from './testing/forms.ts';
import { audioHeader, data, interFrame, keyFrame, sound, videoHeader } from './testing/messages.ts';

function video(timestamp: number, bytes: string): PublishedMedia {
  return { media: 'video', timestamp, payload: hex(bytes) };
}

function audio(timestamp: number, bytes: string): PublishedMedia {
  return { media: 'audio', timestamp, payload: hex(bytes) };
}

const second = { trackId: 1 };

/** `timestamp: payload` of everything that the player got. */
function got({ got: frames }: TestPlayer): string[] {
  return frames.map(({ timestamp, payload }) => `${timestamp}: ${toHex(payload)}`);
}

describe('players of one stream in different forms', () => {
  it('get of several tracks all, the default one, or the default one as Flash knew it', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const [everything, multitrack, oneTrack, silent] = [
      broadcast.join('relay', { form: FORMS.everything }),
      broadcast.join('multitrack', { form: FORMS.multitrack }),
      broadcast.join('one track', { form: FORMS.oneTrack }),
      broadcast.join('silent', { form: FORMS.silent }),
    ];
    const header = video(0, '96 10 61766331 00 000001 aa 01 000001 bb');
    const key = video(40, '97 02 000001 06 11 61766331 00 000004 000050 cc 01 000004 000050 dd');
    const to = broadcast.send(publication, header, key);
    expect(to.sort()).toEqual(['multitrack', 'one track', 'relay', 'silent']);
    const [all, keyOfAll] = [toHex(header.payload), toHex(key.payload)];
    const withoutModEx = '96 11 61 76 63 31 00 00 00 04 00 00 50 cc 01 00 00 04 00 00 50 dd';
    expect(got(everything)).toEqual([`0: ${all}`, `40: ${keyOfAll}`]);
    expect(got(multitrack)).toEqual([`0: ${all}`, `40: ${withoutModEx}`]);
    expect(got(oneTrack)).toEqual(['0: 90 61 76 63 31 aa', '40: 91 61 76 63 31 00 00 50 cc']);
    expect(got(silent)).toEqual(['0: 17 00 00 00 00 aa', '40: 17 01 00 00 50 cc']);
  });

  it('share the published frame where it stays as it is, and another where the same is done to it', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const as = (name: keyof typeof FORMS): TestPlayer => broadcast.join(name, { form: FORMS[name] });
    const [everything, silent, strict] = [as('everything'), as('silent'), as('silentOnStrictServer')];
    const hevc = as('oneTrackOfHevc');
    broadcast.send(publication, keyFrame(1), sound(2), video(3, '91 68766331 000000 aa'), video(4, '93 61766331 aa'));
    expect(new Set([everything, silent, strict, hevc].map((player) => player.got[0])).size).toBe(1);
    expect(new Set([everything, silent, strict, hevc].map((player) => player.got[1])).size).toBe(1);
    expect(silent.got[2]).toBe(everything.got[2]);
    expect(hevc.got[2]).toBe(everything.got[2]);
    expect(strict.got[2]).toBe(strict.got.at(-1));
    expect(got(silent)[3]).toBe('4: 17 01 00 00 00 aa');
    expect([got(strict)[2], got(hevc)[3]]).toEqual([got(silent)[3], got(silent)[3]]);
  });

  it('are in one audience for each form, which lasts as long as they do', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const plain = broadcast.join('plain');
    const relay = broadcast.join('relay', { form: FORMS.everything });
    const silent = [1, 2].map((name) => broadcast.join(`silent ${name}`, { form: FORMS.silent }));
    const batches = () =>
      broadcast.live.media(publication, keyFrame(1), 0).batches.map(({ to }) => to.map(({ owner }) => owner));
    expect(batches()).toEqual([[plain, relay], silent]);
    for (const { subscription } of silent) if (subscription !== undefined) broadcast.live.unsubscribe(subscription);
    expect(batches()).toEqual([[plain, relay]]);
    expect(broadcast.live.channel('live/a')?.players.map(({ owner }) => owner)).toEqual([plain, relay]);
  });
});

describe('a player that comes late, in its form', () => {
  it('gets headers, the GOP and what follows', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const headers = [
      data(1, 'onMetaData', 'set'),
      videoHeader(2),
      videoHeader(3, 0, second),
      audioHeader(4, 0, second),
    ];
    broadcast.send(
      publication,
      ...headers,
      keyFrame(5),
      keyFrame(6, 6, second),
      interFrame(7),
      interFrame(8, 8, second),
    );
    const player = broadcast.join('late', { form: FORMS.silent });
    broadcast.send(publication, interFrame(9, 9, second), interFrame(10), sound(11));
    expect(player.marks).toEqual([1, 2, 5, 7, 10, 11]);
    const another = broadcast.join('later', { form: FORMS.silent });
    expect(another.marks).toEqual([1, 2, 5, 7, 10, 11]);
  });

  it('begins with the next key frame where no GOP is cached, be it the first of its form or not', () => {
    const broadcast = new Broadcast({ gopCacheBytes: 0 });
    const publication = broadcast.publish();
    broadcast.send(publication, videoHeader(1), keyFrame(2), keyFrame(3, 3, second));
    const first = broadcast.join('first', { form: FORMS.multitrack });
    broadcast.send(publication, interFrame(4), keyFrame(5), interFrame(6), interFrame(7, 7, second));
    const next = broadcast.join('next', { form: FORMS.multitrack });
    broadcast.send(publication, interFrame(8), keyFrame(9, 9, second), interFrame(10, 10, second), keyFrame(11));
    expect(first.marks).toEqual([1, 5, 6, 8, 9, 10, 11]);
    expect(next.marks).toEqual([1, 9, 10, 11]);
  });

  it('gets the headers of its form when it goes on after a pause', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const { subscription, ...player } = broadcast.join('pauses', { form: FORMS.silent });
    if (subscription === undefined) throw new Error('the player has joined');
    broadcast.send(publication, video(0, '90 61766331 aa'), videoHeader(1, 0, second), audio(0, '90 6d703461 1190'));
    broadcast.live.pause(subscription, true);
    const headers = broadcast.live.pause(subscription, false);
    expect(headers.map(({ payload }) => toHex(payload))).toEqual(['17 00 00 00 00 aa', 'af 00 11 90']);
    expect(headers.map((frame) => player.got.includes(frame))).toEqual([true, true]);
  });

  it('waits for a publisher, stays when that leaves, and gets the next in its form', () => {
    const broadcast = new Broadcast();
    const player = broadcast.join('waits', { form: FORMS.silent });
    const other = broadcast.join('waits as well');
    const first = broadcast.publish();
    broadcast.send(first, video(1, '93 61766331 aa'));
    expect(broadcast.live.unpublish(first)).toEqual([player.subscription, other.subscription]);
    expect(broadcast.live.waiting).toBe(2);
    broadcast.send(broadcast.publish(), video(2, 'a3 61766331 aa'), video(3, '93 61766331 bb'));
    expect(got(player)).toEqual(['1: 17 01 00 00 00 aa', '3: 17 01 00 00 00 bb']);
  });
});

describe('what has no form for a player', () => {
  it('is skipped: other tracks, other codecs, metadata frames of a codec that goes in legacy form', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const player = broadcast.join('strict', { form: FORMS.silentOnStrictServer });
    broadcast.send(publication, keyFrame(1, 1, second), interFrame(2, 2, second), video(3, '90 68766331 aa'));
    broadcast.send(publication, video(4, '91 68766331 000000 aa'), video(5, '94 61766331 02'), keyFrame(6));
    broadcast.send(publication, audio(7, '91 4f707573 fc'), sound(8));
    expect(player.marks).toEqual([6, 8]);
    expect(player.subscription?.counters).toMatchObject({ messages: 2, picturesSkipped: 0 });
  });

  it('leaves a gap when it is a picture: the track goes on with its next key frame', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const player = broadcast.join('silent', { form: FORMS.silent });
    const plain = broadcast.join('plain');
    const withoutCompositionTime = video(2, 'a1 61766331 00');
    broadcast.send(publication, keyFrame(1), withoutCompositionTime, interFrame(3), keyFrame(4), interFrame(5));
    expect(player.marks).toEqual([1, 4, 5]);
    expect(broadcast.join('late', { form: FORMS.silent }).marks).toEqual([4, 5]);
    expect(plain.got).toHaveLength(5);
  });

  it('does not close a picture when it is sound', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const player = broadcast.join('strict', { form: FORMS.silentOnStrictServer });
    broadcast.send(publication, keyFrame(1), audio(2, '91 4f707573 fc'), interFrame(3));
    expect(player.marks).toEqual([1, 3]);
  });
});

describe('the end of a sequence, in the form of a player', () => {
  it('is that of AVC, and silence (ERTMP-30)', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    const player = broadcast.join('silent', { form: FORMS.silent });
    broadcast.send(publication, video(1, '92 61766331'), video(2, '96 02 61766331 01'), audio(3, '92 6d703461'));
    expect(got(player)).toEqual(['1: 17 02 00 00 00', '3: ']);
  });

  it('leaves no stale header to a late player', () => {
    const broadcast = new Broadcast();
    const publication = broadcast.publish();
    broadcast.join('silent', { form: FORMS.silent });
    broadcast.send(publication, video(0, '90 61766331 aa'), audio(0, '90 6d703461 1190'), keyFrame(1));
    broadcast.send(publication, video(2, '92 61766331'), audio(3, '92 6d703461'));
    expect(broadcast.join('late', { form: FORMS.silent }).got).toEqual([]);
  });
});
