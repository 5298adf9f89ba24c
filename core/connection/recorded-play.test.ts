import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { decodeData } from '../message/data-message.ts';
import { MessageType } from '../message/message-type.ts';
import { messagesIn } from './testing/peer.ts';
import { type TestClient, testClient } from './testing/server.ts';

/** A new connection with message stream 1, on which nothing plays. */
function idle(): TestClient {
  const client = testClient().connect();
  client.command('createStream', 4, null);
  return client;
}

/** The same, and it plays a recording. */
function recording(): TestClient {
  const client = idle();
  client.streamCommand(1, 'play', 5, 'a', 0);
  client.take(client.connection.acceptPlay(client.requestId, 0, { isRecorded: true }));
  client.events.length = 0;
  return client;
}

/** The `onPlayStatus` in what a call returned. */
function playStatus(transmit: readonly Uint8Array[]): object {
  for (const { messageTypeId, timestamp, payload } of messagesIn(transmit)) {
    if (messageTypeId !== MessageType.DataAmf0) continue;
    const [information] = decodeData(payload)?.values ?? [];
    if (typeof information === 'object' && information !== null && information.kind === 'object') {
      return { timestamp, ...Object.fromEntries(information.properties) };
    }
  }
  throw new Error('no onPlayStatus was sent');
}

/** StreamIsRecorded and StreamBegin; StreamEOF. */
const begin = ['UserControl 4 1', 'UserControl 0 1'];
const end = 'UserControl 1 1';

describe('ServerConnection: play of a recording (7.2.2.1)', () => {
  it('says StreamIsRecorded before StreamBegin (CMD-44, MSG-25)', () => {
    const client = idle();
    client.streamCommand(1, 'play', 5, 'a', 2_000, 1_000, true);
    expect(client.events).toMatchObject([{ type: 'playRequested', start: 2_000, duration: 1_000, appends: false }]);
    expect(client.take(client.connection.acceptPlay(client.requestId, 0, { isRecorded: true }))).toEqual([
      ...begin,
      'onStatus NetStream.Play.Reset on 1',
      'onStatus NetStream.Play.Start on 1',
      'data |RtmpSampleAccess on 1',
    ]);
  });

  it('says the end as players wait for it, and plays on after a seek (CMD-36)', () => {
    const client = recording();
    const played = { timestamp: 10_000, duration: 10, bytes: 4_000 };
    const outputs = client.connection.completePlay(1, played, 0);
    expect(playStatus(outputs.transmit)).toEqual({
      timestamp: 10_000,
      level: 'status',
      code: 'NetStream.Play.Complete',
      description: 'Played to the end.',
      duration: 10,
      bytes: 4_000,
    });
    expect(client.take(outputs)).toEqual([end, 'data onPlayStatus on 1', 'onStatus NetStream.Play.Stop on 1']);
    client.streamCommand(1, 'seek', 0, 0);
    expect(client.events).toMatchObject([{ type: 'seekRequested' }]);
  });

  it('says of the end what it knows', () => {
    const outputs = recording().connection.completePlay(1, {}, 0);
    expect(Object.keys(playStatus(outputs.transmit))).toEqual(['timestamp', 'level', 'code', 'description']);
  });

  it('refuses a timestamp that is none, before anything is sent', () => {
    const { connection } = recording();
    const notUint32 = expect.objectContaining({ code: 'timestampNotUint32' });
    expect(() => connection.completePlay(1, { timestamp: -1 }, 0)).toThrow(notUint32);
    expect(() => connection.switchPlay(1, { timestamp: 0.5 }, 0)).toThrow(notUint32);
    expect(() => connection.completeTransition(1, Number.NaN, 0)).toThrow(notUint32);
  });

  it('says nothing on a stream that does not play', () => {
    const client = testClient().publishing();
    const { connection } = client;
    expect(client.take(connection.notifyPaused(1, 0))).toEqual([]);
    expect(client.take(connection.notifyUnpaused(2, 0))).toEqual([]);
    expect(client.take(connection.completePlay(1, {}, 0))).toEqual([]);
    expect(client.take(connection.switchPlay(1, {}, 0))).toEqual([]);
    expect(client.take(connection.completeTransition(1, 0, 0))).toEqual([]);
    expect(client.take(connection.announcePublisher(1, 0))).toEqual([]);
    expect(client.take(connection.announceUnpublish(1, 0))).toEqual([]);
    expect(client.take(connection.sendStatus(2, PAUSED, 0))).toEqual([]);
    expect(client.take(connection.sendStatus(1, PAUSED, 0))).toEqual(['onStatus NetStream.Record.Start on 1']);
  });

  it('says any status on a stream that is there, though it be idle: a recording may end after its publish', () => {
    const client = idle();
    expect(client.take(client.connection.sendStatus(1, PAUSED, 0))).toEqual(['onStatus NetStream.Record.Start on 1']);
  });
});

const PAUSED = { level: 'status', code: 'NetStream.Record.Start', description: '' } as const;

describe('ServerConnection: seek (7.2.2.7, CMD-32)', () => {
  it('waits for the decision, then says the end, the place and the beginning as nginx-rtmp does', () => {
    const client = recording();
    expect(client.streamCommand(1, 'seek', 0, 5_000)).toEqual([]);
    expect(client.events).toEqual([{ type: 'seekRequested', requestId: 3, messageStreamId: 1, timeMs: 5_000 }]);
    expect(client.connection.isHolding).toBe(true);
    expect(client.take(client.connection.acceptSeek(3, 0))).toEqual([
      end,
      'onStatus NetStream.Seek.Notify on 1',
      ...begin,
      'onStatus NetStream.Play.Start on 1',
    ]);
    expect(client.connection.isHolding).toBe(false);
  });

  it('goes on playing while it is pending, and when it is refused', () => {
    const client = recording();
    client.streamCommand(1, 'seek', 0, -7);
    expect(client.events).toMatchObject([{ timeMs: 0 }]);
    const media = { messageStreamId: 1, media: 'audio', timestamp: 0, payload: new Uint8Array(3) } as const;
    expect(client.take(client.connection.sendMedia(media, 0))).toEqual(['Audio 3 on 1']);
    expect(client.take(client.connection.rejectSeek(client.requestId, { description: 'No.' }, 0))).toEqual([
      'onStatus NetStream.Seek.Failed on 1',
    ]);
    client.streamCommand(1, 'seek', 0, 1e18);
    const refusal = { code: 'NetStream.Seek.InvalidTime', description: 'Too far.' };
    expect(client.take(client.connection.rejectSeek(client.requestId, refusal, 0))).toEqual([
      'onStatus NetStream.Seek.InvalidTime on 1',
    ]);
    expect(client.take(client.connection.sendMedia(media, 0))).toEqual(['Audio 3 on 1']);
  });

  it('is refused when nobody decides in time', () => {
    const client = recording();
    client.streamCommand(1, 'seek', 0, 1);
    client.takeEvents();
    expect(client.wait(30_000)).toEqual(['onStatus NetStream.Seek.Failed on 1']);
    expect(client.events).toEqual([{ type: 'requestExpired', requestId: 3, reason: 'timeout' }]);
  });

  it.each([[], [Number.NaN], ['5000'], [Number.POSITIVE_INFINITY]])('is refused at once for no time: %j', (...time) => {
    const client = recording();
    expect(client.streamCommand(1, 'seek', 0, ...time)).toEqual(['onStatus NetStream.Seek.InvalidTime on 1']);
    expect(client.events).toEqual([]);
  });

  it('is refused where nothing plays', () => {
    const client = testClient().publishing();
    expect(client.streamCommand(1, 'seek', 0, 1)).toEqual(['onStatus NetStream.Seek.Failed on 1']);
    expect(client.streamCommand(7, 'seek', 0, 1)).toEqual(['onStatus NetStream.Failed on 7']);
  });

  it('ends with its playback, decided or not', () => {
    const client = recording();
    client.streamCommand(1, 'seek', 0, 1);
    client.takeEvents();
    client.take(client.connection.endPlay(1, PAUSED, 0));
    expect(client.takeEvents()).toEqual([
      { type: 'requestExpired', requestId: 3, reason: 'withdrawn' },
      { type: 'playEnded', messageStreamId: 1, reason: 'endedHere' },
    ]);
    expect(client.take(client.connection.acceptSeek(3, 0))).toEqual([]);
  });
});

describe('ServerConnection: pause (7.2.2.8, CMD-29)', () => {
  it.each(['pause', 'pauseRaw'])('tells of %s, and says what the application does', (name) => {
    const client = recording();
    expect(client.streamCommand(1, name, 0, true, 1_500)).toEqual([]);
    expect(client.streamCommand(1, name, 0, true)).toEqual([]);
    expect(client.streamCommand(1, name, 0, false, 1_500)).toEqual([]);
    expect(client.streamCommand(1, name, 0)).toEqual([]);
    const toggled = { type: 'pauseToggled', messageStreamId: 1 };
    expect(client.events).toEqual([
      { ...toggled, paused: true, timeMs: 1_500 },
      { ...toggled, paused: true, timeMs: 0 },
      { ...toggled, paused: false, timeMs: 1_500 },
      { ...toggled, paused: true, timeMs: 0 },
    ]);
    expect(client.connection.isHolding).toBe(false);
    expect(client.take(client.connection.notifyPaused(1, 0))).toEqual(['onStatus NetStream.Pause.Notify on 1', end]);
    expect(client.take(client.connection.notifyUnpaused(1, 0))).toEqual([
      'onStatus NetStream.Unpause.Notify on 1',
      ...begin,
    ]);
  });

  it('means nothing where nothing plays', () => {
    const client = testClient().publishing();
    expect(client.streamCommand(1, 'pause', 0, true, 0)).toEqual([]);
    expect(client.streamCommand(7, 'pause', 0, true, 0)).toEqual([]);
    expect(client.events).toEqual([]);
  });
});

describe('ServerConnection: receiveAudio and receiveVideo (7.2.2.4, 7.2.2.5)', () => {
  it('says Seek.Notify and Play.Start when a medium comes again, once (CMD-28)', () => {
    const client = recording();
    const resumed = ['onStatus NetStream.Seek.Notify on 1', 'onStatus NetStream.Play.Start on 1'];
    expect(client.streamCommand(1, 'receiveAudio', 0, false)).toEqual([]);
    expect(client.streamCommand(1, 'receiveVideo', 0, true)).toEqual([]);
    expect(client.streamCommand(1, 'receiveAudio', 0, true)).toEqual(resumed);
    expect(client.streamCommand(1, 'receiveAudio', 0, true)).toEqual([]);
    client.streamCommand(1, 'receiveVideo', 0, false);
    client.streamCommand(1, 'play', 0, 'b');
    client.accept();
    expect(client.streamCommand(1, 'receiveVideo', 0, true)).toEqual([]);
  });
});

describe('ServerConnection: playlists (CMD-25)', () => {
  it('asks for what is to follow, says nothing of it until its turn comes, and then switches', () => {
    const client = recording();
    client.streamCommand(1, 'play', 0, 'b', 0, -1, false);
    expect(client.events).toMatchObject([{ type: 'playRequested', name: 'b', reset: false, appends: true }]);
    expect(client.accept()).toEqual([]);
    const outputs = client.connection.switchPlay(1, { timestamp: 9_000 }, 0);
    expect(playStatus(outputs.transmit)).toMatchObject({ timestamp: 9_000, code: 'NetStream.Play.Switch' });
    expect(client.take(outputs)).toEqual([
      end,
      'data onPlayStatus on 1',
      'UserControl 0 1',
      'onStatus NetStream.Play.Start on 1',
    ]);
    expect(client.take(client.connection.switchPlay(1, { isRecorded: true }, 0)).slice(2, 4)).toEqual(begin);
  });

  it('goes on with what plays when what is to follow is refused', () => {
    const client = recording();
    client.streamCommand(1, 'play', 0, 'b', 0, -1, 0);
    const refusal = { description: 'No.' };
    expect(client.take(client.connection.rejectPlay(client.requestId, refusal, 0))).toEqual([
      'onStatus NetStream.Play.StreamNotFound on 1',
    ]);
    expect(client.take(client.connection.notifyUnpaused(1, 0)).slice(1)).toEqual(begin);
  });

  it('begins a playlist where nothing plays, without a reset', () => {
    const client = idle();
    client.streamCommand(1, 'play', 0, 'b', 0, -1, false);
    expect(client.events).toMatchObject([{ type: 'playRequested', reset: false, appends: false }]);
    expect(client.accept()).not.toContain('onStatus NetStream.Play.Reset on 1');
  });
});

describe('ServerConnection: play2 (7.2.2.2, CMD-27)', () => {
  const asked = { streamName: 'high', oldStreamName: 'low', start: 0, len: 10, offset: 4, transition: 'swap' };
  const options = amfObject(asked);

  it('asks, then says the transition and its end', () => {
    const client = recording();
    expect(client.streamCommand(1, 'play2', 0, options)).toEqual([]);
    expect(client.events).toEqual([{ type: 'play2Requested', requestId: 3, messageStreamId: 1, ...asked }]);
    expect(client.take(client.connection.acceptPlay2(3, 0))).toEqual(['onStatus NetStream.Play.Transition on 1']);
    const outputs = client.connection.completeTransition(1, 4_000, 0);
    const status = { timestamp: 4_000, code: 'NetStream.Play.TransitionComplete' };
    expect(playStatus(outputs.transmit)).toMatchObject(status);
  });

  it('goes on with what plays when it is refused', () => {
    const client = recording();
    client.streamCommand(1, 'play2', 0, options);
    expect(client.take(client.connection.rejectPlay2(client.requestId, { description: 'No.' }, 0))).toEqual([
      'onStatus NetStream.Play.Failed on 1',
    ]);
    client.streamCommand(1, 'play2', 0, options);
    const refusal = { code: 'NetStream.Play.StreamNotFound', description: 'No.' };
    expect(client.take(client.connection.rejectPlay2(client.requestId, refusal, 0))).toEqual([
      'onStatus NetStream.Play.StreamNotFound on 1',
    ]);
  });

  it('is a play where nothing plays', () => {
    const client = idle();
    client.streamCommand(1, 'play2', 0, options);
    const play = { name: 'high', start: 0, duration: 10, reset: true, appends: false };
    expect(client.events).toEqual([{ type: 'playRequested', requestId: 2, messageStreamId: 1, ...play }]);
    expect(client.accept()).toContain('onStatus NetStream.Play.Start on 1');
  });

  it('is refused without a name, and on a stream that was not made', () => {
    const client = recording();
    expect(client.streamCommand(1, 'play2', 0, amfObject({}))).toEqual(['onStatus NetStream.Play.Failed on 1']);
    expect(client.streamCommand(7, 'play2', 0, options)).toEqual(['onStatus NetStream.Failed on 7']);
  });
});
