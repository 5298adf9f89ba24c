import type { AmfValue } from '../amf/value.ts';
import { codecLabel } from './codec-label.ts';
import { type ColorInfo, colorInfoOf } from './color-info.ts';
import { knownOf, type VideoFacts } from './configuration/facts.ts';
import { describeKeyFrame, describeVideoConfiguration, keyFramesTell } from './describe-track.ts';
import { readMetadata } from './metadata-frame.ts';
import { metadataOf } from './stream-metadata.ts';
import type { TagTrack } from './tag-track.ts';
import { hdrOf, type VideoDescription } from './track-description.ts';
import type { VideoTagHeader } from './video-tag-header.ts';

/** What one video track has told of itself so far. */
export class VideoTrack {
  readonly trackId: number;
  readonly codecId: number;
  #record: VideoFacts | undefined;
  #frame: VideoFacts | undefined;
  #color: ColorInfo | undefined;

  /** @param before - what had this id until now: colours may come before the header of a new codec (ERTMP-35) */
  constructor({ trackId, codecId }: TagTrack, before: VideoTrack | undefined) {
    this.trackId = trackId;
    this.codecId = codecId;
    this.#color = before === undefined ? undefined : before.#color;
  }

  /** @returns whether `describe` may say something new; an empty or unparsable header changes nothing (ERTMP-14) */
  take(payload: Uint8Array, { packetType, frameType }: VideoTagHeader, { start, end }: TagTrack): boolean {
    switch (packetType) {
      case 'sequenceStart':
        this.#record = describeVideoConfiguration(this.codecId, payload.subarray(start, end)) ?? this.#record;
        return true;
      case 'metadata':
        this.#takeColor(payload.subarray(start, end));
        return true;
      case 'codedFrames':
      case 'codedFramesX':
        if (frameType !== 'key' || !keyFramesTell(this.codecId)) return false;
        this.#frame = describeKeyFrame(this.codecId, payload.subarray(start, end)) ?? this.#frame;
        return true;
      default:
        return false;
    }
  }

  /** Key frames know the size best, metadata frames the colours, onMetaData nothing that anything else says. */
  describe(onMetaData: AmfValue): VideoDescription {
    const { trackId, codecId } = this;
    const hints = metadataOf(onMetaData, 'video', trackId);
    const config = this.#color?.colorConfig;
    const facts: VideoFacts = {
      codec: codecLabel('video', codecId),
      ...knownOf(this.#record),
      ...knownOf(this.#frame),
    };
    return {
      media: 'video',
      trackId,
      codecId,
      ...facts,
      width: facts.width ?? hints.width,
      height: facts.height ?? hints.height,
      frameRate: facts.frameRate ?? hints.frameRate,
      bitDepth: facts.bitDepth ?? config?.bitDepth,
      hdr: hdrOf(config?.transferCharacteristics ?? facts.color?.transfer),
    };
  }

  /** A new colorInfo replaces the old one wholly (ERTMP-34). */
  #takeColor(amf: Uint8Array): void {
    const body = readMetadata(amf, 0);
    const said = body.kind === 'metadata' ? colorInfoOf(body) : undefined;
    if (said !== undefined) this.#color = said === 'reset' ? undefined : said;
  }
}
