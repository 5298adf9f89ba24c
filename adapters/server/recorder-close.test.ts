import { describe, expect, it } from 'vitest';
import { amfObject } from '../../core/index.ts';
import type { RecordingStore } from './recording-store.ts';
import { MemoryStore } from './testing/memory-store.ts';
import { interFrame, keyFrame, Stage } from './testing/stage.ts';
import { FILE, publish, studio } from './testing/studio.ts';

const SECOND = 1_000;

describe('LiveServer.close, while it records', () => {
  it('waits until the recordings are complete', async () => {
    const { stage, store } = studio();
    await publish(stage, 'record', 'a', keyFrame(1), interFrame(2));
    const closed = stage.server.close();
    await stage.advance(SECOND);
    await closed;
    expect(store.frames(FILE)).toEqual(['0: 1', '1: 2']);
    expect(store.metadata(FILE)).toMatchObject({ duration: 0.001 });
    expect(stage.told('recordingStopped')).toMatchObject([{ reason: 'endedHere' }]);
  });

  it('waits no longer than for connections, and tells what was not complete', async () => {
    const { stage, store } = studio();
    await publish(stage, 'record', 'a', keyFrame(1));
    store.trouble.untilWritable = new Promise(() => {});
    let hasClosed = false;
    const closed = stage.server.close({ drainMs: 3 * SECOND }).then(() => {
      hasClosed = true;
    });
    await stage.advance(2_999);
    expect(hasClosed).toBe(false);
    await stage.advance(1);
    await closed;
    expect(stage.told('recordingFailed')).toMatchObject([{ code: 'closeTimeout', file: FILE }]);
    expect(stage.told('recordingStopped')).toEqual([]);
  });

  it('waits no longer for a file that is being opened, which is told once', async () => {
    const store = new MemoryStore();
    let open = (): void => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const slow: RecordingStore = { open: (name, mode) => opened.then(() => store.open(name, mode)) };
    const stage = new Stage({ recording: { store: slow } });
    await publish(stage, 'record', 'a', keyFrame(1));
    const closed = stage.server.close({ drainMs: 3 * SECOND });
    await stage.advance(3 * SECOND);
    await closed;
    open();
    await stage.settle();
    const told = stage.events.filter(({ type }) => type.startsWith('recording'));
    expect(told).toMatchObject([{ type: 'recordingFailed', code: 'closeTimeout' }]);
    expect(store.openFiles).toBe(0);
  });

  it('waits no longer for a recording that began while a client was to move on', async () => {
    const { stage, store } = studio();
    store.trouble.untilWritable = new Promise(() => {});
    const client = stage.open('live', undefined, { properties: amfObject({ capsEx: 1 }) });
    await stage.settle();
    client.run((connection, now) => connection.createStream(now));
    await stage.settle();
    const closed = stage.server.close({ drainMs: 3 * SECOND });
    client.run((connection, now) => connection.publish(1, { name: 'a', type: 'record' }, now));
    await stage.settle();
    client.send(keyFrame(1));
    await stage.settle();
    await stage.advance(3 * SECOND);
    await closed;
    expect(stage.told('recordingFailed')).toMatchObject([{ code: 'closeTimeout' }]);
  });

  it('is told when a listener cannot be closed, and completes the recordings all the same', async () => {
    const { stage } = studio();
    stage.server.attach({ close: () => Promise.reject(new Error('as the test wants it')) });
    const client = await publish(stage, 'record', 'a', keyFrame(1));
    const closed = stage.server.close();
    await expect(closed).rejects.toThrow('as the test wants it');
    client.driver.abort();
    await stage.settle();
    expect(stage.told('recordingStopped')).toMatchObject([{ file: FILE }]);
  });
});
