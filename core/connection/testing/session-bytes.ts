import fc from 'fast-check';
import type { AmfValue } from '../../amf/value.ts';
import { amfObject } from '../../amf/value.ts';
import { ChunkWriter } from '../../chunk/chunk-writer.ts';
import { encodeCommand } from '../../message/command-message.ts';
import { encodeData } from '../../message/data-message.ts';
import { MessageType } from '../../message/message-type.ts';
import { encodeSetPeerBandwidth } from '../../message/protocol-control.ts';
import { encodeSetBufferLength, encodeUserControl } from '../../message/user-control.ts';
import { statusObject } from './client.ts';

/** A message that some peer might send, sensible or not. */
interface Said {
  readonly messageTypeId: number;
  readonly messageStreamId: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

const anyName = fc.constantFrom('a', 'b', 'stream?key=1');
const anyStream = fc.integer({ min: 0, max: 4 });
const anyTransaction = fc.constantFrom(0, 1, 2, 3, 4, 5, 6, Number.NaN);
const anyTime = fc.constantFrom(0, 40, 5_000, 0xfffffe, 0xffffff, 0x1000000, 0xffffffff);

function command(messageStreamId: number, name: string, transactionId: number, ...values: AmfValue[]): Said {
  const payload = encodeCommand(name, transactionId, null, ...values);
  return { messageTypeId: MessageType.CommandAmf0, messageStreamId, timestamp: 0, payload };
}

function control(messageTypeId: number, payload: Uint8Array): Said {
  return { messageTypeId, messageStreamId: 0, timestamp: 0, payload };
}

const uint32 = (value: number) => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);

const anyMedia = fc.record({
  messageTypeId: fc.constantFrom(MessageType.Audio, MessageType.Video, MessageType.DataAmf0, 22, 63),
  messageStreamId: anyStream,
  timestamp: anyTime,
  payload: fc.uint8Array({ maxLength: 300 }),
});

const anyMetadata = anyStream.map((messageStreamId) => ({
  messageTypeId: MessageType.DataAmf0,
  messageStreamId,
  timestamp: 0,
  payload: encodeData('@setDataFrame', 'onMetaData', amfObject({ width: 64 })),
}));

/** Acknowledgements name few bytes: what is made of many depends on how many of our own have gone. */
const anyControl = fc.oneof(
  fc.integer({ min: 1, max: 5_000 }).map((size) => control(MessageType.SetChunkSize, uint32(size))),
  fc.integer({ min: 0, max: 9 }).map((id) => control(MessageType.Abort, uint32(id))),
  fc.integer({ min: 0, max: 3_000 }).map((count) => control(MessageType.Acknowledgement, uint32(count))),
  fc.constantFrom(0, 300, 2_500_000).map((size) => control(MessageType.WindowAcknowledgementSize, uint32(size))),
  fc.constantFrom(0, 5_000).map((size) => control(MessageType.SetPeerBandwidth, encodeSetPeerBandwidth(size, 2))),
  fc.constantFrom(0, 1, 6, 7, 31).map((type) => control(MessageType.UserControl, encodeUserControl(type, 1))),
  anyStream.map((id) => control(MessageType.UserControl, encodeSetBufferLength(id, 3_000))),
  fc.uint8Array({ maxLength: 5 }).map((payload) => control(MessageType.UserControl, payload)),
);

const anyClientCommand = fc.oneof(
  { weight: 3, arbitrary: anyTransaction.map((id) => command(0, 'createStream', id)) },
  fc
    .tuple(fc.constantFrom('releaseStream', 'FCPublish', 'FCUnpublish', 'FCSubscribe', 'getStreamLength'), anyName)
    .map(([name, stream]) => command(0, name, 3, stream)),
  { weight: 3, arbitrary: fc.tuple(anyStream, anyName).map(([id, name]) => command(id, 'publish', 5, name, 'live')) },
  { weight: 3, arbitrary: fc.tuple(anyStream, anyName).map(([id, name]) => command(id, 'play', 0, name)) },
  anyStream.map((id) => command(id, 'publish', 0, false)),
  anyStream.map((id) => command(id, 'closeStream', 0)),
  anyStream.map((id) => command(0, 'deleteStream', 0, id)),
  fc.tuple(anyStream, fc.boolean()).map(([id, receive]) => command(id, 'receiveAudio', 0, receive)),
  { weight: 2, arbitrary: fc.tuple(anyStream, fc.boolean()).map(([id, on]) => command(id, 'pause', 0, on, 40)) },
  { weight: 2, arbitrary: fc.tuple(anyStream, anyTime).map(([id, time]) => command(id, 'seek', 0, time)) },
  anyStream.map((id) => command(id, 'play2', 0, amfObject({ streamName: 'b' }))),
  fc.tuple(anyStream, anyName).map(([id, name]) => command(id, 'play', 0, name, -2, -1, false)),
  fc.tuple(anyTransaction, fc.constantFrom('_checkbw', 'dance', '_result')).map(([id, name]) => command(0, name, id)),
);

const CODES = [
  'NetStream.Seek.Notify',
  'NetStream.Seek.Failed',
  'NetStream.Publish.Start',
  'NetStream.Play.Start',
  'NetStream.Play.Reset',
  'NetStream.Play.Failed',
];

const anyServerCommand = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(anyTransaction, anyStream).map(([id, made]) => command(0, '_result', id, made)) },
  anyTransaction.map((id) => command(0, '_error', id, statusObject('NetConnection.Call.Failed', 'error'))),
  {
    weight: 3,
    arbitrary: fc
      .tuple(anyStream, fc.constantFrom(...CODES), fc.constantFrom('status', 'error'))
      .map(([id, code, level]) => command(id, 'onStatus', 0, statusObject(code, level))),
  },
  fc.constantFrom('onBWDone', 'dance').map((name) => command(0, name, 0)),
);

const anyLast = fc.constantFrom<Said[]>([], [command(0, 'close', 0)], [control(1, uint32(0))]);

/** All that a client sends after the handshake: `connect`, then anything. In stretches, between which we may act. */
export const anyClientSession = session(
  encodeCommand('connect', 1, amfObject({ app: 'live', tcUrl: 'rtmp://h/live' })),
  anyClientCommand,
);

/** All that a server sends after the handshake: the answer to `connect`, then anything. */
export const anyServerSession = session(
  encodeCommand('_result', 1, amfObject({ fmsVer: 'X' }), statusObject('NetConnection.Connect.Success')),
  anyServerCommand,
);

function session(first: Uint8Array, anyCommand: fc.Arbitrary<Said>): fc.Arbitrary<Uint8Array[]> {
  const opening = { messageTypeId: MessageType.CommandAmf0, messageStreamId: 0, timestamp: 0, payload: first };
  const anyStretch = fc.array(fc.oneof({ weight: 3, arbitrary: anyCommand }, anyMedia, anyMetadata, anyControl), {
    maxLength: 8,
  });
  return fc
    .tuple(fc.array(anyControl, { maxLength: 2 }), fc.array(anyStretch, { maxLength: 5 }), anyLast, fc.boolean())
    .map(([before, stretches, last, isFull]) => bytesOf([[...before, opening], ...stretches, last], isFull));
}

/** Each stretch in chunks. Types share chunk streams, so that headers of every kind occur. */
function bytesOf(stretches: readonly (readonly Said[])[], isFull: boolean): Uint8Array[] {
  const writer = new ChunkWriter();
  return stretches.map((said) => Uint8Array.from(said.flatMap((message) => [...write(writer, message, isFull)])));
}

function write(writer: ChunkWriter, message: Said, isFull: boolean): Uint8Array {
  const { messageTypeId, messageStreamId, payload } = message;
  const isMedia = messageTypeId > 6 && messageTypeId !== MessageType.CommandAmf0;
  const chunkStreamId = isMedia ? 4 + messageStreamId : messageTypeId > 6 ? 3 : 2;
  const bytes = writer.write({ ...message, chunkStreamId }, isFull ? 'full' : 'compressed');
  const size = messageTypeId === MessageType.SetChunkSize ? new DataView(payload.buffer).getUint32(0) : 0;
  if (size > 0) writer.setChunkSize(size);
  return bytes;
}
