/** Everything that embedders and adapters may use: the one barrel of the core. */
export * from './amf/amf0.ts';
export * from './amf/amf3.ts';
export * from './amf/amf3-value.ts';
export type * from './amf/budget.ts';
export type { DecodeAmfOptions, DecodedAmf } from './amf/decode-values.ts';
export * from './amf/error.ts';
export type { ExternalizableField, ExternalizableFieldType, ExternalizableForm } from './amf/externalizable.ts';
export { ARRAY_COLLECTION, ARRAY_LIST, OBJECT_PROXY } from './amf/externalizable.ts';
export { toPlain } from './amf/plain.ts';
export * from './amf/value.ts';
export * from './chunk/chunk-message.ts';
export { ChunkReader } from './chunk/chunk-reader.ts';
export { ChunkWriter } from './chunk/chunk-writer.ts';
export type { Message, OutgoingMessage } from './chunk/message.ts';
export type { Status, StatusCode, StatusLevel } from './command/status.ts';
export { STATUS_LEVELS, status } from './command/status.ts';
export type { PlayOrder, PublishOrder } from './connection/client-connection.ts';
export { ClientConnection, createClientConnection } from './connection/client-connection.ts';
export type { Connection, OutgoingData, OutgoingMedia, SharedChunks } from './connection/connection.ts';
export type { DeviationCode, DeviationPolicy } from './connection/deviation.ts';
export { DEVIATIONS } from './connection/deviation.ts';
export type * from './connection/event.ts';
export type { Fault, FaultCode, FaultKind } from './connection/fault.ts';
export { FAULT_CODES } from './connection/fault.ts';
export type { Limits } from './connection/limits.ts';
export { DEFAULT_LIMITS } from './connection/limits.ts';
export type {
  ClientConnectionOptions,
  ConnectionOptions,
  ServerConnectionOptions,
  Timeouts,
} from './connection/options.ts';
export { DEFAULT_TIMEOUTS } from './connection/options.ts';
export type { Millis, Outputs, TransportAction } from './connection/outputs.ts';
export { createServerConnection, ServerConnection } from './connection/server-connection.ts';
export type { ConnectAnswer, ConnectRefusal, Refusal } from './connection/session.ts';
export type { UsageErrorCode } from './connection/usage-error.ts';
export { RtmpUsageError } from './connection/usage-error.ts';
export type { Backlog } from './live/backlog.ts';
export type { Channel, Cut, Delivery } from './live/channel.ts';
export type { PublishAnswer, PublishedData, PublishedMedia, SubscribeAnswer } from './live/live.ts';
export { Live } from './live/live.ts';
export type { LiveOptions, PartialLiveOptions, SlowPlayerPolicy } from './live/live-options.ts';
export { DEFAULT_LIVE_OPTIONS, liveOptions } from './live/live-options.ts';
export type { Publication, PublicationCounters, PublishedTrack } from './live/publication.ts';
export type { FrameChunks, FrameRole, SharedFrame } from './live/shared-frame.ts';
export type { PathRefusal, StreamPath } from './live/stream-path.ts';
export { LONGEST_PATH, parseStreamPath } from './live/stream-path.ts';
export type { CutReason, SubscribeRequest, Subscription, SubscriptionCounters } from './live/subscription.ts';
export type { AudioPacketType, AudioTagHeader } from './media/audio-tag-header.ts';
export { readAudioTagHeader } from './media/audio-tag-header.ts';
export { AudioCodecId, codecName, VideoCodecId } from './media/codec-id.ts';
export type { TagTrack } from './media/tag-track.ts';
export type { VideoFrameType, VideoPacketType, VideoTagHeader } from './media/video-tag-header.ts';
export { readVideoTagHeader } from './media/video-tag-header.ts';
export type { AggregatePart, SplitAggregate } from './message/aggregate.ts';
export { encodeAggregate, splitAggregate } from './message/aggregate.ts';
export type { CommandMessage } from './message/command-message.ts';
export { decodeCommand, encodeCommand } from './message/command-message.ts';
export type { DataMessage } from './message/data-message.ts';
export { decodeData, encodeData } from './message/data-message.ts';
export { MessageType, messageTypeName } from './message/message-type.ts';
export { UserControlEvent } from './message/user-control.ts';
