import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import type { AmfValue } from '../amf/value.ts';
import { encodeData } from '../message/data-message.ts';
import { encodeUserControl, UserControlEvent } from '../message/user-control.ts';
import { statusObject, testServer } from './testing/client.ts';

const illegal = expect.objectContaining({ code: 'commandNotLegalNow' });

describe('ClientConnection: what plays (7.2.2)', () => {
  it('seeks; the media goes on whatever the answer (CMD-32)', () => {
    const server = testServer().playing();
    const { connection } = server;
    expect(server.take(connection.seek(1, 5_000, 0))).toEqual(['seek 5000 on 1']);
    server.status(1, 'NetStream.Seek.Notify');
    expect(server.takeEvents().slice(1)).toEqual([{ type: 'seekDone', messageStreamId: 1 }]);
    for (const code of ['NetStream.Seek.Failed', 'NetStream.Seek.InvalidTime']) {
      server.take(connection.seek(1, 1e9, 0));
      server.status(1, code, 'error');
      const description = `It is ${code}.`;
      expect(server.takeEvents().slice(1)).toEqual([{ type: 'seekRefused', messageStreamId: 1, code, description }]);
    }
    expect(server.take(connection.pause(1, true, 40, 0))).toEqual(['pause true on 1']);
  });

  it('pauses, and changes to another stream (CMD-27, CMD-29)', () => {
    const server = testServer().playing();
    const { connection } = server;
    expect(server.take(connection.pause(1, true, 1_500, 0))).toEqual(['pause true on 1']);
    expect(server.take(connection.pause(1, false, 1_500, 0))).toEqual(['pause false on 1']);
    const order = { streamName: 'high', transition: 'switch' } as const;
    expect(server.take(connection.play2(1, order, 0))).toEqual(['play2 undefined on 1']);
    expect(server.take(connection.play(1, { name: 'next', reset: false }, 0))).toEqual(['play next on 1']);
    server.wait(30_000);
    expect(server.events).toEqual([]); // neither is answered before its turn
  });

  it('begins by play2 or an appended play where nothing plays', () => {
    const server = testServer().createStream();
    server.take(server.connection.play2(1, { streamName: 'a' }, 0));
    server.status(1, 'NetStream.Play.Start');
    expect(server.takeEvents().at(-1)).toEqual({ type: 'playStarted', messageStreamId: 1 });
    server.take(server.connection.closeStream(1, 0));
    server.take(server.connection.play(1, { name: 'a', start: 0, duration: -1, reset: false }, 0));
    server.status(1, 'NetStream.Play.Start');
    expect(server.takeEvents().at(-1)).toEqual({ type: 'playStarted', messageStreamId: 1 });
  });

  it('is not there to be sought in or paused before it plays', () => {
    const { connection } = testServer().createStream();
    expect(() => connection.seek(1, 0, 0)).toThrow(illegal);
    expect(() => connection.pause(1, true, 0, 0)).toThrow(illegal);
    connection.publish(1, { name: 'a' }, 0);
    expect(() => connection.play2(1, { streamName: 'a' }, 0)).toThrow(illegal);
  });

  it('tells of its end (CMD-36, MSG-22)', () => {
    const server = testServer().playing();
    server.message(4, encodeUserControl(UserControlEvent.StreamEof, 1));
    const code = 'NetStream.Play.Complete';
    const information = amfObject({ level: 'status', code, description: 'Done.', duration: 10, bytes: 4_000 });
    server.message(18, encodeData('onPlayStatus', information), 1, 10_000);
    server.message(18, encodeData('onPlayStatus'), 1, 10_000);
    expect(server.events.slice(1)).toEqual([
      { type: 'streamEofReceived', messageStreamId: 1 },
      {
        type: 'playStatusReceived',
        messageStreamId: 1,
        level: 'status',
        code,
        description: 'Done.',
        duration: 10,
        bytes: 4_000,
        information,
      },
      {
        type: 'playStatusReceived',
        messageStreamId: 1,
        level: '',
        code: '',
        description: '',
        duration: undefined,
        bytes: undefined,
        information: undefined,
      },
    ]);
  });

  it('tells of onPlayStatus that comes as a command, on its stream or on 0', () => {
    const server = testServer().playing();
    const code = 'NetStream.Play.Complete';
    server.streamCommand(1, 'onPlayStatus', 0, statusObject(code));
    server.command('onPlayStatus', 0, statusObject(code));
    const told = server.takeEvents().filter(({ type }) => type !== 'deviated');
    expect(told).toMatchObject([
      { type: 'playStatusReceived', messageStreamId: 1, code },
      { type: 'playStatusReceived', messageStreamId: 1, code },
    ]);
    const before = testServer().connect();
    before.command('onPlayStatus', 0, statusObject(code));
    expect(before.events).toMatchObject([{ type: 'playStatusReceived', messageStreamId: 0, code }]);
  });

  it('is announced, and asked for its length (CMD-19, CMD-21)', () => {
    const server = testServer().connect();
    expect(server.take(server.connection.fcSubscribe('a', 0))).toEqual(['FCSubscribe a']);
    expect(server.take(server.connection.getStreamLength('a', 0))).toEqual(['getStreamLength a']);
    server.command('_result', server.connection.lastTransactionId, null, 12.5);
    expect(server.events).toMatchObject([{ type: 'callAnswered', transactionId: 3, succeeded: true, values: [12.5] }]);
  });
});

describe('ClientConnection: changes of what plays, refused (CMD-25, CMD-27)', () => {
  const code = 'NetStream.Play.Failed';
  const description = `It is ${code}.`;
  const changeRefused = { type: 'changeRefused', messageStreamId: 1, code, description };
  const streamRefused = { type: 'streamRefused', messageStreamId: 1, code, description };

  it('goes on playing when what was to follow is refused, and ends when what plays fails', () => {
    const server = testServer().playing();
    const { connection } = server;
    server.take(connection.play(1, { name: 'next', reset: false }, 0));
    server.take(connection.play2(1, { streamName: 'high' }, 0));
    for (const _ of [1, 2]) {
      server.status(1, code, 'error');
      expect(server.takeEvents().slice(1)).toEqual([changeRefused]);
    }
    expect(server.take(connection.pause(1, true, 0, 0))).toEqual(['pause true on 1']);
    server.status(1, code, 'error');
    expect(server.takeEvents().slice(1)).toEqual([streamRefused]);
    expect(() => connection.pause(1, false, 0, 0)).toThrow(illegal);
  });

  it('takes Play.Transition and Play.Switch for the yes, also when nothing was asked for', () => {
    const server = testServer().playing();
    const { connection } = server;
    server.status(1, 'NetStream.Play.Transition');
    server.take(connection.play2(1, { streamName: 'high' }, 0));
    server.take(connection.play(1, { name: 'next', reset: false }, 0));
    server.status(1, 'NetStream.Play.Transition');
    server.message(18, encodeData('onPlayStatus', statusObject('NetStream.Play.Switch')), 1);
    server.takeEvents();
    server.status(1, code, 'error');
    expect(server.takeEvents().slice(1)).toEqual([streamRefused]);
  });

  it('takes any other error for the end of what plays, whatever is asked for', () => {
    const server = testServer().playing();
    server.take(server.connection.play2(1, { streamName: 'high' }, 0));
    server.status(1, 'NetStream.Failed', 'error');
    expect(server.takeEvents().slice(1)).toMatchObject([{ type: 'streamRefused', code: 'NetStream.Failed' }]);
  });

  it('forgets what was asked of a playback when another begins', () => {
    const server = testServer().playing();
    server.take(server.connection.play2(1, { streamName: 'high' }, 0));
    server.take(server.connection.play(1, { name: 'b' }, 0));
    server.status(1, code, 'error');
    expect(server.takeEvents().slice(1)).toEqual([streamRefused]);
  });

  it('is refused by _error too', () => {
    const server = testServer().playing();
    server.take(server.connection.play2(1, { streamName: 'high' }, 0));
    server.command('_error', server.connection.lastTransactionId, null, statusObject(code, 'error'));
    expect(server.takeEvents()).toEqual([changeRefused]);
    server.status(1, code, 'error');
    expect(server.takeEvents().slice(1)).toEqual([streamRefused]);
  });
});

describe('ClientConnection: numbered answers to commands of a stream (CMD-2)', () => {
  it('takes _result for what it is: neither news nor a deviation', () => {
    const server = testServer().createStream();
    server.take(server.connection.publish(1, { name: 'a' }, 0));
    server.command('_result', server.connection.lastTransactionId, null, undefined);
    server.take(server.connection.deleteStream(1, 0));
    server.command('_result', server.connection.lastTransactionId, null, undefined);
    expect(server.events).toEqual([]);
    server.command('_result', server.connection.lastTransactionId, null, undefined);
    expect(server.events).toMatchObject([{ type: 'deviated', code: 'transactionUnknown' }]);
  });

  const refusals: readonly (readonly AmfValue[])[] = [
    [null, statusObject('NetConnection.Call.Failed', 'error')],
    [statusObject('NetConnection.Call.Failed', 'error')],
  ];
  it.each(refusals)('is refused at once by _error to publish, wherever it says why', (...said) => {
    const server = testServer().createStream();
    server.take(server.connection.publish(1, { name: 'a' }, 0));
    server.command('_error', server.connection.lastTransactionId, ...(said as [AmfValue]));
    const description = 'It is NetConnection.Call.Failed.';
    const code = 'NetConnection.Call.Failed';
    expect(server.events).toEqual([{ type: 'streamRefused', messageStreamId: 1, code, description }]);
  });

  it('goes on playing after _error to seek, and tells of one to pause', () => {
    const server = testServer().playing();
    const { connection } = server;
    server.take(connection.seek(1, 5, 0));
    server.command('_error', connection.lastTransactionId, null);
    expect(server.takeEvents()).toMatchObject([{ type: 'seekRefused', code: '' }]);
    server.take(connection.pause(1, true, 5, 0));
    server.command('_error', connection.lastTransactionId, null);
    expect(server.events).toMatchObject([
      { type: 'callAnswered', transactionId: connection.lastTransactionId, succeeded: false, values: [] },
    ]);
  });

  it('means nothing for a stream that is deleted', () => {
    const server = testServer().createStream();
    server.take(server.connection.play(1, { name: 'a' }, 0));
    const { lastTransactionId } = server.connection;
    server.take(server.connection.deleteStream(1, 0));
    server.command('_error', lastTransactionId, null);
    expect(server.events).toEqual([]);
  });

  it('means nothing for what began after the command that it answers', () => {
    const server = testServer().createStream();
    const { connection } = server;
    const late: number[] = [];
    server.take(connection.publish(1, { name: 'a' }, 0));
    late.push(connection.lastTransactionId);
    server.take(connection.closeStream(1, 0));
    server.take(connection.play(1, { name: 'b' }, 0));
    server.status(1, 'NetStream.Play.Start');
    server.take(connection.seek(1, 5, 0));
    late.push(connection.lastTransactionId);
    server.take(connection.closeStream(1, 0));
    server.take(connection.play(1, { name: 'c' }, 0));
    server.status(1, 'NetStream.Play.Start');
    server.takeEvents();
    for (const transactionId of late) {
      server.command('_error', transactionId, null, statusObject('NetConnection.Call.Failed', 'error'));
    }
    expect(server.takeEvents()).toEqual([]);
    expect(server.take(connection.pause(1, true, 0, 0))).toEqual(['pause true on 1']);
  });

  it('remembers only the last commands', () => {
    const server = testServer({ limits: { pendingCalls: 1 } }).playing();
    server.take(server.connection.pause(1, true, 5, 0));
    const first = server.connection.lastTransactionId;
    server.take(server.connection.pause(1, false, 5, 0));
    server.command('_result', first, null);
    expect(server.takeEvents()).toMatchObject([{ type: 'deviated', code: 'transactionUnknown' }]);
    server.command('_result', first + 1, null);
    expect(server.events).toEqual([]);
  });
});
