import { describe, expect, it } from 'vitest';
import { type ConnectionEvent, encodeData } from '../../core/index.ts';
import { type ReplayOptions, replayCapture } from '../../fixtures/index.ts';
import { accept } from '../../fixtures/replay/replay.ts';
import { MemoryNetwork } from '../memory/index.ts';
import { createLiveServer } from '../server/index.ts';
import { MemoryVod, movie } from '../server/testing/vod.ts';
import { CaptureRecorder } from './capture-recorder.ts';
import { MemoryCaptures } from './testing/memory-captures.ts';

const KEY = 'cam-7f3a9c';
const SECRETS = [KEY, 'tok/en+Ünïcode 1', 'another-wrong-key', 'ticket0815', 'hunter2-hunter2', 'film-4711'];
const [, TOKEN = '', WRONG = '', TICKET = '', PASSWORD = '', FILM = ''] = SECRETS;

/** Enhanced AV1 and Opus, then more of both. */
const MEDIA = [
  ['video', 0, [0x90, 0x61, 0x76, 0x30, 0x31, 0x81, 0, 0, 0]],
  ['audio', 0, [0x90, 0x4f, 0x70, 0x75, 0x73, 1, 2, 3]],
  ['video', 0, [0x91, 0x61, 0x76, 0x30, 0x31, ...Array(900).fill(5)]],
  ['audio', 20, [0x91, 0x4f, 0x70, 0x75, 0x73, ...Array(200).fill(6)]],
  ['video', 40, [0xa1, 0x61, 0x76, 0x30, 0x31, ...Array(300).fill(7)]],
] as const;

/** A live server of which every session is captured, and what each of its connections heard. */
function capturedServer() {
  const network = new MemoryNetwork({ seed: 5, link: { toServer: { delayMs: 7 } } });
  const store = new MemoryCaptures();
  const { clock } = network;
  const recorder = new CaptureRecorder({ store, clock, random: (into) => into.fill(9), wallClock: () => 0 });
  const heard: ConnectionEvent[][] = [];
  const server = createLiveServer({
    onPublish: ({ name }) => (name === KEY ? undefined : { refuse: 'No.' }),
    vod: new MemoryVod({ [`live/${FILM}.flv`]: movie({ seconds: 2 }) }),
  });
  const listener = network.listen({
    ...server.acceptOptions,
    tap: recorder.tap,
    onConnection: (driver) => {
      const events: ConnectionEvent[] = [];
      heard.push(events);
      const session = server.acceptOptions.onConnection(driver);
      return {
        onEvent: (event) => {
          events.push(event);
          session.onEvent(event);
        },
        onTurnEnd: () => session.onTurnEnd?.(),
      };
    },
  });
  const settle = async (ms = 50) => {
    for (let turn = 0; turn < 6; turn++) {
      clock.advance(ms / 6);
      for (let wait = 0; wait < 20; wait++) await Promise.resolve();
    }
  };
  const client = async (app: string) => {
    const driver = network.connect({
      port: listener.address.port,
      connection: { connect: { app, tcUrl: `rtmp://me:${PASSWORD}@memory/${app}` } },
      onConnection: () => ({ onEvent: () => {} }),
    });
    await settle();
    driver.perform(driver.connection.createStream(driver.now()));
    await settle();
    return driver;
  };
  return { recorder, store, heard, settle, client };
}

/** What tells events apart, without names that are stand-ins in a replay. */
function gist(events: readonly ConnectionEvent[]): unknown[] {
  // A client's C2 repeats the S1 that it was sent, which is not that of the replay.
  const said = events.filter(({ type }) => type !== 'deviated');
  return said.map((event) =>
    event.type === 'mediaReceived' ? [event.media, event.timestamp, event.payload.length] : event.type,
  );
}

/** What the server of the session did: it refused what was not published under the key's stand-in, and knew the film's. */
function answering(isRefused: boolean): NonNullable<ReplayOptions['answer']> {
  return (connection, event, now) =>
    isRefused && event.type === 'publishRequested'
      ? connection.rejectPublish(event.requestId, { description: 'No.' }, now)
      : accept(connection, event, now);
}

describe('a session of a live server, captured', () => {
  it('replays to the same events and shows none of its secrets', async () => {
    const { recorder, store, heard, settle, client } = capturedServer();
    const query = `?token=${encodeURIComponent(TOKEN)}`;
    const waiting = await client('live');
    waiting.perform(waiting.connection.play(1, { name: KEY }, waiting.now()));
    await settle();
    const publisher = await client(`live?ticket=${TICKET}`);
    publisher.perform(publisher.connection.publish(1, { name: KEY + query }, publisher.now()));
    await settle();
    const about = { messageStreamId: 1, timestamp: 0 };
    const metadata = encodeData('@setDataFrame', 'onMetaData', `${KEY} by ${TOKEN}`);
    publisher.perform(publisher.connection.sendData({ ...about, payload: metadata }, publisher.now()));
    for (const [media, timestamp, bytes] of MEDIA) {
      const payload = Uint8Array.from(bytes);
      publisher.perform(publisher.connection.sendMedia({ ...about, media, timestamp, payload }, publisher.now()));
      await settle();
    }
    const late = await client('live');
    late.perform(late.connection.play(1, { name: KEY }, late.now()));
    const film = await client('live');
    film.perform(film.connection.play(1, { name: FILM }, film.now()));
    await settle(3_000);
    const refused = await client('live');
    refused.perform(refused.connection.publish(1, { name: WRONG }, refused.now()));
    await settle();
    for (const driver of [waiting, publisher, late, film, refused]) driver.close();
    await settle(6_000);
    await recorder.close();

    const files = [...store.files.values()];
    expect(files.length).toBe(5);
    for (const text of files) {
      const payloads = [...text.matchAll(/"payload":"([^"]*)"/g)].map(([, payload = '']) => atob(payload));
      for (const secret of SECRETS) {
        expect([text, ...payloads].join('\n')).not.toContain(secret);
        expect([text, ...payloads].join('\n')).not.toContain(encodeURIComponent(secret));
      }
    }
    files.forEach((text, index) => {
      const answer = answering(index === 4);
      const [replayed] = replayCapture(new TextEncoder().encode(text), { as: 'server', answer });
      expect(replayed).toMatchObject({ fault: undefined, refusals: [] });
      expect(gist(replayed?.events ?? [])).toEqual(gist(heard[index] ?? []));
    });
    const [asked, published] = files.map(
      (text) => /"(?:play|publish)","transactionId":\d+,"arguments":\[null,"([^"?]*)/.exec(text)?.[1],
    );
    expect(asked).toMatch(/^[a-z]{4}\d[a-z]\d[a-z]\d[a-z]$/);
    expect(published).toBe(asked);
  });

  it('makes a test of it in two lines', async () => {
    const { recorder, store, settle, client } = capturedServer();
    (await client('live')).close();
    await settle(6_000);
    await recorder.close();
    const [connection] = replayCapture(new TextEncoder().encode([...store.files.values()][0]), { as: 'client' });
    expect(connection).toMatchObject({ fault: undefined, refusals: [] });
  });
});
