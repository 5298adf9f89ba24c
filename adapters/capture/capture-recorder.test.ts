import { describe, expect, it } from 'vitest';
import { replayCapture, type TranscriptRecord, transcriptLine } from '../../fixtures/index.ts';
import { FileTranscript } from '../../fixtures/transcript/file-transcript.ts';
import { acceptAll, MemoryNetwork, Side } from '../memory/index.ts';
import { type CaptureNotice, CaptureRecorder, type CaptureRecorderOptions } from './capture-recorder.ts';
import { MemoryCaptures } from './testing/memory-captures.ts';

const SECRET = 'sk_live_0123456789';

function studio(options: Partial<CaptureRecorderOptions> = {}) {
  const store = new MemoryCaptures();
  const network = new MemoryNetwork({ seed: 3 });
  const notices: CaptureNotice[] = [];
  const recorder = new CaptureRecorder({
    ...{ store, clock: network.clock, wallClock: () => 1e12 + network.clock.now() },
    random: (into) => into.fill(7),
    onNotice: (notice) => notices.push(notice),
    ...options,
  });
  const listener = network.listen({
    onConnection: (driver) => new Side(driver, acceptAll),
    tap: recorder.tap,
  });
  /** A publisher, of whom so many messages of video came. */
  const publisher = () => {
    const driver = network.connect({
      port: listener.address.port,
      connection: { connect: { app: 'live', tcUrl: 'rtmp://memory/live' } },
      onConnection: (opened) => new Side(opened),
    });
    network.clock.runUntilIdle();
    driver.perform(driver.connection.createStream(driver.now()));
    network.clock.runUntilIdle();
    driver.perform(driver.connection.setChunkSize(1_000_000, driver.now()));
    driver.perform(driver.connection.publish(1, { name: SECRET }, driver.now()));
    network.clock.runUntilIdle();
    const send = (count: number, length = 5_000) => {
      for (let index = 0; index < count; index++) {
        const payload = new Uint8Array(length).fill(index);
        payload.set([0x27, 1, 0, 0, 0]);
        const message = { messageStreamId: 1, media: 'video', timestamp: index * 33, payload } as const;
        driver.perform(driver.connection.sendMedia(message, driver.now()));
        network.clock.runUntilIdle();
      }
    };
    return { driver, send };
  };
  /** Lets time pass for the recorder, and promises be kept. */
  const settle = async () => {
    network.clock.advance(1_000);
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
  };
  return { store, network, notices, recorder, publisher, settle };
}

function recordsOf(text: string): TranscriptRecord[] {
  const file = new FileTranscript();
  file.push(new TextEncoder().encode(text));
  file.end();
  const records: TranscriptRecord[] = [];
  for (let record = file.next(); record !== undefined; record = file.next()) records.push(record);
  expect(file.trouble?.message).toBeUndefined();
  return records;
}

const kindsOf = (text: string) => recordsOf(text).map(({ kind }) => kind);

describe('CaptureRecorder', () => {
  it('writes what both ends say, that can be replayed, and no key', async () => {
    const { store, recorder, publisher, settle, notices } = studio();
    const { driver, send } = publisher();
    send(3);
    driver.close();
    await settle();
    await recorder.close();
    const [[name, text] = ['', '']] = store.files;
    expect(name).toBe('20010909T014640.000Z-1.rtmp.jsonl');
    expect(notices).toEqual([{ type: 'captureStarted', name, peer: expect.stringMatching(/^client:\d+$/) }]);
    expect(text).not.toContain(SECRET);
    const kinds = kindsOf(text);
    expect(kinds.slice(0, 5)).toEqual(['transcript', 'connection', 'handshake', 'handshake', 'handshake']);
    expect(kinds.slice(-3)).toEqual(['close', 'close', 'end']);
    const [replayed] = replayCapture(new TextEncoder().encode(text), { as: 'server' });
    expect(replayed).toMatchObject({ fault: undefined, refusals: [] });
    expect(replayed?.lines.filter(({ verdict }) => verdict !== 'same')).toEqual([]);
    expect(replayed?.events.filter(({ type }) => type === 'mediaReceived').length).toBe(3);
  });

  it('leaves media out by default, with its hash, or keeps it', async () => {
    const lines: number[] = [];
    for (const media of ['left out', 'whole'] as const) {
      const { store, recorder, publisher, settle } = studio({ media });
      publisher().send(1);
      await settle();
      await recorder.close();
      const [text = ''] = store.files.values();
      const video = recordsOf(text).find((record) => record.kind === 'message' && record.messageTypeId === 9);
      const leftOut = { leftOut: [{ at: 5, length: 4_995, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }] };
      expect(video).toMatchObject({ messageLength: 5_000, ...(media === 'whole' ? {} : leftOut) });
      expect(video?.kind === 'message' && video.payload?.length).toBe(5_000);
      lines.push(text.split('\n').find((line) => line.includes('"messageTypeId":9'))?.length ?? 0);
    }
    expect(lines).toEqual([
      expect.toSatisfy((length: number) => length < 500),
      expect.toSatisfy((length: number) => length > 6_600),
    ]);
  });

  it('goes on in another file, removes the oldest, and keeps within its bytes', async () => {
    const { store, recorder, publisher, settle } = studio({ mostBytes: 16_777_216, media: 'whole' });
    const { send } = publisher();
    for (let round = 0; round < 20; round++) {
      send(1, 700_000);
      await settle();
      const total = [...store.files.values()].reduce((sum, text) => sum + text.length, 0);
      expect(total).toBeLessThanOrEqual(16_777_216);
    }
    await recorder.close();
    const names = [...store.files.keys()];
    expect(names.length).toBeGreaterThan(4);
    expect(names).not.toContain('20010909T014640.000Z-1.rtmp.jsonl');
    for (const text of store.files.values()) {
      expect(text.length).toBeLessThanOrEqual(16_777_216 / 8);
      const [first, second] = recordsOf(text.split('\n', 2).join('\n'));
      expect([first?.kind, second]).toEqual([
        'transcript',
        expect.objectContaining({ kind: 'connection', start: 'middle' }),
      ]);
    }
  });

  it('leaves messages out where the store is slow, says so in a gap, and keeps commands longer than media', async () => {
    const { store, recorder, publisher, settle, notices } = studio({ media: 'whole' });
    let open = () => {};
    store.gate = new Promise((resolve) => {
      open = resolve;
    });
    const { driver, send } = publisher();
    send(14, 600_000);
    expect(notices.length).toBe(0);
    await settle();
    driver.perform(driver.connection.deleteStream(1, driver.now()));
    await settle();
    expect(notices.map(({ type }) => type)).toEqual(['captureStarted', 'captureSkipping']);
    open();
    await settle();
    await recorder.close();
    const records = recordsOf(
      [...store.files.values()].join('').replaceAll(/(?<=\n){"kind":"transcript".*\n{"kind":"connection".*\n/g, ''),
    );
    const gaps = records.filter((record) => record.kind === 'gap');
    const videos = records.filter((record) => record.kind === 'message' && record.messageTypeId === 9);
    expect(gaps[0]).toMatchObject({ direction: 'c2s', lost: 'messages' });
    const length = gaps.reduce((sum, gap) => sum + gap.length, 0);
    expect(length).toBe((14 - videos.length) * 600_000);
    expect(videos.length).toBeGreaterThan(5);
    expect(records.some((record) => record.kind === 'message' && transcriptLine(record).includes('deleteStream'))).toBe(
      true,
    );
  });

  it('tells once that the store fails, ends no session, and captures the next when it is mended', async () => {
    const { store, recorder, publisher, settle, notices } = studio();
    store.failure = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const [first, second] = [publisher(), publisher()];
    await settle();
    for (const { send } of [first, second]) send(5);
    await settle();
    expect(notices.filter(({ type }) => type === 'captureFailed')).toEqual([
      { type: 'captureFailed', name: '20010909T014640.000Z-1.rtmp.jsonl', error: store.failure },
    ]);
    expect(first.driver.isClosed).toBe(false);
    store.failure = undefined;
    const third = publisher();
    await settle();
    third.send(1);
    await recorder.close();
    expect([...store.files.keys()]).toEqual([expect.stringMatching(/-3\.rtmp\.jsonl$/)]);
    third.send(1);
    expect(third.driver.isClosed).toBe(false);
  });

  it('does not wait for ever for a store that hangs', async () => {
    const { store, recorder, publisher, network } = studio();
    store.gate = new Promise(() => {});
    publisher();
    const closing = recorder.close(2_000);
    network.clock.advance(2_000);
    await closing;
  });

  it('wants room for a few files', () => {
    expect(() => studio({ mostBytes: 1_000 })).toThrow('mostBytes must be at least 16777216, not 1000');
  });
});
