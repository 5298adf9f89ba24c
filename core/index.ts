/** Everything that embedders and adapters may use: the one barrel of the core. */
export * from './amf/amf0.ts';
export * from './amf/amf3.ts';
export type * from './amf/budget.ts';
export type { DecodeAmfOptions, DecodedAmf } from './amf/decode-values.ts';
export type { AmfErrorCode, AmfUsageCode } from './amf/error.ts';
export { AmfError, AmfUsageError } from './amf/error.ts';
export type { ExternalizableField, ExternalizableFieldType, ExternalizableForm } from './amf/externalizable.ts';
export { ARRAY_COLLECTION, ARRAY_LIST, OBJECT_PROXY } from './amf/externalizable.ts';
export * from './amf/make-value.ts';
export type { Plain } from './amf/plain.ts';
export { toPlain } from './amf/plain.ts';
export * from './amf/value.ts';
export { chunkMessage } from './chunk/chunk-message.ts';
export { ChunkReader } from './chunk/chunk-reader.ts';
export { ChunkWriter } from './chunk/chunk-writer.ts';
export type { Message, OutgoingMessage } from './chunk/message.ts';
export type { ReconnectTarget } from './command/answers.ts';
export type { PlayRange } from './command/play-range.ts';
export { playRange } from './command/play-range.ts';
export type { Status, StatusCode, StatusLevel } from './command/status.ts';
export { STATUS_LEVELS, status } from './command/status.ts';
export type { PauseCommand, Play2Command, PlayCommand, Transition } from './command/stream-command.ts';
export type * from './connection/call-event.ts';
export type { Play2Order, PlayOrder, PublishOrder } from './connection/client-connection.ts';
export { ClientConnection, createClientConnection } from './connection/client-connection.ts';
export type * from './connection/client-event.ts';
export type { Connection, SharedChunks } from './connection/connection.ts';
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
export type {
  OutgoingAggregate,
  OutgoingData,
  OutgoingMedia,
  OutgoingPart,
  OutgoingSharedObject,
} from './connection/outgoing.ts';
export type { Millis, Outputs, TransportAction } from './connection/outputs.ts';
export { checkReconnectUrl } from './connection/reconnect-url.ts';
export type { NextPlay, PlaySource } from './connection/server-connection.ts';
export { createServerConnection, ServerConnection, serverConnections } from './connection/server-connection.ts';
export type * from './connection/server-event.ts';
export type { ConnectAnswer, ConnectRefusal, Refusal } from './connection/session.ts';
export type { Played } from './connection/stream-notices.ts';
export type { UsageErrorCode } from './connection/usage-error.ts';
export { RtmpUsageError } from './connection/usage-error.ts';
export type { FlvFacts } from './flv/describe-flv.ts';
export { describeFlv } from './flv/describe-flv.ts';
export type { FlvUsageCode } from './flv/encode-tag.ts';
export { encodeFlvHeader, encodeFlvTag, FlvUsageError } from './flv/encode-tag.ts';
export type { ByteRange, FileQuery } from './flv/file-query.ts';
export type { FlvCounts, FlvReaderOptions } from './flv/flv-reader.ts';
export { FlvReader } from './flv/flv-reader.ts';
export type { FlvRepairOptions } from './flv/flv-repair.ts';
export { FlvRepair } from './flv/flv-repair.ts';
export type { FlvHeader, FlvItem, FlvPayload, FlvSkip, FlvSkipReason, FlvTag } from './flv/flv-tag.ts';
export { FlvTagType, isFlvTagType, signedTimestamp } from './flv/flv-tag.ts';
export type { FlvContinuation, FlvPatch, FlvWriterOptions } from './flv/flv-writer.ts';
export { FlvWriter, MOST_KEY_FRAMES } from './flv/flv-writer.ts';
export type { FlvSeekPoint } from './flv/key-frame-index.ts';
export type { FlvMetadata } from './flv/metadata.ts';
export { readMetadata, writableMetadata } from './flv/metadata.ts';
export type { FlvPlaybackOptions, FlvPlaybackOutputs, FlvPlaybackState } from './flv/playback.ts';
export { FlvPlayback } from './flv/playback.ts';
export type { FlvStart } from './flv/seek-flv.ts';
export { seekFlv } from './flv/seek-flv.ts';
export { SequenceHeaders } from './flv/sequence-headers.ts';
export type { TagFacts, TagRole } from './flv/tag-role.ts';
export { isFrame, readTagFacts } from './flv/tag-role.ts';
export type { Cut } from './live/audience.ts';
export type { Backlog } from './live/backlog.ts';
export type { Batch, Channel, Delivery } from './live/channel.ts';
export type { PublishAnswer, PublishedData, PublishedMedia, SubscribeAnswer } from './live/live.ts';
export { Live } from './live/live.ts';
export type { LiveOptions, PartialLiveOptions, SlowPlayerPolicy } from './live/live-options.ts';
export { DEFAULT_LIVE_OPTIONS, liveOptions } from './live/live-options.ts';
export type { Publication, PublicationCounters } from './live/publication.ts';
export type { FrameChunks, FrameHeader, FrameRole, SharedFrame } from './live/shared-frame.ts';
export type { SharedObject } from './live/shared-object.ts';
export type { SharedObjectLimits } from './live/shared-object-limits.ts';
export { DEFAULT_SHARED_OBJECT_LIMITS } from './live/shared-object-limits.ts';
export type { SharedObjectDelivery, StoredSharedObject } from './live/shared-objects.ts';
export { SharedObjects } from './live/shared-objects.ts';
export type { PathRefusal, StreamPath } from './live/stream-path.ts';
export { LONGEST_PATH, parseStreamPath } from './live/stream-path.ts';
export type { CutReason, SubscribeRequest, Subscription, SubscriptionCounters } from './live/subscription.ts';
export { audioForPlayer } from './media/audio-for-player.ts';
export type * from './media/audio-message.ts';
export type { AudioPacketType, AudioTagHeader } from './media/audio-tag-header.ts';
export { readAudioTagHeader } from './media/audio-tag-header.ts';
export * from './media/capabilities.ts';
export { capabilitiesLine } from './media/capabilities-line.ts';
export { AudioCodecId, codecName, fourCc, fourCcText, VideoCodecId } from './media/codec-id.ts';
export * from './media/color-info.ts';
export { withTemporalDelimiter } from './media/configuration/av1-sequence.ts';
export type { AudioFacts, ChromaFormat, ColorDescription, VideoFacts } from './media/configuration/facts.ts';
export * from './media/describe-track.ts';
export type { MultitrackType } from './media/enhanced-header.ts';
export type { LegacySound } from './media/legacy-sound.ts';
export type * from './media/message-track.ts';
export type { MetadataBody, MetadataEntry } from './media/metadata-frame.ts';
export { COLOR_INFO, metadataBody } from './media/metadata-frame.ts';
export type { ModEx } from './media/mod-ex.ts';
export { presentationOffsetNano, timestampOffsetNano } from './media/mod-ex.ts';
export type { MultichannelBody } from './media/multichannel-config.ts';
export { speakerName, speakersOf } from './media/multichannel-config.ts';
export { joinTracks, splitTracks } from './media/multitrack.ts';
export { parseAudio } from './media/parse-audio.ts';
export { parseVideo } from './media/parse-video.ts';
export type { PayloadProblem, PayloadProblemCode } from './media/payload-problem.ts';
export type { PayloadUsageCode } from './media/payload-usage-error.ts';
export { PayloadUsageError } from './media/payload-usage-error.ts';
export type { PlayerForm, PlayerFormOptions, UnannouncedForm } from './media/player-form.ts';
export { playerForm, UNANNOUNCED_FORMS } from './media/player-form.ts';
export { StreamDescription } from './media/stream-description.ts';
export type { TagTrack } from './media/tag-track.ts';
export type { AudioDescription, TrackDescription, VideoDescription } from './media/track-description.ts';
export { trackLine } from './media/track-description.ts';
export { videoForPlayer } from './media/video-for-player.ts';
export * from './media/video-message.ts';
export type { VideoFrameType, VideoPacketType, VideoTagHeader } from './media/video-tag-header.ts';
export { readVideoTagHeader } from './media/video-tag-header.ts';
export { writeAudio } from './media/write-audio.ts';
export { writeVideo } from './media/write-video.ts';
export type { AggregatePart, SplitAggregate } from './message/aggregate.ts';
export { encodeAggregate, splitAggregate } from './message/aggregate.ts';
export type { CommandMessage } from './message/command-message.ts';
export { decodeCommand, encodeCommand } from './message/command-message.ts';
export type { DataMessage } from './message/data-message.ts';
export { decodeData, encodeData } from './message/data-message.ts';
export type { DecodedSharedObject, DecodeSharedObjectOptions } from './message/decode-shared-object.ts';
export { decodeSharedObject } from './message/decode-shared-object.ts';
export type { EncodeSharedObjectOptions } from './message/encode-shared-object.ts';
export { encodeSharedObject } from './message/encode-shared-object.ts';
export { MessageType, messageTypeName } from './message/message-type.ts';
export { isPlayerNotice } from './message/player-notice.ts';
export type {
  SharedObjectEvent,
  SharedObjectFormat,
  SharedObjectMessage,
  SharedObjectSlot,
} from './message/shared-object-message.ts';
export { UserControlEvent } from './message/user-control.ts';
