import { describe, expect, it } from 'vitest';
import { amfObject } from '../amf/make-value.ts';
import { ChunkReader } from '../chunk/chunk-reader.ts';
import { ChunkWriter } from '../chunk/chunk-writer.ts';
import { encodeCommand } from '../message/command-message.ts';
import { encodeData } from '../message/data-message.ts';
import { MessageType, messageTypeName } from '../message/message-type.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { type TestClient, testClient } from './testing/server.ts';

/** `CommandAmf0 of 0 on 3`: type, message stream and chunk stream of all that a connection sent, each once. */
function waysOf(client: TestClient): Set<string> {
  const reader = new ChunkReader({ limits: DEFAULT_LIMITS, extendedTimestampOnType3: 'auto', refused: new Set() });
  const bytes = Uint8Array.from(client.transmitted.flatMap((buffer) => [...buffer]));
  const ways = new Set<string>();
  reader.push(bytes, 3073);
  for (let message = reader.next(); message !== undefined; message = reader.next()) {
    const { messageTypeId, messageStreamId, chunkStreamId, payload } = message;
    if (messageTypeId === MessageType.SetChunkSize) reader.setChunkSize(new DataView(payload.buffer).getUint32(0));
    ways.add(`${messageTypeName(messageTypeId)} of ${messageStreamId} on ${chunkStreamId}`);
  }
  return ways;
}

describe('the chunk streams of a connection (Q-25, CHK-50)', () => {
  it('are 2 for control, 3 for commands of the connection, others for what streams say', () => {
    const client = testClient().playing();
    const { connection } = client;
    const message = { messageStreamId: 1, timestamp: 0, payload: Uint8Array.of(0xaf, 1) };
    client.take(connection.sendMedia({ ...message, media: 'audio' }, 0));
    client.take(connection.sendMedia({ ...message, media: 'video' }, 0));
    client.take(connection.sendData({ messageStreamId: 1, timestamp: 0, payload: encodeData('onTextData') }, 0));
    client.wait(30_000);
    expect(waysOf(client)).toEqual(
      new Set([
        'WindowAcknowledgementSize of 0 on 2',
        'SetPeerBandwidth of 0 on 2',
        'SetChunkSize of 0 on 2',
        'UserControl of 0 on 2',
        'CommandAmf0 of 0 on 3',
        'CommandAmf0 of 1 on 5',
        'Audio of 1 on 4',
        'Video of 1 on 6',
        'DataAmf0 of 1 on 5',
      ]),
    );
  });

  it('are any, of whatever a peer sends', () => {
    const client = testClient();
    client.shakeHands();
    const writer = new ChunkWriter();
    const say = (chunkStreamId: number, messageTypeId: number, payload: Uint8Array, messageStreamId = 0) =>
      client.bytes(writer.write({ chunkStreamId, messageTypeId, messageStreamId, timestamp: 0, payload }, 'full'));
    expect(say(3, MessageType.SetPeerBandwidth, Uint8Array.of(0, 0, 16, 0, 2))).toEqual([
      'WindowAcknowledgementSize 4096',
    ]);
    say(5, MessageType.CommandAmf0, encodeCommand('connect', 1, amfObject({ app: 'live' })));
    client.accept();
    expect(say(70, MessageType.CommandAmf0, encodeCommand('createStream', 2, null))).toEqual(['_result 2 1']);
    say(2, MessageType.CommandAmf0, encodeCommand('publish', 3, null, 'a'), 1);
    client.accept();
    say(400, MessageType.Audio, Uint8Array.of(0xaf, 1), 1);
    expect(client.events.at(-1)).toMatchObject({ type: 'mediaReceived', media: 'audio', messageStreamId: 1 });
  });
});
