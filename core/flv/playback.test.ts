import { describe, expect, it } from 'vitest';
import { marksOf, readFlv, tagsIn } from './testing/files.ts';
import { movieTags, recorded } from './testing/movie.ts';
import { type Given, TestPlayer } from './testing/player.ts';

const MOVIE = recorded(movieTags({ seconds: 20 }), { metadata: {} });
const ALL = tagsIn(readFlv(MOVIE).items);
const HOUR = 3_600_000;

const pictures = (given: readonly Given[]) => given.filter(({ type, data }) => type === 9 && data[1] === 1);
const sounds = (given: readonly Given[]) => given.filter(({ type, data }) => type === 8 && data[1] === 1);
const isHeader = ({ type, data }: Given) => type !== 18 && data[1] === 0;

describe('FlvPlayback: a whole file', () => {
  it('gives every tag as it is, in its order', () => {
    const player = new TestPlayer(MOVIE);
    player.advance(HOUR);
    expect(marksOf(player.given)).toEqual(marksOf(ALL));
    expect(player.outputs).toMatchObject({ read: undefined, deadline: undefined, state: 'complete' });
    expect(player.playback.position).toBe(19_960);
    expect(player.playback.playedMs).toBe(19_957); // the sound before the first picture is a little ahead
    const bytes = ALL.reduce((sum, { data }) => sum + data.length, 0);
    expect(player.playback.given).toEqual({ messages: ALL.length, bytes });
  });

  it('fills the buffer at once, then keeps it full', () => {
    const player = new TestPlayer(MOVIE, { bufferMs: 5_000 });
    expect(player.given.at(-1)?.timestamp).toBeLessThanOrEqual(5_103);
    expect(player.given.at(-1)?.timestamp).toBeGreaterThanOrEqual(5_000);
    player.advance(HOUR);
    for (const { at, timestamp } of player.given.slice(300)) {
      expect(timestamp - 5_103).toBeLessThanOrEqual(at);
      expect(at).toBeLessThanOrEqual(Math.max(0, timestamp - 5_000 + 3));
    }
  });

  it('wakes up some ten times a second, and not for nothing', () => {
    const player = new TestPlayer(MOVIE);
    player.take();
    player.advance(10_000);
    const wakes = new Set(player.given.map(({ at }) => at));
    expect(wakes.size).toBeLessThan(110);
    expect(wakes.size).toBeGreaterThan(60);
    const { deadline } = player.outputs;
    player.take();
    expect(player.run((playback, now, room) => playback.tick(now, room)).deadline).toBe(deadline);
    expect(player.given).toEqual([]);
  });

  it('gives what a larger buffer takes as soon as it is told, and never less than a second ahead (MSG-24)', () => {
    const player = new TestPlayer(MOVIE, { bufferMs: 0 });
    expect(player.given.at(-1)?.timestamp).toBeGreaterThanOrEqual(1_000);
    expect(player.given.at(-1)?.timestamp).toBeLessThan(1_104);
    player.run((playback, now, room) => playback.setBuffer(36_000_000, now, room));
    expect(marksOf(player.given)).toEqual(marksOf(ALL));
    expect(player.outputs.state).toBe('complete');
  });
});

describe('FlvPlayback: room', () => {
  it('keeps nothing for a player that takes nothing, and catches up afterwards', () => {
    const player = new TestPlayer(MOVIE);
    player.take();
    player.room = 0;
    player.advance(10_000);
    expect([player.given, player.outputs.state, player.outputs.deadline]).toEqual([[], 'full', undefined]);
    player.room = 300;
    player.run((playback, now, room) => playback.tick(now, room));
    expect(player.given.length).toBeGreaterThan(1);
    expect(player.given.length).toBeLessThan(8);
    player.room = Number.POSITIVE_INFINITY;
    player.run((playback, now, room) => playback.tick(now, room));
    expect(player.given.at(-1)?.timestamp).toBeGreaterThanOrEqual(13_000);
  });
});

describe('FlvPlayback: start and duration (CMD-25)', () => {
  it('begins with metadata, headers and the key frame before the time', () => {
    const player = new TestPlayer(MOVIE, { start: 7_500 });
    player.advance(HOUR);
    expect(player.given.slice(0, 3).map(({ type, timestamp }) => [type, timestamp])).toEqual([
      [18, 6_000],
      [9, 6_000],
      [8, 6_000],
    ]);
    expect(pictures(player.given)[0]).toMatchObject({ at: 0, timestamp: 6_000 });
    expect(pictures(player.given)).toHaveLength(14 * 25);
    expect(player.playback.playedMs).toBe(13_960);
  });

  it('plays to the end of what was asked for, wherever its key frame was', () => {
    const player = new TestPlayer(MOVIE, { start: 7_500, durationMs: 2_000 });
    player.advance(HOUR);
    expect(pictures(player.given).at(-1)?.timestamp).toBe(9_480);
    expect(sounds(player.given).at(-1)?.timestamp).toBe(9_483);
    expect(player.outputs.state).toBe('complete');
  });

  it('plays one frame for a duration of 0', () => {
    const player = new TestPlayer(MOVIE, { start: 8_000, durationMs: 0 });
    player.advance(HOUR);
    expect(player.given.map(({ type, timestamp, data }) => [type, timestamp, data[0]])).toEqual([
      [18, 8_000, 2],
      [9, 8_000, 0x17],
      [8, 8_000, 0xaf],
      [9, 8_000, 0x17],
    ]);
    player.run((playback, now, room) => playback.seek(2_000, now, room));
    expect(pictures(player.given).map(({ timestamp }) => timestamp)).toEqual([8_000, 2_000]);
    const first = new TestPlayer(MOVIE, { durationMs: 0 });
    expect([sounds(first.given), pictures(first.given).length, first.outputs.state]).toEqual([[], 1, 'complete']);
  });

  it('plays to the end for a duration that no file has', () => {
    for (const durationMs of [2 ** 31 - 1, 2 ** 31, 3e9, 2 ** 32, 1e300, Number.POSITIVE_INFINITY]) {
      const player = new TestPlayer(MOVIE, { start: 14_000, durationMs });
      player.advance(HOUR);
      expect(pictures(player.given), `${durationMs}`).toHaveLength(6 * 25);
    }
  });

  it('stops in a file of sound, and where sound goes on after the pictures', () => {
    const radio = new TestPlayer(recorded(movieTags({ seconds: 5, video: false })), { durationMs: 1_000 });
    radio.advance(HOUR);
    expect(radio.given.at(-1)?.timestamp).toBe(963);
    const tags = movieTags({ seconds: 5 }).filter(({ type, timestamp }) => type === 8 || timestamp < 1_000);
    const late = new TestPlayer(recorded(tags), { durationMs: 2_000 });
    late.advance(HOUR);
    expect(late.given.at(-1)?.timestamp).toBe(1_963);
    expect(late.outputs.state).toBe('complete');
  });

  it('counts from the key frame it begins with, if it is told so, until the player seeks', () => {
    const player = new TestPlayer(MOVIE, { start: 7_500, durationMs: 2_000, timesFromStart: true });
    expect(player.given.slice(0, 4).map(({ type, timestamp }) => [type, timestamp])).toEqual([
      [18, 0],
      [9, 0],
      [8, 0],
      [9, 0],
    ]);
    player.advance(HOUR);
    expect(pictures(player.given).at(-1)?.timestamp).toBe(3_480);
    expect([player.playback.position, player.playback.timestamp]).toEqual([9_480, 3_480]);
    player.take();
    player.run((playback, now, room) => playback.seek(4_000, now, room));
    expect([player.given[0]?.timestamp, player.playback.timestamp]).toEqual([4_000, player.playback.position]);
  });

  it('has no time before the first for sound that is late', () => {
    const late = movieTags({ seconds: 6, begin: 100 }).map((tag) =>
      tag.type === 8 && tag.timestamp > 0 ? { ...tag, timestamp: tag.timestamp - 60 } : tag,
    );
    const player = new TestPlayer(recorded(late), { start: 4_100, timesFromStart: true });
    expect(
      sounds(player.given)
        .slice(0, 3)
        .map(({ timestamp }) => timestamp),
    ).toEqual([0, 23, 63]);
    expect(new TestPlayer(MOVIE, { timesFromStart: true }).given[0]).toMatchObject({ type: 18, timestamp: 0 });
  });

  it('has nothing behind the end', () => {
    const player = new TestPlayer(MOVIE, { start: 20_001 });
    expect([player.given, player.outputs.state, player.playback.playedMs]).toEqual([[], 'complete', 0]);
    player.run((playback, now, room) => playback.seek(0, now, room));
    expect(player.given.length).toBeGreaterThan(0);
  });

  it('counts by the times of the file, wherever they begin (FLV-6)', () => {
    const begin = 0x7fffffff - 5_000;
    const player = new TestPlayer(recorded(movieTags({ seconds: 4, begin })), { start: 0, durationMs: 1_000 });
    player.advance(HOUR);
    expect(pictures(player.given)).toHaveLength(26); // the sound that it begins with is ahead of the first
    expect(player.playback.position).toBe(begin + 1_000);
  });
});

describe('FlvPlayback: seek (CMD-32)', () => {
  it('gives headers and a key frame at once, forwards and back, and after the end', () => {
    const player = new TestPlayer(MOVIE);
    for (const [time, keyFrame] of [
      [13_000, 12_000],
      [3_999, 2_000],
      [0, 0],
      [1e9, 18_000],
    ] as const) {
      player.advance(500);
      player.take();
      player.run((playback, now, room) => playback.seek(time, now, room));
      const { now } = player;
      expect(player.given.slice(0, 2).every(isHeader)).toBe(true);
      expect(player.given.slice(0, 3).map(({ at, timestamp }) => [at, timestamp])).toEqual(
        [keyFrame, keyFrame, keyFrame].map((timestamp) => [now, timestamp]),
      );
      expect(pictures(player.given)[0]).toMatchObject({ timestamp: keyFrame });
      expect(pictures(player.given)[0]?.data[0]).toBe(0x17);
    }
    player.take();
    player.run((playback, now, room) => playback.seek(-5, now, room));
    expect(pictures(player.given)[0]).toMatchObject({ timestamp: 0 });
    player.advance(HOUR);
    expect(player.outputs.state).toBe('complete');
    player.run((playback, now, room) => playback.seek(19_000, now, room));
    expect(player.outputs.state).toBe('complete'); // less than the buffer is left
  });
});

describe('FlvPlayback: pause (CMD-29)', () => {
  it('gives nothing, then goes on where it stopped, later by the pause', () => {
    const player = new TestPlayer(MOVIE);
    player.advance(2_000);
    player.run((playback, now) => playback.pause(now));
    expect(player.outputs).toEqual({ tags: [], read: undefined, deadline: undefined, state: 'paused' });
    const before = player.given.length;
    player.advance(HOUR);
    player.run((playback, now) => playback.pause(now));
    expect(player.given).toHaveLength(before);
    player.run((playback, now, room) => playback.resume(now, room));
    player.advance(1_000);
    expect(player.given.at(-1)?.timestamp).toBeGreaterThanOrEqual(5_900);
    expect(player.given.at(-1)?.timestamp).toBeLessThanOrEqual(6_103);
    player.advance(HOUR);
    expect(marksOf(player.given)).toEqual(marksOf(ALL));
  });

  it('seeks while it is paused, and gives what is there when it goes on', () => {
    const player = new TestPlayer(MOVIE);
    player.run((playback, now) => playback.pause(now));
    player.take();
    player.run((playback, now, room) => playback.seek(9_000, now, room));
    expect(player.given).toEqual([]);
    player.advance(5_000);
    player.run((playback, now, room) => playback.resume(now, room));
    expect(pictures(player.given)[0]).toMatchObject({ at: 5_000, timestamp: 8_000 });
    expect(pictures(player.given).at(-1)?.timestamp).toBeLessThanOrEqual(11_103);
  });
});

describe('FlvPlayback: receiveAudio and receiveVideo (CMD-28)', () => {
  it('leaves a medium out in its time, and brings it back with headers and pictures with a key frame', () => {
    const player = new TestPlayer(MOVIE, { bufferMs: 1_000 });
    player.run((playback, now, room) => playback.receive('video', false, now, room));
    player.run((playback, now, room) => playback.receive('video', false, now, room));
    player.take();
    player.advance(3_500);
    expect(pictures(player.given)).toEqual([]);
    expect(sounds(player.take()).length).toBeGreaterThan(80);
    const { position } = player.playback;
    player.run((playback, now, room) => playback.receive('video', true, now, room));
    const [header] = player.given;
    expect([header?.type, header?.data[1], header?.timestamp]).toEqual([9, 0, position]);
    player.advance(3_000);
    expect(pictures(player.given)[0]).toMatchObject({ timestamp: 6_000 });
    player.take();
    player.run((playback, now, room) => playback.receive('audio', false, now, room));
    player.advance(1_000);
    expect(sounds(player.take())).toEqual([]);
    player.run((playback, now, room) => playback.receive('audio', true, now, room));
    expect(player.given[0]).toMatchObject({ type: 8, at: player.now });
    expect(player.given[0]?.data[1]).toBe(0);
    player.advance(1_000);
    expect(sounds(player.given).length).toBeGreaterThan(20);
  });

  it('brings the headers of a medium back once, however often it was switched while nothing could be given', () => {
    const player = new TestPlayer(MOVIE, { bufferMs: 1_000 });
    const receive = (media: 'audio' | 'video', on: boolean) =>
      player.run((playback, now, room) => playback.receive(media, on, now, room));
    player.run((playback, now) => playback.pause(now));
    player.take();
    for (let count = 0; count < 100; count += 1) {
      for (const media of ['video', 'audio'] as const) receive(media, false);
      for (const media of ['video', 'audio', 'audio'] as const) receive(media, true);
    }
    receive('audio', false);
    player.run((playback, now, room) => playback.resume(now, room));
    expect(player.given.filter(isHeader).map(({ type }) => type)).toEqual([9]);
  });

  it('takes no longer nor shorter with all switched off', () => {
    const player = new TestPlayer(MOVIE, { bufferMs: 1_000 });
    for (const media of ['audio', 'video'] as const) {
      player.run((playback, now, room) => playback.receive(media, false, now, room));
    }
    player.advance(18_000);
    expect(player.outputs.state).toBe('playing');
    player.advance(1_000);
    expect(player.outputs.state).toBe('complete');
  });
});

describe('FlvPlayback: a file that became shorter', () => {
  it('gives what is there and says so', () => {
    const long = recorded(movieTags({ seconds: 200 }));
    const player = new TestPlayer(long);
    player.file = long.subarray(0, 600_000);
    player.advance(HOUR);
    expect(player.outputs).toEqual({ tags: [], read: undefined, deadline: undefined, state: 'truncated' });
    expect(player.given.length).toBeGreaterThan(1_000);
  });
});
