import type { AmfValue } from '../amf/value.ts';
import type { AudioTagHeader } from './audio-tag-header.ts';
import { codecLabel } from './codec-label.ts';
import { type AudioFacts, knownOf } from './configuration/facts.ts';
import { describeLegacySound } from './configuration/legacy-sound.ts';
import { describeAudioConfiguration, describeSound } from './describe-track.ts';
import { readLegacySound } from './legacy-sound.ts';
import { type MultichannelBody, readMultichannel, speakersOf } from './multichannel-config.ts';
import { metadataOf } from './stream-metadata.ts';
import type { TagTrack } from './tag-track.ts';
import type { AudioDescription } from './track-description.ts';

/** What one audio track has told of itself so far. */
export class AudioTrack {
  readonly trackId: number;
  readonly codecId: number;
  #record: AudioFacts | undefined;
  #sound: AudioFacts | undefined;
  #channels: MultichannelBody | undefined;

  constructor({ trackId, codecId }: TagTrack) {
    this.trackId = trackId;
    this.codecId = codecId;
  }

  /** @returns whether `describe` may say something new; an empty or unparsable header changes nothing (FLV-17) */
  take(payload: Uint8Array, { packetType, isEnhanced }: AudioTagHeader, { start, end }: TagTrack): boolean {
    switch (packetType) {
      case 'sequenceStart':
        this.#record = describeAudioConfiguration(this.codecId, payload.subarray(start, end)) ?? this.#record;
        return true;
      case 'multichannelConfig': {
        const config = readMultichannel(payload.subarray(start, end), start);
        if (config.kind === 'multichannel') this.#channels = config;
        return true;
      }
      case 'codedFrames':
        return this.#takeSound(payload, isEnhanced, start, end);
      case 'sequenceEnd':
        return false;
    }
  }

  /** A header knows best, but for the number of channels; onMetaData knows nothing that anything else says. */
  describe(onMetaData: AmfValue): AudioDescription {
    const { trackId, codecId } = this;
    const hints = metadataOf(onMetaData, 'audio', trackId);
    const facts: AudioFacts = { codec: codecLabel('audio', codecId), ...knownOf(this.#record ?? this.#sound) };
    const speakers = this.#channels === undefined ? [] : speakersOf(this.#channels);
    return {
      media: 'audio',
      trackId,
      codecId,
      ...facts,
      sampleRate: facts.sampleRate ?? hints.sampleRate,
      channels: this.#channels?.channelCount ?? facts.channels ?? hints.channels,
      speakers: speakers.length > 0 ? speakers : undefined,
    };
  }

  /** The first sound that tells is enough. */
  #takeSound(payload: Uint8Array, isEnhanced: boolean, start: number, end: number): boolean {
    if (this.#record !== undefined || this.#sound !== undefined) return false;
    this.#sound = describeSound(this.codecId, payload.subarray(start, end));
    if (this.#sound === undefined && !isEnhanced) {
      this.#sound = describeLegacySound(this.codecId, readLegacySound(payload[0]!)); // a header has a byte 0
    }
    return this.#sound !== undefined;
  }
}
