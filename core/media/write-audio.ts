import { ByteWriter } from '../bytes/writer.ts';
import type { AudioBody, AudioMessage, EnhancedAudio, LegacyAudio } from './audio-message.ts';
import { AUDIO_MULTITRACK, AUDIO_PACKET_TYPES, EX_HEADER } from './audio-tag-header.ts';
import { AudioCodecId } from './codec-id.ts';
import { writeEnhanced } from './enhanced-layout.ts';
import { legacySoundBits } from './legacy-sound.ts';
import { type MessageTrack, NO_BYTES } from './message-track.ts';
import { writeMultichannel } from './multichannel-config.ts';
import { requireRange, requireRepresentable } from './payload-usage-error.ts';

/**
 * The payload that says `message`, in fresh memory: what `parseAudio` read, byte for byte.
 *
 * @throws PayloadUsageError `valueOutOfRange` or `notRepresentable`, which nothing that was parsed and not changed meets
 */
export function writeAudio(message: AudioMessage): Uint8Array {
  switch (message.kind) {
    case 'silence':
      return NO_BYTES;
    case 'legacyAudio':
      return writeLegacy(message);
    case 'enhancedAudio':
      return writeEnhanced(message, numbersOf(message), (writer, track) =>
        writeBody(writer, track, message.packetType),
      );
  }
}

function numbersOf({ packetType }: EnhancedAudio) {
  return {
    highNibble: EX_HEADER,
    packetTypeId: AUDIO_PACKET_TYPES.indexOf(packetType),
    multitrackId: AUDIO_MULTITRACK,
  };
}

/** Bodies and packet types that belong together. */
const BODY_KINDS: Readonly<Record<EnhancedAudio['packetType'], AudioBody['kind']>> = {
  sequenceStart: 'configuration',
  codedFrames: 'frames',
  sequenceEnd: 'end',
  multichannelConfig: 'multichannel',
};

function writeBody(
  writer: ByteWriter,
  { body }: MessageTrack<AudioBody>,
  packetType: EnhancedAudio['packetType'],
): void {
  const fits = body.kind === 'unreadable' || body.kind === BODY_KINDS[packetType];
  requireRepresentable(fits, `expected a ${BODY_KINDS[packetType]} body in ${packetType}, came ${body.kind}`);
  switch (body.kind) {
    case 'configuration':
      return writer.bytes(body.record);
    case 'frames':
      return writer.bytes(body.data);
    case 'end':
      return writer.bytes(body.trailing);
    case 'multichannel':
      return writeMultichannel(writer, body);
    case 'unreadable':
      return writer.bytes(body.bytes);
  }
}

function writeLegacy({ sound, packetType, tracks: [{ trackId, codecId, body }] }: LegacyAudio): Uint8Array {
  requireRange('the sound format', codecId, 0, 15);
  requireRepresentable(trackId === 0, `expected track 0 in a legacy message, came ${trackId}`);
  requireRepresentable(codecId !== EX_HEADER, 'expected a sound format, came 9, which announces an enhanced header');
  requireRepresentable(
    body.kind === BODY_KINDS[packetType],
    `expected a ${BODY_KINDS[packetType]} body in ${packetType}`,
  );
  const isAac = codecId === AudioCodecId.aac;
  requireRepresentable(
    isAac || body.kind === 'frames',
    `expected coded frames of format ${codecId}, came ${packetType}`,
  );
  const writer = new ByteWriter();
  writer.u8((codecId << 4) | legacySoundBits(sound));
  if (isAac) writer.u8(AUDIO_PACKET_TYPES.indexOf(packetType));
  writer.bytes(body.kind === 'configuration' ? body.record : body.data);
  return writer.finish();
}
