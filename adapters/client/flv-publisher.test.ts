import { describe, expect, it } from 'vitest';
import { movieTags, recorded } from '../../core/flv/testing/movie.ts';
import { encodeFlvHeader, encodeFlvTag, type FlvPayload, type MediaReceived } from '../../core/index.ts';
import { FlvPublisher, type FlvPublisherOptions, openStream } from './index.ts';
import { Studio } from './testing/studio.ts';

/** The file in pieces, as a disk gives them. */
async function* piecesOf(file: Uint8Array, size = 4_096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
}

interface Watched {
  readonly publisher: FlvPublisher;
  readonly media: (MediaReceived & { readonly at: number })[];
  readonly data: { readonly handler: string; readonly values: unknown }[];
}

/** A publisher, and what a player gets of it and when. */
async function watched(studio: Studio, file: Uint8Array, options: Partial<FlvPublisherOptions> = {}): Promise<Watched> {
  studio.serve('h');
  const media: Watched['media'] = [];
  const data: Watched['data'] = [];
  openStream({
    ...studio.common,
    url: 'rtmp://h/live/a',
    order: { kind: 'play' },
    listener: {
      onEvent: (event) => {
        if (event.type === 'mediaReceived') media.push({ ...event, at: studio.clock.now() });
        if (event.type === 'dataReceived') data.push(event);
      },
    },
  });
  await studio.advance(1_000);
  const publisher = new FlvPublisher({
    ...studio.common,
    url: 'rtmp://h/live/a',
    open: () => piecesOf(file),
    ...options,
  });
  return { publisher, media, data };
}

const timesOf = (media: Watched['media'], kind: 'audio' | 'video'): number[] =>
  media.filter((event) => event.media === kind).map(({ timestamp }) => timestamp);

describe('a file published', () => {
  it('arrives whole, each frame at its time', async () => {
    const studio = new Studio();
    const tags = movieTags({ seconds: 4 });
    const { publisher, media } = await watched(studio, recorded(tags));
    await studio.until(publisher.done);
    expect(media.map(({ timestamp, payload }) => ({ timestamp, payload }))).toEqual(
      tags.map(({ timestamp, data }) => ({ timestamp, payload: data })),
    );
    const [first, ...rest] = media.filter((event) => event.media === 'audio').slice(1);
    for (const { at, timestamp } of rest) expect(at - (first?.at ?? 0)).toBe(timestamp - (first?.timestamp ?? 0));
    expect(publisher.totals).toMatchObject({ pictures: 100, sounds: 100, timeMs: 3_960 });
  });

  it('passes as fast as it is taken, in no time at all', async () => {
    const studio = new Studio();
    const { publisher, media } = await watched(studio, recorded(movieTags({ seconds: 60 })), { pace: 'fast' });
    const before = studio.clock.now();
    await studio.until(publisher.done);
    expect(studio.clock.now() - before).toBeLessThan(1_000);
    await studio.advance(1_000);
    expect(media).toHaveLength(3_002);
  });

  it('of an hour takes seconds, and an hour of virtual time', async () => {
    const studio = new Studio();
    studio.serve('h');
    const file = recorded(movieTags({ seconds: 3_600, audio: false, pictureLength: 20 }));
    const publisher = new FlvPublisher({ ...studio.common, url: 'rtmp://h/live/a', open: () => piecesOf(file) });
    const before = studio.clock.now();
    await studio.until(publisher.done);
    expect(studio.clock.now() - before).toBeCloseTo(3_599_960, -1);
    expect(publisher.totals.pictures).toBe(90_000);
  });

  it('says to the server what players need, and nothing that is only true of the file', async () => {
    const studio = new Studio();
    const file = recorded(movieTags({ seconds: 2 }), { metadata: { width: 640, encoder: 'x' }, keyFrames: 10 });
    const { publisher, data } = await watched(studio, file, { pace: 'fast' });
    await studio.until(publisher.done);
    const [metadata] = data.filter(({ handler }) => handler === 'onMetaData');
    expect(metadata?.values).toEqual([
      expect.objectContaining({
        properties: new Map<string, unknown>([
          ['width', 640],
          ['encoder', 'x'],
        ]),
      }),
    ]);
  });

  it('goes over and over, never back in time, with headers said once', async () => {
    const studio = new Studio();
    const { publisher, media } = await watched(studio, recorded(movieTags({ seconds: 2 })), { loop: true });
    await studio.advance(7_000);
    publisher.stop();
    await studio.until(publisher.done);
    const pictures = timesOf(media, 'video').slice(1);
    expect(pictures.slice(49, 52)).toEqual([1_960, 2_003, 2_043]);
    for (const kind of ['audio', 'video'] as const) {
      const times = timesOf(media, kind);
      expect(times).toEqual([...times].sort((one, other) => one - other));
    }
    expect(media.filter(({ payload }) => payload[0] === 0xaf && payload[1] === 0)).toHaveLength(1);
    expect(pictures.length).toBeGreaterThan(140);
  });

  it('has no sequence end while it goes on: who comes late gets headers', async () => {
    const studio = new Studio();
    const end: FlvPayload = { type: 9, timestamp: 2_000, data: Uint8Array.of(0x17, 2, 0, 0, 0) };
    const { publisher, media } = await watched(studio, recorded([...movieTags({ seconds: 2 }), end]), { loop: true });
    await studio.advance(3_000);
    const late: MediaReceived[] = [];
    openStream({
      ...studio.common,
      url: 'rtmp://h/live/a',
      order: { kind: 'play' },
      listener: {
        onEvent: (event) => {
          if (event.type === 'mediaReceived') late.push(event);
        },
      },
    });
    await studio.advance(3_000);
    publisher.stop();
    await studio.until(publisher.done);
    expect(late.slice(0, 2).map(({ payload }) => payload[1])).toEqual([0, 0]);
    expect(media.some(({ payload }) => payload[0] === 0x17 && payload[1] === 2)).toBe(false);
  });

  it('reads on when the server has taken what was read: little is held for one that takes little', async () => {
    const studio = new Studio({ link: { toServer: { capacity: 65_536, delayMs: 20 } } });
    const file = recorded(movieTags({ seconds: 60, pictureLength: 20_000 }));
    let read = 0;
    let mostHeld = 0;
    const { publisher, media } = await watched(studio, file, {
      pace: 'fast',
      open: async function* () {
        for await (const piece of piecesOf(file)) {
          mostHeld = Math.max(mostHeld, read - arrived());
          read += piece.length;
          yield piece;
        }
      },
    });
    const arrived = (): number => media.reduce((sum, { payload }) => sum + payload.length, 0);
    await studio.until(publisher.done);
    await studio.advance(1_000);
    expect(media).toHaveLength(3_002);
    expect(mostHeld).toBeLessThan(1_500_000);
    expect(mostHeld).toBeGreaterThan(500_000);
  });
});

describe('a damaged file', () => {
  it('is published without what is damaged, and says what that was', async () => {
    const studio = new Studio();
    const tags = movieTags({ seconds: 2 });
    const file = recorded(tags).slice(0, -7);
    file.fill(0xff, 2_000, 2_400);
    const skips: string[] = [];
    const { publisher, media } = await watched(studio, file, {
      pace: 'fast',
      onSkip: ({ reason, length }) => skips.push(`${reason} ${length}`),
    });
    await studio.until(publisher.done);
    expect(media.length).toBeGreaterThan(90);
    expect(skips.at(0)).toMatch(/^garbage \d+$/);
    expect(skips.at(-1)).toMatch(/^truncated \d+$/);
  });

  it('that cannot be read ends with what the disk said, and the publication in order', async () => {
    const studio = new Studio();
    const file = recorded(movieTags({ seconds: 2 }));
    const open = async function* () {
      yield file.subarray(0, 1_000);
      throw new Error('EIO');
    };
    const { publisher } = await watched(studio, file, { open });
    await expect(studio.until(publisher.done)).rejects.toThrow('EIO');
  });

  it('with nothing in it does not go round for ever', async () => {
    const studio = new Studio();
    const { publisher } = await watched(studio, Uint8Array.of(1, 2, 3), { loop: true });
    await studio.until(publisher.done);
    expect(publisher.totals.bytes).toBe(0);
  });
});

describe('an end', () => {
  it('by the server is an error', async () => {
    const studio = new Studio();
    const server = studio.serve('h');
    const file = recorded(movieTags({ seconds: 10 }));
    const publisher = new FlvPublisher({ ...studio.common, url: 'rtmp://h/live/a', open: () => piecesOf(file) });
    await studio.advance(2_000);
    server.disconnect(1);
    await expect(studio.until(publisher.done)).rejects.toMatchObject({ name: 'ClientError' });
  });

  it('of the stream alone, as of a server that closes, is an error too', async () => {
    const studio = new Studio();
    const server = studio.serve('h');
    const file = recorded(movieTags({ seconds: 10 }));
    const publisher = new FlvPublisher({ ...studio.common, url: 'rtmp://h/live/a', open: () => piecesOf(file) });
    await studio.advance(2_000);
    const closed = server.close();
    const message = 'rtmp://h ended the stream';
    await expect(studio.until(publisher.done)).rejects.toMatchObject({ name: 'ClientError', code: 'lost', message });
    await studio.until(closed);
  });

  it('by stop comes while a source has nothing to say', async () => {
    const studio = new Studio();
    const header = encodeFlvHeader();
    const tag: FlvPayload = { type: 8, timestamp: 0, data: Uint8Array.of(0xaf, 1, 2) };
    const open = async function* () {
      yield header;
      yield encodeFlvTag(tag);
      await new Promise(() => {});
    };
    const { publisher, media } = await watched(studio, header, { open });
    await studio.advance(60_000);
    publisher.stop();
    await studio.until(publisher.done);
    expect(media).toHaveLength(1);
  });
});
