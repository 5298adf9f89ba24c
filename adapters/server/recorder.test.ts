import { describe, expect, it } from 'vitest';
import { type AmfValue, ecmaArray, encodeAmf0 } from '../../core/index.ts';
import { MemoryStore } from './testing/memory-store.ts';
import { interFrame, keyFrame, Stage, sound, videoHeader } from './testing/stage.ts';
import { FILE, publish, studio, unpublish } from './testing/studio.ts';

const SECOND = 1_000;

describe('a publish of the type record (7.2.2.6)', () => {
  it('is in its file, headers first and from time 0 on, and says how long it is', async () => {
    const { stage, store } = studio();
    const client = await publish(stage, 'record', 'a', videoHeader(9), keyFrame(50), sound(70), interFrame(90));
    await unpublish(stage, client);
    expect(store.frames(FILE)).toEqual(['0: 9', '0: 50', '20: 70', '40: 90']);
    expect(store.metadata(FILE)).toMatchObject({ duration: 0.04, filesize: store.files.get(FILE)?.length });
    expect(store.openFiles).toBe(0);
    expect(client.codes).toEqual([
      'NetStream.Publish.Start',
      'NetStream.Record.Start',
      'NetStream.Unpublish.Success',
      'NetStream.Record.Stop',
    ]);
    expect(stage.told('recordingStarted')).toMatchObject([{ path: 'live/a', file: FILE, isContinued: false }]);
    expect(stage.told('recordingStopped')).toMatchObject([
      { path: 'live/a', file: FILE, reason: 'unpublished', durationMs: 40, skippedMessages: 0 },
    ]);
    expect(stage.told('recordingStopped')[0]?.bytes).toBe(store.files.get(FILE)?.length);
  });

  it('says in its file what the publisher said of it, and keeps what it says later', async () => {
    const { stage, store } = studio();
    const client = await publish(stage, 'record');
    const say = (encoder: string) => {
      const payload = encodeAmf0(['@setDataFrame', 'onMetaData', ecmaArray({ encoder })]);
      client.run((connection, now) => connection.sendData({ messageStreamId: 1, timestamp: 0, payload }, now));
    };
    say('first');
    say('second');
    client.send(keyFrame(1));
    say('third');
    await stage.settle();
    await unpublish(stage, client);
    expect(store.metadata(FILE)).toMatchObject({ encoder: 'second' });
    expect(store.tags(FILE).map(({ type }) => type)).toEqual([18, 9, 18]);
  });

  it('opens with what the publisher said of it, though a relay hands on what it was told as a player (CMD-42)', async () => {
    const { stage, store } = studio();
    const client = await publish(stage, 'record');
    const say = (...values: AmfValue[]) => {
      const payload = encodeAmf0(values);
      client.run((connection, now) => connection.sendData({ messageStreamId: 1, timestamp: 0, payload }, now));
    };
    say('|RtmpSampleAccess', true, true);
    say('onMetaData', ecmaArray({ encoder: 'x' }));
    client.send(keyFrame(1));
    await stage.settle();
    await unpublish(stage, client);
    expect(store.metadata(FILE)).toMatchObject({ encoder: 'x' });
    expect(store.tags(FILE).map(({ type }) => type)).toEqual([18, 9]);
  });

  it('replaces the file, but not before it has something to put there', async () => {
    const { stage, store } = studio();
    await unpublish(stage, await publish(stage, 'record', 'a', keyFrame(1)));
    const next = await publish(stage, 'record');
    expect(store.frames(FILE)).toEqual(['0: 1']);
    await unpublish(stage, next);
    expect(store.frames(FILE)).toEqual(['0: 1']);
    await unpublish(stage, await publish(stage, 'record', 'a', keyFrame(2)));
    expect(store.frames(FILE)).toEqual(['0: 2']);
  });

  it('is not recorded by a server without a place for it', async () => {
    const stage = new Stage();
    const client = await publish(stage, 'record', 'a', keyFrame(1));
    expect(client.codes).toEqual(['NetStream.Publish.Start']);
  });
});

describe('a publish of the type append', () => {
  it('goes on with the file, and makes one that is missing', async () => {
    const { stage, store } = studio();
    await unpublish(stage, await publish(stage, 'append', 'a', videoHeader(8), keyFrame(50), interFrame(90)));
    await unpublish(stage, await publish(stage, 'append', 'a', videoHeader(9), keyFrame(10), interFrame(30)));
    expect(store.frames(FILE)).toEqual(['0: 8', '0: 50', '40: 90', '41: 9', '41: 10', '61: 30']);
    expect(store.metadata(FILE)).toMatchObject({ duration: 0.061, filesize: store.files.get(FILE)?.length });
    expect(stage.told('recordingStarted').map(({ isContinued }) => isContinued)).toEqual([false, true]);
  });

  it('goes on behind the last whole tag of a recording that was killed', async () => {
    const { stage, store } = studio();
    await unpublish(stage, await publish(stage, 'append', 'a', keyFrame(1), interFrame(2)));
    store.files.set(FILE, store.files.get(FILE)!.slice(0, -7));
    await unpublish(stage, await publish(stage, 'append', 'a', keyFrame(3)));
    expect(store.frames(FILE)).toEqual(['0: 1', '1: 3']);
  });

  it('begins anew where there is no frame to go on from, and leaves alone what is no FLV file', async () => {
    const { stage, store } = studio();
    store.files.set(FILE, Uint8Array.of(0x46, 0x4c, 0x56, 1, 5));
    await unpublish(stage, await publish(stage, 'append', 'a', keyFrame(1)));
    expect(store.frames(FILE)).toEqual(['0: 1']);
    const letter = new TextEncoder().encode('Dear publisher');
    store.files.set(FILE, letter);
    const client = await publish(stage, 'append', 'a', keyFrame(1));
    expect(store.files.get(FILE)).toEqual(letter);
    expect(store.openFiles).toBe(0);
    expect(client.codes).toEqual(['NetStream.Publish.Start', 'NetStream.Record.Failed']);
    expect(stage.told('recordingFailed')).toMatchObject([{ file: FILE, code: 'notFlv', bytes: 0, durationMs: 0 }]);
  });

  it('waits until the recording before it has closed the file', async () => {
    const { stage, store } = studio();
    let writable = () => {};
    const first = await publish(stage, 'append', 'a', keyFrame(1));
    store.trouble.untilWritable = new Promise((resolve) => {
      writable = resolve;
    });
    await unpublish(stage, first);
    const second = await publish(stage, 'append', 'a', keyFrame(2));
    expect(store.openFiles).toBe(1);
    writable();
    await stage.settle();
    await unpublish(stage, second);
    await stage.settle();
    expect(store.frames(FILE)).toEqual(['0: 1', '1: 2']);
  });
});

describe('a live publish', () => {
  it('is not recorded unless all are', async () => {
    const { stage, store } = studio();
    await unpublish(stage, await publish(stage, 'live', 'a', keyFrame(1)));
    expect(store.calls).toEqual([]);
  });

  it('has a file of its own each time, and its publisher hears nothing of it', async () => {
    const { stage, store } = studio({ streams: 'all' });
    const first = await publish(stage, 'live', 'a', keyFrame(1));
    await unpublish(stage, first);
    await unpublish(stage, await publish(stage, 'live', 'a', keyFrame(2)));
    expect([...store.files.keys()]).toEqual(['live/a~20250131T000000Z.flv', 'live/a~20250131T000000Z-2.flv']);
    expect(store.frames('live/a~20250131T000000Z.flv')).toEqual(['0: 1']);
    expect(first.codes).toEqual(['NetStream.Publish.Start', 'NetStream.Unpublish.Success']);
  });

  it('leaves no file when it sent nothing', async () => {
    const { stage, store } = studio({ streams: 'all' });
    await unpublish(stage, await publish(stage, 'live'));
    expect(store.calls).toEqual([]);
    expect(stage.told('recordingStopped')).toEqual([]);
  });

  it('that is taken over ends its recording, and the other has its own', async () => {
    const store = new MemoryStore();
    const stage = new Stage({ live: { onDuplicate: 'takeOver' }, recording: { store, streams: 'all' } });
    await publish(stage, 'live', 'a', keyFrame(1));
    await publish(stage, 'live', 'a', keyFrame(2));
    expect(stage.told('recordingStopped')).toMatchObject([{ reason: 'takenOver' }]);
    expect(stage.told('recordingStarted')).toHaveLength(2);
    expect(store.files.size).toBe(2);
  });

  it('is recorded under the path that a hook gave it', async () => {
    const store = new MemoryStore();
    const onPublish = () => ({ path: '../public/a' });
    const stage = new Stage({ onPublish, recording: { store } });
    await publish(stage, 'record', 'sk_secret', keyFrame(1));
    expect([...store.files.keys()]).toEqual(['%2E%2E/public/a.flv']);
  });
});

describe('a recording that fails', () => {
  it.each([
    ['EACCES', 'NetStream.Record.NoAccess', 'Permission denied.'],
    ['ENOSPC', 'NetStream.Record.Failed', 'The disk is full.'],
    ['EWHATEVER', 'NetStream.Record.Failed', 'The file could not be written: EWHATEVER.'],
  ])('to open its file (%s) leaves the stream live, and tells both sides', async (code, statusCode, description) => {
    const { stage, store } = studio();
    store.trouble.openCode = code;
    const player = await stage.player();
    const client = await publish(stage, 'record', 'a', keyFrame(1), interFrame(2));
    expect(player.marks).toEqual([1, 2]);
    expect(client.codes).toEqual(['NetStream.Publish.Start', statusCode]);
    expect(stage.told('recordingFailed')).toMatchObject([{ path: 'live/a', file: FILE, code, description, bytes: 0 }]);
    await unpublish(stage, client);
    expect(stage.told('recordingStopped')).toEqual([]);
  });

  it('to write, as the disk is full, ends alone, at the last whole tag', async () => {
    const { stage, store } = studio({ streams: 'all' });
    const other = await publish(stage, 'live', 'b', keyFrame(1));
    const client = await publish(stage, 'record', 'a', keyFrame(1));
    await stage.advance(10 * SECOND);
    const whole = store.files.get(FILE)!;
    store.trouble.roomBytes = 20;
    client.send(interFrame(2));
    await stage.settle();
    await stage.advance(SECOND);
    await stage.settle();
    expect(store.files.get(FILE)).toEqual(whole);
    expect(store.frames(FILE)).toEqual(['0: 1']);
    expect(client.codes.slice(1)).toEqual(['NetStream.Record.Start', 'NetStream.Record.Failed']);
    expect(stage.told('recordingFailed')).toMatchObject([
      { file: FILE, code: 'ENOSPC', bytes: whole.length, description: 'The disk is full.' },
    ]);
    store.trouble.roomBytes = undefined;
    other.send(interFrame(2));
    await stage.settle();
    await unpublish(stage, other, 'b');
    expect(store.frames('live/b~20250131T000000Z.flv')).toEqual(['0: 1', '1: 2']);
    expect(store.openFiles).toBe(0);
  });

  it('to be closed is told, once', async () => {
    const { stage, store } = studio();
    const client = await publish(stage, 'record', 'a', keyFrame(1));
    store.trouble.closeCode = 'EIO';
    await unpublish(stage, client);
    expect(stage.told('recordingFailed')).toMatchObject([{ code: 'EIO' }]);
    expect(stage.told('recordingStopped')).toEqual([]);
  });

  it('as another writes what may be the same file leaves that alone', async () => {
    const { stage, store } = studio();
    const first = await publish(stage, 'record', 'a', keyFrame(1));
    const second = await publish(stage, 'record', 'A', keyFrame(2));
    expect(second.codes).toEqual(['NetStream.Publish.Start', 'NetStream.Record.AlreadyExists']);
    expect(stage.told('recordingFailed')).toMatchObject([{ file: 'live/A.flv', code: 'fileInUse' }]);
    await unpublish(stage, first);
    expect([...store.files.keys()]).toEqual([FILE]);
  });

  it('is told when no name is free', async () => {
    const { stage, store } = studio({ streams: 'all' });
    store.trouble.openCode = 'EEXIST';
    await publish(stage, 'live', 'a', keyFrame(1));
    expect(stage.told('recordingFailed')).toMatchObject([{ code: 'EEXIST' }]);
    expect(store.calls).toHaveLength(1_000);
  });
});

describe('stats', () => {
  it('tell of each recording how far it is', async () => {
    const { stage, store } = studio();
    await publish(stage, 'live', 'b');
    await publish(stage, 'record', 'a', keyFrame(1), interFrame(2));
    await stage.advance(SECOND);
    await stage.settle();
    const recordings = () => stage.server.stats().streams.map(({ publisher }) => publisher?.recording);
    const bytes = store.files.get(FILE)?.length;
    const counters = { bytes, durationMs: 1, skippedMessages: 0 };
    expect(recordings()).toEqual([undefined, { ...counters, isOver: false, queuedBytes: 0 }]);
  });
});

describe('options', () => {
  it('are checked when the server is made', () => {
    expect(() => studio({ queueBytes: 0 })).toThrow(new RangeError('expected recording.queueBytes above 0, came 0'));
  });
});
