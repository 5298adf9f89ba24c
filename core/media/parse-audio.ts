import type { AudioBody, LegacyAudio, ParsedAudio } from './audio-message.ts';
import { AUDIO_MULTITRACK, type AudioPacketType, type AudioTagHeader, locateAudio } from './audio-tag-header.ts';
import { codecName, isKnownFourCc } from './codec-id.ts';
import { layoutOf } from './enhanced-layout.ts';
import { readLegacySound } from './legacy-sound.ts';
import { problemOfAll } from './message-track.ts';
import { readMultichannel } from './multichannel-config.ts';
import { problem } from './payload-problem.ts';
import type { TagTrack } from './tag-track.ts';

/**
 * An audio payload as a typed value, legacy or enhanced, or silence. Nothing is copied: the value holds views of
 * `payload`.
 *
 * Of a message with several tracks, one that cannot be read comes as an `unreadable` body; the message is a problem
 * when its header is, or when no track can be read (ERTMP-12). Never throws, whatever the bytes.
 */
export function parseAudio(payload: Uint8Array): ParsedAudio {
  if (payload.length === 0) return { kind: 'silence' };
  const header = locateAudio(payload);
  if ('kind' in header) return header;
  return header.isEnhanced ? parseEnhanced(payload, header) : parseLegacy(payload, header);
}

function parseLegacy(payload: Uint8Array, { packetType, tracks }: AudioTagHeader): LegacyAudio {
  const { codecId, start } = tracks[0]!; // a header has at least one track
  const rest = payload.subarray(start);
  const sound = readLegacySound(payload[0]!);
  return packetType === 'sequenceStart'
    ? {
        kind: 'legacyAudio',
        sound,
        packetType,
        tracks: [{ trackId: 0, codecId, body: { kind: 'configuration', record: rest } }],
      }
    : {
        kind: 'legacyAudio',
        sound,
        packetType: 'codedFrames',
        tracks: [{ trackId: 0, codecId, body: { kind: 'frames', data: rest } }],
      };
}

function parseEnhanced(payload: Uint8Array, { packetType, tracks: located }: AudioTagHeader): ParsedAudio {
  const tracks = located.map((track) => {
    const { trackId, codecId } = track;
    return { trackId, codecId, body: bodyOf(payload, packetType, track) };
  });
  const message = { kind: 'enhancedAudio', packetType, tracks } as const;
  return problemOfAll(tracks) ?? { ...message, ...layoutOf(payload, located, AUDIO_MULTITRACK) };
}

function bodyOf(payload: Uint8Array, packetType: AudioPacketType, { codecId, start, end }: TagTrack): AudioBody {
  const bytes = payload.subarray(start, end);
  if (!isKnownFourCc('audio', codecId)) {
    const name = codecName('audio', codecId);
    const cause = problem('codecUnknown', start, `expected an audio FourCC of the table, came ${name}`);
    return { kind: 'unreadable', problem: cause, bytes };
  }
  switch (packetType) {
    case 'sequenceStart':
      return { kind: 'configuration', record: bytes };
    case 'codedFrames':
      return { kind: 'frames', data: bytes };
    case 'sequenceEnd':
      return { kind: 'end', trailing: bytes };
    case 'multichannelConfig':
      return readMultichannel(bytes, start);
  }
}
