import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AmfValue,
  amfObject,
  chunkMessage,
  encodeAmf0,
  encodeFlvHeader,
  encodeFlvTag,
  type FlvPayload,
  MessageType,
} from '../../core/index.ts';
import { Stage, type StageClient } from './testing/stage.ts';
import { MemoryVod, movie } from './testing/vod.ts';
import type { VodSource } from './vod-source.ts';

/** A command as it goes on the wire, on message stream 1, whatever the client may say now. */
type Command = readonly [name: string, ...userArguments: AmfValue[]];

const MOVIE = movie({ seconds: 60, picturesPerSecond: 2 });

const LONG = movie({ seconds: 60, pictureLength: 4_000 });

const PLAY: Command = ['play', 'a'];
const APPEND: Command = ['play', 'a', -2, -1, false];
const SWAP: Command = ['play2', amfObject({ streamName: 'a', transition: 'switch' })];
const CLOSE: Command = ['closeStream'];

function say(client: StageClient, [name, ...userArguments]: Command): void {
  const payload = encodeAmf0([name, 0, null, ...userArguments]);
  const chunkStreamId = 8;
  const message = { chunkStreamId, timestamp: 0, messageTypeId: MessageType.CommandAmf0, messageStreamId: 1, payload };
  client.run((connection, now) => {
    const bytes = chunkMessage(message, connection.sendChunkSize);
    return connection.sendChunks({ bytes, chunkStreamId }, now);
  });
}

/** The client says all of it before the server has answered anything. */
async function inOneBreath(stage: Stage, client: StageClient, ...commands: readonly Command[]): Promise<void> {
  for (const command of commands) say(client, command);
  for (let turn = 0; turn < 12; turn += 1) await stage.settle();
}

describe('a player that does not wait for answers', () => {
  for (const isSlow of [false, true]) {
    for (const [what, commands, openCount] of [
      ['leaves', [PLAY, CLOSE], 0],
      ['plays again', [PLAY, PLAY], 1],
      ['changes', [PLAY, SWAP, SWAP], 1],
      ['changes and leaves', [PLAY, SWAP, CLOSE], 0],
      ['appends and leaves', [PLAY, APPEND, CLOSE], 0],
    ] as const) {
      it(`leaves no file open when it ${what}, the source being ${isSlow ? 'slow' : 'quick'}`, async () => {
        const vod = new MemoryVod({ 'live/a.flv': MOVIE });
        vod.isSlow = isSlow;
        const stage = new Stage({ vod });
        const client = await stage.connected();
        await inOneBreath(stage, client, ...commands);
        expect(vod.openCount).toBe(openCount);
        expect(stage.told('vodStarted').length - stage.told('vodEnded').length).toBe(openCount);
        client.driver.abort();
        await stage.settle();
        expect(vod.openCount).toBe(0);
        expect(stage.told('vodEnded')).toHaveLength(stage.told('vodStarted').length);
      });
    }
  }
});

describe('a client that asks for too much', () => {
  it('has nothing looked up any more when it has left', async () => {
    const vod = new MemoryVod({ 'live/a.flv': MOVIE });
    vod.isSlow = true;
    const stage = new Stage({ vod });
    const client = await stage.connected();
    for (let count = 0; count < 50; count += 1) {
      client.run((connection, now) => connection.getStreamLength('a', now));
    }
    stage.network.clock.runUntilIdle();
    client.driver.abort();
    for (let turn = 0; turn < 100; turn += 1) await stage.settle();
    expect(vod.asked.length).toBeLessThan(5);
    expect(vod.openCount).toBe(0);
  });

  it('has few lengths looked up at a time: it is told 0 of the others at once', async () => {
    let hangs = true;
    const vod = new MemoryVod({ 'live/a.flv': MOVIE });
    const open = (name: string) => (hangs ? new Promise<undefined>(() => {}) : vod.open(name));
    const stage = new Stage({ vod: { open } });
    const client = await stage.connected();
    for (let count = 0; count < 50; count += 1) {
      client.run((connection, now) => connection.getStreamLength('a', now));
    }
    await stage.settle();
    expect(client.eventsOf('callAnswered').map(({ values }) => values[0])).toEqual(new Array(33).fill(0));
    hangs = false;
    const other = await stage.connected();
    other.run((connection, now) => connection.getStreamLength('a', now));
    await stage.settle();
    expect(other.eventsOf('callAnswered').map(({ values }) => values[0])).toEqual([59.5]);
  });

  it('is cut when it takes nothing, however much it says', async () => {
    const vod = new MemoryVod({ 'live/a.flv': LONG });
    const stage = new Stage({ vod, live: { slowPlayer: { stallMs: 7_000 } } });
    const client = await stage.player('a', 'live', { toClient: { capacity: 65_536 } });
    client.driver.holdReading();
    for (let second = 0; second < 12; second += 1) {
      client.run((connection, now) => connection.setBufferLength(1, 36_000_000, now));
      say(client, ['receiveAudio', second % 2 === 0]);
      await stage.advance(1_000);
    }
    expect(stage.told('vodEnded')).toMatchObject([{ reason: 'stalled' }]);
  });

  it.each<[string, Command]>([
    ['seeks', ['seek', 30_000]],
    ['pauses', ['pause', true, 0]],
    ['plays', PLAY],
    ['appends', APPEND],
    ['changes', SWAP],
  ])('%s without end, and takes nothing: what is held for it is bounded', async (_, command) => {
    const vod = new MemoryVod({ 'live/a.flv': MOVIE });
    const stage = new Stage({ vod, connection: { limits: { sendBacklogMax: 1_048_576 + 65_536 } } });
    const client = await stage.player('a', 'live', { toClient: { capacity: 65_536 } });
    client.driver.holdReading();
    for (let round = 0; round < 4; round += 1) {
      for (let count = 0; count < 50; count += 1) say(client, command);
      await stage.settle();
      expect(stage.server.stats().connections[0]?.unsentBytes ?? 0).toBeLessThanOrEqual(1_048_576 + 65_536);
      expect(vod.openCount).toBeLessThanOrEqual(1);
    }
  });

  it('has no file read to its end that has nothing to play in it', async () => {
    let bytesRead = 0;
    // Script data over and over, 1024 bytes with all around it.
    const tag = encodeFlvTag({ type: 18, timestamp: 0, data: new Uint8Array(1_024 - 15) });
    const start = encodeFlvHeader();
    const pattern = new Uint8Array(132_000 - (132_000 % tag.length));
    for (let at = 0; at < pattern.length; at += tag.length) pattern.set(tag, at);
    const read = (at: number, length: number): Uint8Array => {
      bytesRead += length;
      if (at < start.length) return Uint8Array.from([...start, ...pattern]).subarray(at, at + length);
      const from = (at - start.length) % tag.length;
      return pattern.subarray(from, from + length);
    };
    const stage = new Stage({ vod: { open: () => ({ size: 2 ** 32, read, close: () => {} }) } });
    const client = await stage.player('a');
    expect(client.codes).toEqual(['NetStream.Play.FileStructureInvalid']);
    expect(bytesRead).toBeLessThan(100_000_000);
  });
});

describe('a disk that hangs', () => {
  const never = new Promise<never>(() => {});

  it.each<[string, VodSource]>([
    ['opening', { open: () => never }],
    ['reading', { open: () => ({ size: MOVIE.length, read: () => never, close: () => {} }) }],
    [
      'reading on',
      {
        open: () => {
          const readUntil = (end: number) => (at: number, length: number) =>
            at + length > end && length > 70_000 ? never : LONG.slice(at, at + length);
          return { size: LONG.length, read: readUntil(400_000), close: () => {} };
        },
      },
    ],
  ])('does not hold up a server that closes: %s', async (_, vod) => {
    const stage = new Stage({ vod });
    const client = await stage.connected();
    say(client, PLAY);
    await stage.settle();
    await stage.advance(2_000);
    let hasClosed = false;
    void stage.server.close({ drainMs: 3_000 }).then(() => {
      hasClosed = true;
    });
    await stage.advance(3_000);
    await stage.settle();
    expect(hasClosed).toBe(true);
    expect(stage.told('vodEnded')).toHaveLength(stage.told('vodStarted').length);
  });

  it('lets its player be refused in time, and play what is elsewhere', async () => {
    const vod = new MemoryVod({ 'live/a.flv': MOVIE });
    const open = (name: string) => (name === 'live/slow.flv' ? never : vod.open(name));
    const stage = new Stage({ vod: { open } });
    const client = await stage.connected();
    say(client, ['play', 'slow']);
    await stage.settle();
    await stage.advance(60_000);
    expect(client.codes).toEqual(['NetStream.Play.Failed']);
    say(client, PLAY);
    await stage.settle();
    expect(client.codes.at(-1)).toBe('NetStream.Play.Start');
  });
});

const extremeTime = fc.constantFrom(0, 1, 40, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff);
const anyTag: fc.Arbitrary<FlvPayload> = fc.record({
  type: fc.constantFrom(8, 9, 15, 18),
  timestamp: fc.oneof(fc.nat(10_000), extremeTime),
  data: fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(
      ...[[], [0x17, 1], [0x27, 1], [0xaf, 1], [0x17, 0], [0x90], [0xd6], [0x9f]].map((bytes) =>
        Uint8Array.from(bytes),
      ),
    ),
  ),
});

/** Numbers that commands may carry: whatever a double is. */
const anyNumber = fc.oneof(fc.integer({ min: -3000, max: 20_000 }), fc.double(), fc.constantFrom(2 ** 31, 2 ** 32));
const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  fc
    .record({ start: anyNumber, duration: anyNumber, reset: fc.boolean() })
    .map(({ start, duration, reset }): Command => ['play', 'a', start, duration, reset]),
  fc
    .record({
      streamName: fc.constant('a'),
      start: anyNumber,
      len: anyNumber,
      offset: anyNumber,
      transition: fc.constantFrom('append', 'reset', 'swap', 'switch', 'stop'),
    })
    .map((options): Command => ['play2', amfObject(options)]),
  anyNumber.map((time): Command => ['seek', time]),
  fc.tuple(fc.boolean(), anyNumber).map(([paused, time]): Command => ['pause', paused, time]),
  fc.tuple(fc.constantFrom('receiveAudio', 'receiveVideo'), fc.boolean()).map(([name, on]): Command => [name, on]),
  fc.constant<Command>(['closeStream']),
);

describe('any file, and any commands of its player', () => {
  it('leave nothing open, and cost nobody anything', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyTag, { minLength: 1, maxLength: 12 }),
        fc.array(anyCommand, { maxLength: 8 }),
        fc.boolean(),
        async (tags, commands, isSlow) => {
          const file = Uint8Array.from([...encodeFlvHeader(), ...tags.flatMap((tag) => [...encodeFlvTag(tag)])]);
          const vod = new MemoryVod({ 'live/a.flv': file });
          vod.isSlow = isSlow;
          const stage = new Stage({ vod });
          const client = await stage.connected();
          await inOneBreath(stage, client, PLAY, ...commands);
          await stage.advance(600_000);
          expect(client.driver.isClosed).toBe(false);
          for (const command of commands) {
            await inOneBreath(stage, client, command);
            await stage.advance(1_000);
          }
          expect(client.driver.isClosed).toBe(false);
          client.driver.abort();
          for (let turn = 0; turn < 4; turn += 1) await stage.settle();
          expect(vod.openCount).toBe(0);
          expect(stage.told('vodEnded')).toHaveLength(stage.told('vodStarted').length);
        },
      ),
      { numRuns: 100 },
    );
  });
});
