import { describe, expect, it } from 'vitest';
import { ChunkReader } from '../chunk/chunk-reader.ts';
import { ChunkWriter } from '../chunk/chunk-writer.ts';
import type { Message, OutgoingMessage } from '../chunk/message.ts';
import { MessageType } from '../message/message-type.ts';
import {
  encodeSetChunkSize,
  encodeSetPeerBandwidth,
  encodeWindowAcknowledgementSize,
  PeerBandwidthLimit,
  parseProtocolControl,
} from '../message/protocol-control.ts';
import { encodeUserControl, UserControlEvent } from '../message/user-control.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { testServer } from './testing/client.ts';
import { type TestClient, testClient } from './testing/server.ts';

const video = { messageStreamId: 1, media: 'video', timestamp: 0 } as const;

/** The messages that a server has sent until its `_result` to connect. */
function openingOf(client: TestClient): Message[] {
  const reader = new ChunkReader({ limits: DEFAULT_LIMITS, extendedTimestampOnType3: 'auto', refused: new Set() });
  reader.push(Uint8Array.from(client.transmitted.flatMap((buffer) => [...buffer])), 3073);
  return Array.from({ length: 3 }, () => reader.next()).filter((message) => message !== undefined);
}

describe('control messages that come (5.4)', () => {
  const control = (change: Partial<OutgoingMessage>): OutgoingMessage => ({
    chunkStreamId: 2,
    messageStreamId: 0,
    timestamp: 0,
    messageTypeId: MessageType.UserControl,
    payload: encodeUserControl(UserControlEvent.PingRequest, 5),
    ...change,
  });

  it.each([
    ['at any time (CHK-29)', { timestamp: 0xfffffff0 }],
    ['on any message stream (CHK-48)', { messageStreamId: 1 }],
    ['on any chunk stream (CHK-48)', { chunkStreamId: 6 }],
  ])('act %s', (_, change) => {
    const client = testClient().publishing();
    const writer = new ChunkWriter();
    const say = (message: OutgoingMessage) => client.bytes(writer.write({ ...message, ...change }, 'full'));
    expect(say(control({}))).toEqual(['UserControl 7 5']);
    const bandwidth = encodeSetPeerBandwidth(4096, PeerBandwidthLimit.Dynamic);
    expect(say(control({ messageTypeId: MessageType.SetPeerBandwidth, payload: bandwidth }))).toEqual([
      'WindowAcknowledgementSize 4096',
    ]);
    const window = encodeWindowAcknowledgementSize(100);
    expect(say(control({ messageTypeId: MessageType.WindowAcknowledgementSize, payload: window }))).toHaveLength(1);
  });

  it('say a window once, however often the peer asks for the same (CHK-45)', () => {
    const client = testClient().connect();
    const ask = (size: number, type: number) =>
      client.message(MessageType.SetPeerBandwidth, encodeSetPeerBandwidth(size, type));
    expect(ask(2_500_000, PeerBandwidthLimit.Soft)).toEqual([]); // said with connect
    expect(ask(1_000, PeerBandwidthLimit.Dynamic)).toEqual(['WindowAcknowledgementSize 1000']);
    expect(ask(1_000, PeerBandwidthLimit.Hard)).toEqual([]);
    expect(ask(2_500_000, PeerBandwidthLimit.Soft)).toEqual(['WindowAcknowledgementSize 2500000']);
  });

  it('act at once between the chunks of another message (CHK-48)', () => {
    const client = testClient().publishing();
    const bytes = client.write(MessageType.Video, new Uint8Array(200), 1);
    const ping = client.write(MessageType.UserControl, encodeUserControl(UserControlEvent.PingRequest, 5));
    const firstChunk = 12 + 128;
    expect(client.bytes(bytes.subarray(0, firstChunk))).toEqual([]);
    expect(client.bytes(ping)).toEqual(['UserControl 7 5']);
    client.bytes(bytes.subarray(firstChunk));
    expect(client.events.at(-1)).toMatchObject({ type: 'mediaReceived', payload: new Uint8Array(200) });
  });

  it('are taken on chunk stream 3, where FFmpeg servers of old send Set Chunk Size (CHK-49)', () => {
    const server = testServer();
    server.shakeHands();
    const writer = new ChunkWriter();
    const size = control({
      chunkStreamId: 3,
      messageTypeId: MessageType.SetChunkSize,
      payload: encodeSetChunkSize(600),
    });
    server.bytes(writer.write(size, 'full'));
    writer.setChunkSize(600);
    const long = control({ chunkStreamId: 3, messageTypeId: 99, payload: new Uint8Array(500) });
    server.bytes(writer.write(long, 'full'));
    server.bytes(writer.write(control({}), 'full'));
    expect(server.events.at(-1)).toMatchObject({
      type: 'userControlReceived',
      eventType: UserControlEvent.PingRequest,
    });
  });

  it('may name the chunk size that was named to the peer, as FFmpeg does when it publishes (CHK-35)', () => {
    const client = testClient().publishing();
    client.message(MessageType.SetChunkSize, encodeSetChunkSize(4096));
    const payload = new Uint8Array(4096).fill(9);
    const writer = new ChunkWriter();
    writer.setChunkSize(4096);
    const message = { chunkStreamId: 6, messageStreamId: 1, timestamp: 0, messageTypeId: MessageType.Video, payload };
    client.bytes(writer.write(message, 'full'));
    expect(client.events.at(-1)).toMatchObject({ type: 'mediaReceived', payload });
  });
});

describe('control messages of a server (CHK-47)', () => {
  it('name 2 500 000 for both windows, dynamic', () => {
    const client = testClient();
    client.connect();
    const said = openingOf(client).map(({ messageTypeId, payload }) =>
      messageTypeId === MessageType.WindowAcknowledgementSize || messageTypeId === MessageType.SetPeerBandwidth
        ? parseProtocolControl(messageTypeId, payload)
        : undefined,
    );
    expect(said.slice(0, 2)).toMatchObject([
      { windowAcknowledgementSize: 2_500_000 },
      { windowAcknowledgementSize: 2_500_000, limitType: PeerBandwidthLimit.Dynamic },
    ]);
  });
});

describe('windows and peers that do not read', () => {
  it('hold up no sending: the transport does that (CHK-43)', () => {
    const client = testClient().playing();
    client.message(MessageType.SetPeerBandwidth, encodeSetPeerBandwidth(1_000, PeerBandwidthLimit.Hard));
    const payload = new Uint8Array(5_000);
    for (let count = 0; count < 10; count++) {
      expect(client.take(client.connection.sendMedia({ ...video, payload }, 0))).toEqual(['Video 5000 on 1']);
    }
  });

  it('hold up no reading of what a publisher sends (CMD-47)', () => {
    const client = testClient().publishing();
    for (let count = 0; count < 1_000; count++) client.message(MessageType.Video, Uint8Array.of(0x27, 1), 1, count);
    expect(client.connection.unsentBytes).toBeGreaterThan(0);
    expect(client.events.filter(({ type }) => type === 'mediaReceived')).toHaveLength(1_000);
    expect(client.transport).toBe('keep');
  });
});
