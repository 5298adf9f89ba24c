import { type FileQuery, visitTags } from './file-query.ts';
import {
  type FlvHeader,
  type FlvPayload,
  type FlvTag,
  FlvTagType,
  signedTimestamp,
  TAG_HEADER_LENGTH,
} from './flv-tag.ts';
import type { FlvContinuation } from './flv-writer.ts';
import type { FlvSeekPoint } from './key-frame-index.ts';
import { type FlvMetadata, placeOfNumber, readKeyFrames, readMetadata } from './metadata.ts';
import { SequenceHeaders } from './sequence-headers.ts';
import { isFrame, readTagFacts, type TagFacts } from './tag-role.ts';

/** What there is to know of a file before it is played, or before a recording goes on with it (FLV-36). */
export interface FlvFacts extends FlvContinuation {
  /** Bytes. */
  readonly size: number;
  readonly header: FlvHeader | undefined;
  /** The first onMetaData, and what it says. It may be old, or of another file. */
  readonly metadataTag: FlvTag | undefined;
  readonly metadata: FlvMetadata | undefined;
  /** By the metadata, not verified (FLV-30). */
  readonly keyFrames: readonly FlvSeekPoint[];
  /** Milliseconds from the first frame to the end of the last tag's (FLV-33): by the tags, whatever the metadata says. */
  readonly durationMs: number;
  /** Offset of the first tag that is sound or a picture. */
  readonly firstFrameAt: number;
  /** The track of the first picture, if the file begins with any. */
  readonly videoTrackId: number | undefined;
  /** Sequence headers at the beginning. */
  readonly headers: readonly FlvPayload[];
}

/**
 * Describes a file by its first seconds and its last tags, wherever it was cut.
 *
 * @param size - of the file, bytes
 * @returns `undefined` for a file without a frame: there is nothing to play, and nothing to go on with
 */
export function* describeFlv(size: number): FileQuery<FlvFacts | undefined> {
  const opening = new Opening();
  const header = yield* visitTags(size, { from: 'file', at: 0, end: size }, (tag) => opening.visit(tag));
  const { firstFrame, metadata } = opening;
  if (firstFrame === undefined) return undefined;
  const closing = yield* findClosing(size, firstFrame);
  const firstTimestamp = signedTimestamp(firstFrame);
  const lastTagLength = TAG_HEADER_LENGTH + closing.lastTag.data.length;
  return {
    size,
    header,
    metadataTag: metadata?.tag,
    metadata: metadata?.properties,
    keyFrames: (metadata && readKeyFrames(metadata.properties)) ?? [],
    firstTimestamp,
    lastTimestamp: closing.lastTimestamp,
    durationMs: closing.lastTimestamp - firstTimestamp,
    firstFrameAt: firstFrame.at,
    hasAudio: opening.hasAudio || closing.hasAudio,
    hasVideo: opening.hasVideo || closing.hasVideo,
    videoTrackId: opening.videoTrackId ?? closing.videoTrackId,
    headers: opening.headers.tags(),
    end: closing.lastTag.at + lastTagLength,
    lastTagLength,
    durationAt: metadata && placeInFile(metadata, 'duration'),
    fileSizeAt: metadata && placeInFile(metadata, 'filesize'),
  };
}

interface MetadataFound {
  readonly tag: FlvTag;
  readonly properties: FlvMetadata;
}

function placeInFile({ tag, properties }: MetadataFound, name: string): number | undefined {
  const place = placeOfNumber(tag.data, name, properties.get(name));
  return place === undefined ? undefined : tag.at + TAG_HEADER_LENGTH + place;
}

/** Which media there are, by the tags: flags are often wrong (FLV-1). */
class MediaSeen {
  hasAudio = false;
  hasVideo = false;
  videoTrackId: number | undefined;

  see({ type }: FlvTag, { role, tracks }: TagFacts): void {
    this.hasAudio ||= type === FlvTagType.audio;
    this.hasVideo ||= type === FlvTagType.video;
    if (role === 'keyFrame' || role === 'picture') this.videoTrackId ??= tracks[0]?.trackId;
  }
}

/** A file up to where its media have begun: until there was a frame of each, or five seconds or 4 MiB of only one. */
class Opening extends MediaSeen {
  metadata: MetadataFound | undefined;
  firstFrame: FlvTag | undefined;
  readonly headers = new SequenceHeaders();
  #hasSound = false;

  visit(tag: FlvTag): boolean {
    const facts = readTagFacts(tag);
    this.see(tag, facts);
    this.headers.add(tag, facts);
    if (this.metadata === undefined) this.#readMetadata(tag);
    if (!isFrame(facts)) return false;
    this.firstFrame ??= tag;
    this.#hasSound ||= facts.role === 'sound';
    if (this.#hasSound && this.videoTrackId !== undefined) return true;
    return signedTimestamp(tag) - signedTimestamp(this.firstFrame) > 5000 || tag.at > 4 * 1024 * 1024;
  }

  #readMetadata(tag: FlvTag): void {
    const properties = readMetadata(tag);
    if (properties !== undefined) this.metadata = { tag, properties };
  }
}

/** The end of a file: its last whole tag, and the latest time in it, be it that of an end of sequence. */
class Closing extends MediaSeen {
  lastTag: FlvTag;
  lastTimestamp: number;

  constructor(firstFrame: FlvTag) {
    super();
    this.lastTag = firstFrame;
    this.lastTimestamp = signedTimestamp(firstFrame);
  }

  visit(tag: FlvTag): boolean {
    this.lastTag = tag;
    this.see(tag, readTagFacts(tag));
    const isMedia = tag.type === FlvTagType.audio || tag.type === FlvTagType.video;
    if (isMedia) this.lastTimestamp = Math.max(this.lastTimestamp, signedTimestamp(tag));
    return false;
  }
}

/** Looks at ever more of the end until there is sound or a picture in it: the last tag may be long, or cut, or damaged. */
function* findClosing(size: number, firstFrame: FlvTag): FileQuery<Closing> {
  for (let length = 65_536; ; length *= 8) {
    const at = Math.max(firstFrame.at, size - length);
    const isAll = at === firstFrame.at;
    const closing = new Closing(firstFrame);
    yield* visitTags(size, { from: isAll ? 'tag' : 'anywhere', at, end: size }, (tag) => closing.visit(tag));
    if (closing.hasAudio || closing.hasVideo || isAll) return closing;
  }
}
