import type { FlvFacts } from './describe-flv.ts';
import { type FileQuery, type Stretch, visitTags } from './file-query.ts';
import { type FlvPayload, type FlvTag, FlvTagType, signedTimestamp } from './flv-tag.ts';
import type { FlvSeekPoint } from './key-frame-index.ts';
import { SequenceHeaders } from './sequence-headers.ts';
import { isKeyFrameOf, readTagFacts, type TagFacts } from './tag-role.ts';

/** Where to begin, and what a player needs before it begins there. */
export interface FlvStart extends FlvSeekPoint {
  /** Sequence headers, to be sent or decoded first. */
  readonly headers: readonly FlvPayload[];
}

/**
 * Finds the last key frame at or before a time, in a file without pictures the last tag; before the first of them, the
 * first frame of the file.
 *
 * The index in the metadata narrows the search, if the entry before the target proves to be a key frame (FLV-31). What is
 * left is halved by the time of the next tag behind its middle (FLV-32), then read, and if there is no key frame in it,
 * what is before, twice as much each time. So it takes some reads of 64 KiB and one group of pictures, however long the file
 * is. Where times go back, as in files that were put together, it finds a key frame before the target, not always the last.
 *
 * The headers are those of the beginning, and newer ones that lie in what was read. A configuration that changed before
 * that is not seen: who must know reads the file through with `SequenceHeaders`.
 *
 * @param timestamp - of the file, signed milliseconds: `firstTimestamp` is its beginning
 */
export function* seekFlv(file: FlvFacts, timestamp: number): FileQuery<FlvStart> {
  const { floor, end } = yield* narrowByIndex(file, timestamp);
  const middle = yield* halve(file, { from: 'tag', at: floor, end }, timestamp);
  let stretch = middle;
  for (let step = READ_AT_ONCE; ; step *= 2) {
    const start = yield* lastStartIn(file, stretch, timestamp);
    if (start !== undefined) return start;
    if (stretch.at === floor) break;
    const at = Math.max(floor, stretch.at - step);
    stretch = { from: at === floor ? 'tag' : 'anywhere', at, end: stretch.at };
  }
  return { at: file.firstFrameAt, timestamp: file.firstTimestamp, headers: file.headers };
}

/** No shorter stretch is halved, bytes: it is read about as fast. */
const READ_AT_ONCE = 262_144;

function* narrowByIndex(file: FlvFacts, timestamp: number): FileQuery<{ floor: number; end: number }> {
  const { keyFrames } = file;
  const next = keyFrames.findIndex((entry) => entry.timestamp > timestamp);
  const entry = next === -1 ? keyFrames.at(-1) : keyFrames[next - 1];
  if (entry !== undefined && (yield* isStart(file, entry.at))) {
    return { floor: entry.at, end: keyFrames[next]?.at ?? file.end };
  }
  return { floor: file.firstFrameAt, end: file.end };
}

/** Whether playing can begin with a tag at exactly that offset. */
function* isStart(file: FlvFacts, at: number): FileQuery<boolean> {
  let isOne = false;
  yield* visitTags(file.size, { from: 'tag', at, end: at + 1 }, (tag) => {
    isOne = canStart(file, tag, readTagFacts(tag));
    return true;
  });
  return isOne;
}

function canStart({ videoTrackId }: FlvFacts, { type }: FlvTag, facts: TagFacts): boolean {
  return videoTrackId === undefined
    ? type === FlvTagType.audio && facts.role === 'sound'
    : isKeyFrameOf(videoTrackId, facts);
}

/** Whether the time of the tag says how far we are: pictures where there are any, as sound may be a little ahead. */
export function tellsTime({ videoTrackId }: FlvFacts, { role }: TagFacts): boolean {
  return videoTrackId === undefined ? role === 'sound' : role === 'keyFrame' || role === 'picture';
}

/** Moves both ends of a stretch towards the target, until it is short; it begins with a tag before the target, or where it began. */
function* halve(file: FlvFacts, { at, end }: Stretch, timestamp: number): FileQuery<Stretch> {
  let [low, high] = [at, end];
  while (high - low > READ_AT_ONCE) {
    const middle = Math.floor((low + high) / 2);
    const found = yield* nextTimeIn(file, { from: 'anywhere', at: middle, end: high });
    if (found === undefined) break; // nothing to go by: all of it must be read
    if (found.timestamp <= timestamp) low = found.at;
    else high = middle;
  }
  return { from: 'tag', at: low, end: high };
}

function* nextTimeIn(file: FlvFacts, stretch: Stretch): FileQuery<FlvSeekPoint | undefined> {
  let found: FlvSeekPoint | undefined;
  yield* visitTags(file.size, stretch, (tag) => {
    if (!tellsTime(file, readTagFacts(tag))) return false;
    found = { at: tag.at, timestamp: signedTimestamp(tag) };
    return true;
  });
  return found;
}

function* lastStartIn(file: FlvFacts, stretch: Stretch, timestamp: number): FileQuery<FlvStart | undefined> {
  const headers = new SequenceHeaders();
  for (const tag of file.headers) headers.add(tag);
  let start: FlvStart | undefined;
  yield* visitTags(file.size, stretch, (tag) => {
    const facts = readTagFacts(tag);
    headers.add(tag, facts);
    const time = signedTimestamp(tag);
    if (tellsTime(file, facts) && time > timestamp) return true;
    if (canStart(file, tag, facts) && time <= timestamp)
      start = { at: tag.at, timestamp: time, headers: headers.tags() };
    return false;
  });
  return start;
}
