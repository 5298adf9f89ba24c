import { ByteWriter } from '../bytes/writer.ts';
import { hasCompositionTime, VideoCodecId } from './codec-id.ts';
import { writeCompositionTime } from './composition-time.ts';
import { writeEnhanced } from './enhanced-layout.ts';
import type { MessageTrack } from './message-track.ts';
import { MOD_EX, writeModEx } from './mod-ex.ts';
import { requireRange, requireRepresentable } from './payload-usage-error.ts';
import type {
  EnhancedVideo,
  EnhancedVideoCommand,
  LegacyVideo,
  LegacyVideoCommand,
  VideoBody,
  VideoFrames,
  VideoMessage,
  Vp6Adjustment,
} from './video-message.ts';
import {
  AVC_PACKET_TYPES,
  hasAvcLayout,
  VIDEO_FRAME_TYPES,
  VIDEO_MULTITRACK,
  VIDEO_PACKET_TYPES,
  type VideoFrameType,
} from './video-tag-header.ts';

/** The top bit of byte 0: an enhanced header follows. */
const EX_HEADER = 0x8;
const COMMAND_FRAME = 5;
const METADATA = 4;

/**
 * The payload that says `message`, in fresh memory: what `parseVideo` read, byte for byte.
 *
 * @throws PayloadUsageError `valueOutOfRange` or `notRepresentable`, which nothing that was parsed and not changed meets
 */
export function writeVideo(message: VideoMessage): Uint8Array {
  switch (message.kind) {
    case 'legacyVideo':
      return writeLegacy(message);
    case 'enhancedVideo':
      return writeEnhanced(message, numbersOf(message), (writer, track) =>
        writeBody(writer, track, message.packetType),
      );
    case 'legacyVideoCommand':
    case 'enhancedVideoCommand':
      return writeCommand(message);
  }
}

function writeCommand(message: LegacyVideoCommand | EnhancedVideoCommand): Uint8Array {
  const writer = new ByteWriter();
  if (message.kind === 'legacyVideoCommand') {
    requireRange('the codec id', message.codecId, 0, 15);
    writer.u8((COMMAND_FRAME << 4) | message.codecId);
  } else {
    const { packetTypeId, modEx } = message;
    requireRange('the packet type', packetTypeId, 0, 15);
    requireRepresentable(packetTypeId !== METADATA && packetTypeId !== MOD_EX, 'expected neither Metadata nor ModEx');
    writeModEx(writer, EX_HEADER | COMMAND_FRAME, modEx, packetTypeId);
  }
  requireRange('the video command', message.command, 0, 255);
  writer.u8(message.command);
  writer.bytes(message.trailing);
  return writer.finish();
}

function numbersOf({ frameType, packetType }: EnhancedVideo) {
  return {
    highNibble: EX_HEADER | numberOf(frameType),
    packetTypeId: VIDEO_PACKET_TYPES.indexOf(packetType),
    multitrackId: VIDEO_MULTITRACK,
  };
}

function numberOf(frameType: VideoFrameType): number {
  return VIDEO_FRAME_TYPES.indexOf(frameType);
}

/** Bodies and packet types that belong together. */
const BODY_KINDS: Readonly<Record<EnhancedVideo['packetType'], VideoBody['kind']>> = {
  sequenceStart: 'configuration',
  codedFrames: 'frames',
  codedFramesX: 'frames',
  sequenceEnd: 'end',
  metadata: 'metadata',
  mpeg2TsSequenceStart: 'tsDescriptor',
};

function writeBody(
  writer: ByteWriter,
  { codecId, body }: MessageTrack<VideoBody>,
  packetType: EnhancedVideo['packetType'],
): void {
  const fits = body.kind === 'unreadable' || body.kind === BODY_KINDS[packetType];
  requireRepresentable(fits, `expected a ${BODY_KINDS[packetType]} body in ${packetType}, came ${body.kind}`);
  switch (body.kind) {
    case 'configuration':
      return writer.bytes(body.record);
    case 'frames':
      return writeFrames(writer, body, packetType === 'codedFrames' && hasCompositionTime(codecId));
    case 'end':
      return writer.bytes(body.trailing);
    case 'metadata':
      return writer.bytes(body.amf);
    case 'tsDescriptor':
      return writer.bytes(body.descriptor);
    case 'unreadable':
      return writer.bytes(body.bytes);
  }
}

function writeFrames(writer: ByteWriter, { compositionTime, data }: VideoFrames, hasField: boolean): void {
  if (hasField) writeCompositionTime(writer, compositionTime);
  else
    requireRepresentable(
      compositionTime === 0,
      `expected composition time 0, which no field says, came ${compositionTime}`,
    );
  writer.bytes(data);
}

function writeLegacy({ frameType, packetType, tracks: [{ trackId, codecId, body }] }: LegacyVideo): Uint8Array {
  requireRange('the codec id', codecId, 0, 15);
  requireRepresentable(trackId === 0, `expected track 0 in a legacy message, came ${trackId}`);
  const isAvc = hasAvcLayout(codecId);
  requireRepresentable(
    body.kind === BODY_KINDS[packetType],
    `expected a ${BODY_KINDS[packetType]} body in ${packetType}`,
  );
  requireRepresentable(
    isAvc || body.kind === 'frames',
    `expected coded frames of codec ${codecId}, came ${packetType}`,
  );
  const writer = new ByteWriter();
  writer.u8((numberOf(frameType) << 4) | codecId);
  if (isAvc) writer.u8(AVC_PACKET_TYPES.indexOf(packetType));
  switch (body.kind) {
    case 'configuration':
      writeCompositionTime(writer, body.ignoredCompositionTime);
      writer.bytes(body.record);
      break;
    case 'frames':
      writeVp6(writer, codecId, body.vp6);
      writeFrames(writer, body, isAvc);
      break;
    case 'end':
      writer.bytes(body.trailing);
  }
  return writer.finish();
}

function writeVp6(writer: ByteWriter, codecId: number, adjustment: Vp6Adjustment | undefined): void {
  const hasAlpha = codecId === VideoCodecId.vp6Alpha;
  const isVp6 = hasAlpha || codecId === VideoCodecId.vp6;
  requireRepresentable(
    isVp6 === (adjustment !== undefined),
    'expected a VP6 adjustment in VP6 frames and nowhere else',
  );
  if (adjustment === undefined) return;
  const { horizontal, vertical, alphaOffset } = adjustment;
  requireRange('the horizontal adjustment', horizontal, 0, 15);
  requireRange('the vertical adjustment', vertical, 0, 15);
  requireRepresentable(
    hasAlpha === (alphaOffset !== undefined),
    'expected an alpha offset in codec 5 and nowhere else',
  );
  writer.u8((horizontal << 4) | vertical);
  if (alphaOffset === undefined) return;
  requireRange('the alpha offset', alphaOffset, 0, 0xffffff);
  writer.u24(alphaOffset);
}
