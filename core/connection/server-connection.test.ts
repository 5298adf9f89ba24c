import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { testClient } from './testing/server.ts';
import { RtmpUsageError } from './usage-error.ts';

describe('ServerConnection: connect (7.2.1.1)', () => {
  it('asks the application, then says windows, chunk size and result in this order (CMD-11, Q-24)', () => {
    const client = testClient();
    client.shakeHands();
    expect(client.takeEvents().map((event) => event.type)).toEqual(['deviated', 'handshakeDone']);
    const object = amfObject({ app: 'live?key=1', tcUrl: 'rtmp://h/live', flashVer: 'X', objectEncoding: 3 });
    expect(client.command('connect', 1, object, 'more')).toEqual([]);
    expect(client.events).toEqual([
      {
        type: 'connectRequested',
        requestId: 1,
        app: 'live?key=1',
        tcUrl: 'rtmp://h/live',
        flashVer: 'X',
        objectEncoding: 3,
        commandObject: object,
        userArguments: ['more'],
      },
    ]);
    expect(client.accept()).toEqual([
      'WindowAcknowledgementSize 2500000',
      'SetPeerBandwidth 2500000',
      'SetChunkSize 4096',
      '_result 1 NetConnection.Connect.Success',
    ]);
  });

  it('refuses with _error, then lingers until the client is gone (CMD-10, Q-44)', () => {
    const client = testClient();
    client.shakeHands();
    client.command('connect', 1, amfObject({ app: 'nowhere' }));
    const refusal = {
      description: 'No.',
      code: 'NetConnection.Connect.InvalidApp',
      redirect: 'rtmp://b/live',
    } as const;
    const heard = client.take(client.connection.rejectConnect(client.requestId, refusal, 0));
    expect(heard).toEqual(['_error 1 NetConnection.Connect.InvalidApp']);
    expect(client.transport).toBe('end');
    expect(client.connection.isClosed).toBe(false);
    client.takeEvents();
    client.end();
    expect(client.events).toEqual([{ type: 'closed', fault: undefined }]);
  });

  it('closes a refused client that does not leave after the close timeout, without a fault', () => {
    const client = testClient();
    client.shakeHands();
    client.command('connect', 1, amfObject());
    expect(client.take(client.connection.rejectConnect(1, { description: 'No.' }, 0))).toEqual([
      '_error 1 NetConnection.Connect.Rejected',
    ]);
    client.takeEvents();
    client.wait(4_999);
    expect(client.events).toEqual([]);
    client.wait(1);
    expect(client.events).toEqual([{ type: 'closed', fault: undefined }]);
    expect(client.transport).toBe('abort');
  });

  it('refuses by itself when the application does not decide in time', () => {
    const client = testClient();
    client.shakeHands();
    client.command('connect', 1, amfObject());
    client.takeEvents();
    expect(client.wait(30_000)).toEqual(['_error 1 NetConnection.Connect.Failed']);
    expect(client.takeEvents()).toEqual([{ type: 'requestExpired', requestId: 1, reason: 'timeout' }]);
    expect(client.take(client.connection.acceptConnect(1, 30_001))).toEqual([]);
    client.end();
    expect(client.events).toMatchObject([{ type: 'closed', fault: { kind: 'timedOut', code: 'decisionTimeout' } }]);
  });

  it('closes a client that says nothing after the handshake', () => {
    const client = testClient();
    client.shakeHands();
    client.takeEvents();
    client.wait(10_000);
    expect(client.events).toMatchObject([{ type: 'closed', fault: { kind: 'timedOut', code: 'connectTimeout' } }]);
  });

  it('closes a client that begins with another command (7.2.1.1)', () => {
    const client = testClient();
    client.shakeHands();
    client.takeEvents();
    client.command('createStream', 2, null);
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'commandBeforeConnect', spec: '7.2.1.1' } }]);
    expect(client.transport).toBe('abort');
  });

  it('closes a client that begins with media (MSG-36)', () => {
    const client = testClient();
    client.shakeHands();
    client.takeEvents();
    client.message(9, Uint8Array.of(0x17), 1);
    expect(client.events).toMatchObject([{ type: 'closed', fault: { code: 'messageBeforeConnect' } }]);
  });

  it('answers a second connect with an error and the end (CMD-12)', () => {
    const client = testClient().connect();
    expect(client.command('connect', 2, amfObject())).toEqual(['_error 2 NetConnection.Connect.Rejected']);
    client.end();
    expect(client.events.at(-1)).toMatchObject({ type: 'closed', fault: { code: 'connectRepeated' } });
  });

  it('tells of a request that was withdrawn by the end of the connection', () => {
    const client = testClient();
    client.shakeHands();
    client.command('connect', 1, amfObject());
    client.takeEvents();
    client.take(client.connection.close(0));
    expect(client.events).toEqual([{ type: 'requestExpired', requestId: 1, reason: 'withdrawn' }]);
  });

  it('refuses to answer a request that was never made', () => {
    const { connection } = testClient().connect();
    for (const id of [0, 2, -1, Number.NaN, 0.5]) {
      expect(() => connection.acceptConnect(id, 0)).toThrow(RtmpUsageError);
    }
    expect(() => connection.rejectPublish(7, { description: '' }, 0)).toThrow(
      'no request of this connection has the id 7',
    );
  });

  it('ignores an answer of the wrong kind or a second one', () => {
    const client = testClient().connect();
    client.command('createStream', 4, null);
    client.streamCommand(1, 'publish', 5, 'a');
    client.accept();
    for (const answer of [
      client.connection.acceptConnect(2, 0),
      client.connection.rejectConnect(2, { description: '' }, 0),
      client.connection.acceptPublish(2, 0),
      client.connection.rejectPublish(1, { description: '' }, 0),
    ]) {
      expect(client.take(answer)).toEqual([]);
    }
  });
});

describe('ServerConnection: publish (7.2.2.6)', () => {
  it('walks through what an encoder sends and waits for (CMD-16, CMD-17, CMD-45, Q-37)', () => {
    const client = testClient().connect();
    expect(client.command('releaseStream', 2, null, 'a?k=1')).toEqual(['_result 2 undefined']);
    expect(client.command('FCPublish', 3, null, 'a?k=1')).toEqual(['_result 3 undefined']);
    expect(client.command('createStream', 4, null)).toEqual(['_result 4 1']);
    expect(client.streamCommand(1, 'publish', 5, 'a?k=1', 'live')).toEqual([]);
    expect(client.takeEvents()).toEqual([
      { type: 'publishRequested', requestId: 2, messageStreamId: 1, name: 'a?k=1', publishType: 'live' },
    ]);
    expect(client.take(client.connection.acceptPublish(2, 0))).toEqual([
      'onFCPublish NetStream.Publish.Start',
      'UserControl 0 1',
      'onStatus NetStream.Publish.Start on 1',
    ]);
    expect(client.command('FCUnpublish', 6, null, 'a?k=1')).toEqual([
      'onFCUnpublish NetStream.Unpublish.Success',
      '_result 6 undefined',
      'onStatus NetStream.Unpublish.Success on 1',
    ]);
    expect(client.takeEvents()).toEqual([{ type: 'publishEnded', messageStreamId: 1, reason: 'unpublished' }]);
    expect(client.command('deleteStream', 7, null, 1)).toEqual([]);
    expect(client.events).toEqual([]);
  });

  it('answers commands in any order, and publish without any of them (Q-36, Q-38)', () => {
    const client = testClient().connect();
    expect(client.command('createStream', 2, null)).toEqual(['_result 2 1']);
    expect(client.command('_checkbw', 3, null)).toEqual(['_result 3 undefined']);
    client.streamCommand(1, 'publish', 4, 'b');
    expect(client.accept()).toEqual(['UserControl 0 1', 'onStatus NetStream.Publish.Start on 1']);
    expect(client.command('FCPublish', 5, null, 'b')).toEqual(['_result 5 undefined']);
    expect(client.command('FCUnpublish', 6, null, 'other')).toEqual(['_result 6 undefined']);
    expect(client.command('FCUnpublish', 7, null, 3)).toEqual(['_result 7 undefined']);
    expect(client.command('FCPublish', 8, null, 3)).toEqual(['_result 8 undefined']);
  });

  it('publishes again on one connection under a new id (Q-41)', () => {
    const client = testClient().publishing('a');
    client.command('deleteStream', 6, null, 1);
    expect(client.takeEvents()).toEqual([{ type: 'publishEnded', messageStreamId: 1, reason: 'deletedStream' }]);
    expect(client.command('createStream', 7, null)).toEqual(['_result 7 2']);
    client.streamCommand(2, 'publish', 8, 'b', 'record');
    expect(client.events).toMatchObject([{ type: 'publishRequested', messageStreamId: 2, publishType: 'record' }]);
  });

  it('stops publishing on publish(false) and on closeStream; the id stays usable (Q-39, CMD-34)', () => {
    const client = testClient().publishing('a');
    expect(client.streamCommand(1, 'publish', 6, false)).toEqual(['onStatus NetStream.Unpublish.Success on 1']);
    client.streamCommand(1, 'publish', 7, 'b');
    client.accept();
    client.streamCommand(1, 'closeStream', 8);
    expect(client.events.map((event) => event.type)).toEqual(['publishEnded', 'publishRequested', 'publishEnded']);
    expect(client.events.at(-1)).toMatchObject({ reason: 'closedStream' });
  });

  it('refuses with a status and ends the connection, for encoders loop otherwise (Q-44)', () => {
    const client = testClient().connect();
    client.command('createStream', 4, null);
    client.streamCommand(1, 'publish', 5, 'a');
    const heard = client.take(client.connection.rejectPublish(client.requestId, { description: 'Taken.' }, 0));
    expect(heard).toEqual(['onStatus NetStream.Publish.BadName on 1']);
    expect(client.transport).toBe('end');
  });

  it('refuses one publish of a connection whose other stream is at work, and goes on', () => {
    const client = testClient().playing('other');
    client.command('createStream', 6, null);
    client.streamCommand(2, 'publish', 7, 'a');
    const refusal = { code: 'NetStream.Publish.Denied', description: 'No.' };
    expect(client.take(client.connection.rejectPublish(client.requestId, refusal, 0))).toEqual([
      'onStatus NetStream.Publish.Denied on 2',
    ]);
    expect(client.transport).toBe('keep');
  });

  it('says so when nobody decides on a publish, and ends the connection as after a refusal (Q-44)', () => {
    const client = testClient({ timeouts: { ping: 0, idle: 0 } }).connect();
    client.command('createStream', 4, null);
    client.streamCommand(1, 'publish', 5, 'a');
    client.takeEvents();
    expect(client.wait(30_000)).toEqual(['onStatus NetStream.Publish.Rejected on 1']);
    expect(client.takeEvents()).toEqual([{ type: 'requestExpired', requestId: 2, reason: 'timeout' }]);
    expect(client.transport).toBe('end');
    client.end();
    expect(client.events).toEqual([{ type: 'closed', fault: undefined }]);
  });

  it('refuses names that cannot be one, and streams that do not exist', () => {
    const client = testClient().connect();
    expect(client.streamCommand(1, 'publish', 5, 'a')).toEqual(['onStatus NetStream.Failed on 1']);
    client.command('createStream', 4, null);
    expect(client.streamCommand(1, 'publish', 5, 7)).toEqual(['onStatus NetStream.Publish.BadName on 1']);
    expect(client.streamCommand(1, 'play', 5, 7)).toEqual(['onStatus NetStream.Play.Failed on 1']);
    expect(client.streamCommand(9, 'play', 5, 'a')).toEqual(['onStatus NetStream.Failed on 9']);
    expect(client.events).toEqual([]);
  });

  it('refuses a second publish and a play on a stream that publishes, which goes on', () => {
    const client = testClient().publishing('a');
    expect(client.streamCommand(1, 'publish', 6, 'b')).toEqual(['onStatus NetStream.Publish.BadName on 1']);
    expect(client.streamCommand(1, 'play', 7, 'b')).toEqual(['onStatus NetStream.Play.Failed on 1']);
    expect(client.command('FCUnpublish', 8, null, 'a').at(-1)).toBe('onStatus NetStream.Unpublish.Success on 1');
  });

  it('ends a publication from our side once', () => {
    const client = testClient().publishing('a');
    const taken = { level: 'error', code: 'NetStream.Publish.BadName', description: 'Taken over.' } as const;
    expect(client.take(client.connection.endPublish(1, taken, 0))).toEqual(['onStatus NetStream.Publish.BadName on 1']);
    expect(client.events).toEqual([{ type: 'publishEnded', messageStreamId: 1, reason: 'endedHere' }]);
    expect(client.take(client.connection.endPublish(1, taken, 0))).toEqual([]);
    expect(client.take(client.connection.endPublish(9, taken, 0))).toEqual([]);
  });
});

describe('ServerConnection: play (7.2.2.1)', () => {
  it('says StreamBegin, Reset, Start and sample access in this order, and no Data.Start (CMD-44, CMD-37)', () => {
    const client = testClient().connect();
    client.command('createStream', 4, null);
    expect(client.command('getStreamLength', 5, null, 'a')).toEqual(['_result 5 0']);
    expect(client.command('FCSubscribe', 6, null, 'a')).toEqual([
      'onFCSubscribe NetStream.Play.Start',
      '_result 6 undefined',
    ]);
    client.streamCommand(1, 'play', 7, 'a', -2000);
    expect(client.events).toEqual([
      {
        type: 'playRequested',
        requestId: 2,
        messageStreamId: 1,
        name: 'a',
        start: -2000,
        duration: -1,
        reset: true,
        appends: false,
      },
    ]);
    expect(client.accept()).toEqual([
      'UserControl 0 1',
      'onStatus NetStream.Play.Reset on 1',
      'onStatus NetStream.Play.Start on 1',
      'data |RtmpSampleAccess on 1',
    ]);
  });

  it('leaves Reset out when the play does not reset', () => {
    const client = testClient().connect();
    client.command('createStream', 4, null);
    client.streamCommand(1, 'play', 7, 'a', -2, -1, false);
    expect(client.accept()).not.toContain('onStatus NetStream.Play.Reset on 1');
  });

  it('refuses with a status and keeps the connection', () => {
    const client = testClient().connect();
    client.command('createStream', 4, null);
    client.streamCommand(1, 'play', 7, 'a');
    expect(client.take(client.connection.rejectPlay(client.requestId, { description: 'None.' }, 0))).toEqual([
      'onStatus NetStream.Play.StreamNotFound on 1',
    ]);
    client.streamCommand(1, 'play', 8, 'b');
    const refusal = { code: 'NetStream.Play.Failed', description: 'No.' };
    expect(client.take(client.connection.rejectPlay(client.requestId, refusal, 0))).toEqual([
      'onStatus NetStream.Play.Failed on 1',
    ]);
    expect(client.transport).toBe('keep');
  });

  it('says so when nobody decides on a play', () => {
    const client = testClient({ timeouts: { ping: 0, idle: 0 } }).connect();
    client.command('createStream', 4, null);
    client.streamCommand(1, 'play', 5, 'a');
    expect(client.wait(30_000)).toEqual(['onStatus NetStream.Play.Failed on 1']);
  });

  it('tells a player of publishers that come and go (Q-62, Q-64)', () => {
    const client = testClient().playing();
    expect(client.take(client.connection.announcePublisher(1, 0))).toEqual([
      'UserControl 0 1',
      'onStatus NetStream.Play.PublishNotify on 1',
    ]);
    expect(client.take(client.connection.announceUnpublish(1, 0))).toEqual([
      'UserControl 1 1',
      'onStatus NetStream.Play.UnpublishNotify on 1',
    ]);
    const stop = { level: 'status', code: 'NetStream.Play.Stop', description: 'Over.' } as const;
    expect(client.take(client.connection.endPlay(1, stop, 0))).toEqual([
      'UserControl 1 1',
      'onStatus NetStream.Play.Stop on 1',
    ]);
    expect(client.events).toEqual([{ type: 'playEnded', messageStreamId: 1, reason: 'endedHere' }]);
    for (const late of [
      client.connection.announcePublisher(1, 0),
      client.connection.announceUnpublish(1, 0),
      client.connection.endPlay(1, stop, 0),
    ]) {
      expect(client.take(late)).toEqual([]);
    }
  });

  it('switches a playing stream to another name, refuses to publish on it', () => {
    const client = testClient().playing('a');
    expect(client.streamCommand(1, 'publish', 6, 'x')).toEqual(['onStatus NetStream.Publish.BadName on 1']);
    client.streamCommand(1, 'play', 7, 'b');
    expect(client.events).toMatchObject([
      { type: 'playEnded', reason: 'closedStream' },
      { type: 'playRequested', name: 'b' },
    ]);
  });

  it('tells which media the player wants (CMD-28)', () => {
    const client = testClient().playing('a');
    expect(client.streamCommand(1, 'receiveAudio', 0, false)).toEqual([]);
    expect(client.streamCommand(1, 'receiveVideo', 0, true)).toEqual([]);
    client.streamCommand(1, 'receiveVideo', 0, 25);
    client.streamCommand(2, 'receiveVideo', 0, true);
    expect(client.takeEvents()).toEqual([
      { type: 'receiveToggled', messageStreamId: 1, media: 'audio', receive: false },
      { type: 'receiveToggled', messageStreamId: 1, media: 'video', receive: true },
      { type: 'receiveToggled', messageStreamId: 1, media: 'video', receive: true },
    ]);
    client.streamCommand(1, 'closeStream', 0);
    client.streamCommand(1, 'receiveVideo', 0, true);
    expect(client.events).toEqual([{ type: 'playEnded', messageStreamId: 1, reason: 'closedStream' }]);
  });

  it('carries streams that publish and streams that play on one connection, and ends each once, by the end alone (CMD-48)', () => {
    const client = testClient().publishing('a');
    client.command('createStream', 6, null);
    client.streamCommand(2, 'play', 7, 'b');
    client.accept();
    client.takeEvents();
    client.end();
    expect(client.events).toEqual([
      { type: 'publishEnded', messageStreamId: 1, reason: 'connectionClosed' },
      { type: 'playEnded', messageStreamId: 2, reason: 'connectionClosed' },
      { type: 'closed', fault: undefined },
    ]);
  });
});
