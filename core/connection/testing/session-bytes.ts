import fc from 'fast-check';
import { encodeAmf0 } from '../../amf/amf0.ts';
import { amfObject, avmPlus } from '../../amf/make-value.ts';
import type { AmfValue } from '../../amf/value.ts';
import { ChunkWriter } from '../../chunk/chunk-writer.ts';
import { encodeAggregate } from '../../message/aggregate.ts';
import { encodeCommand } from '../../message/command-message.ts';
import { encodeData } from '../../message/data-message.ts';
import { encodeSharedObject } from '../../message/encode-shared-object.ts';
import { MessageType } from '../../message/message-type.ts';
import { encodeSetPeerBandwidth } from '../../message/protocol-control.ts';
import type { SharedObjectEvent } from '../../message/shared-object-message.ts';
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

/** Aggregates of whatever, whole or cut off. */
const anyAggregate = fc
  .tuple(
    fc.array(
      fc.record({
        messageTypeId: fc.constantFrom(MessageType.Audio, MessageType.Video, MessageType.DataAmf0, 22, 1),
        timestamp: anyTime,
        payload: fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constant(encodeData('onTextData', 'x'))),
      }),
      { maxLength: 4 },
    ),
    anyStream,
    anyTime,
    fc.nat({ max: 6 }),
  )
  .map(([parts, messageStreamId, timestamp, lost]) => {
    const payload = encodeAggregate(parts);
    const kept = payload.subarray(0, Math.max(0, payload.length - lost));
    return { messageTypeId: MessageType.Aggregate, messageStreamId, timestamp, payload: kept };
  });

const anySharedObjectEvent = fc.constantFrom<SharedObjectEvent>(
  { type: 'use' },
  { type: 'requestChange', slot: 'a', value: amfObject({ x: 1 }) },
  { type: 'change', slots: [['a', avmPlus('b')]] },
  { type: 'sendMessage', handler: 'hear', values: [1, 'b'] },
  { type: 'unknown', eventType: 99, data: Uint8Array.of(1, 2) },
);

const anySharedObject = fc
  .tuple(fc.constantFrom('amf0', 'amf3', 'amf3Throughout'), fc.array(anySharedObjectEvent, { maxLength: 3 }), anyStream)
  .map(([format, events, messageStreamId]) => {
    const payload = encodeSharedObject({ name: 'o', version: 1, isPersistent: false, events }, { format });
    const messageTypeId = format === 'amf0' ? MessageType.SharedObjectAmf0 : MessageType.SharedObjectAmf3;
    return { messageTypeId, messageStreamId, timestamp: 0, payload };
  });

const anyBrokenSharedObject = fc.uint8Array({ maxLength: 40 }).map((payload) => ({
  messageTypeId: MessageType.SharedObjectAmf0,
  messageStreamId: 0,
  timestamp: 0,
  payload,
}));

/** The same command in type 17, with the format selector or without (AMF3-25), and an AMF3 value behind it. */
function inAmf3(said: Said, hasSelector: boolean): Said {
  const more = encodeAmf0([avmPlus(amfObject({ more: 'values' }))]);
  const payload = Uint8Array.of(...(hasSelector ? [0] : []), ...said.payload, ...more);
  return { ...said, messageTypeId: MessageType.CommandAmf3, payload };
}

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
  fc.tuple(anyTransaction, fc.constantFrom('onBWDone', 'dance')).map(([id, name]) => command(0, name, id)),
  fc.constantFrom('/b', 'http://b').map((tcUrl) => {
    const information = amfObject({ code: 'NetConnection.Connect.ReconnectRequest', tcUrl });
    return command(0, 'onStatus', 0, information);
  }),
  anyStream.map((id) => command(id, 'onPlayStatus', 0, statusObject('NetStream.Play.Switch'))),
);

const anyLast = fc.constantFrom<Said[]>([], [command(0, 'close', 0)], [control(1, uint32(0))]);

/** All that a client sends after the handshake: `connect`, then anything. In stretches, between which we may act. */
export const anyClientSession = session(
  encodeCommand('connect', 1, amfObject({ app: 'live', tcUrl: 'rtmp://h/live', capsEx: 1 })),
  anyClientCommand,
);

/** All that a server sends after the handshake: the answer to `connect`, then anything. */
export const anyServerSession = session(
  encodeCommand('_result', 1, amfObject({ fmsVer: 'X' }), statusObject('NetConnection.Connect.Success')),
  anyServerCommand,
);

function session(first: Uint8Array, anyCommand: fc.Arbitrary<Said>): fc.Arbitrary<Uint8Array[]> {
  const opening = { messageTypeId: MessageType.CommandAmf0, messageStreamId: 0, timestamp: 0, payload: first };
  const anyAmf3Command = fc.tuple(anyCommand, fc.boolean()).map(([said, hasSelector]) => inAmf3(said, hasSelector));
  const anySaid = fc.oneof(
    { weight: 6, arbitrary: anyCommand },
    { weight: 2, arbitrary: anyMedia },
    { weight: 2, arbitrary: anyMetadata },
    { weight: 2, arbitrary: anyControl },
    anyAmf3Command,
    anyAggregate,
    anySharedObject,
    anyBrokenSharedObject,
  );
  const anyStretch = fc.array(anySaid, { maxLength: 8 });
  return fc
    .tuple(fc.array(anyControl, { maxLength: 2 }), fc.array(anyStretch, { maxLength: 7 }), anyLast, fc.boolean())
    .map(([before, stretches, last, isFull]) => bytesOf([[...before, opening], ...stretches, last], isFull));
}

/** Each stretch in chunks. Types share chunk streams, so that headers of every kind occur. */
function bytesOf(stretches: readonly (readonly Said[])[], isFull: boolean): Uint8Array[] {
  const writer = new ChunkWriter();
  return stretches.map((said) => Uint8Array.from(said.flatMap((message) => [...write(writer, message, isFull)])));
}

function write(writer: ChunkWriter, message: Said, isFull: boolean): Uint8Array {
  const { messageTypeId, messageStreamId, payload } = message;
  const isCommand = messageTypeId === MessageType.CommandAmf0 || messageTypeId === MessageType.CommandAmf3;
  const isMedia = messageTypeId > 6 && !isCommand;
  const chunkStreamId = isMedia ? 4 + messageStreamId : messageTypeId > 6 ? 3 : 2;
  const bytes = writer.write({ ...message, chunkStreamId }, isFull ? 'full' : 'compressed');
  const size = messageTypeId === MessageType.SetChunkSize ? new DataView(payload.buffer).getUint32(0) : 0;
  if (size > 0) writer.setChunkSize(size);
  return bytes;
}
