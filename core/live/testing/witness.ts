import type { SharedFrame } from '../shared-frame.ts';
import type { TestPlayer } from './broadcast.ts';
import { markOf } from './messages.ts';

/** Everything that publishers sent, in order, with what a decoder would need for it. */
export interface Published {
  /** The order among all messages of the run; it is the mark as well. */
  readonly mark: number;
  readonly publisher: string;
  readonly kind: 'videoHeader' | 'keyFrame' | 'interFrame' | 'audioHeader' | 'sound' | 'data';
  readonly trackId: number;
  readonly timestamp: number;
  readonly payload: Uint8Array;
}

/**
 * What is wrong with what `player` got, as a decoder would see it: a header missing or outdated, a picture whose
 * predecessor is missing, something changed, out of order, twice, or from a publisher that had ended.
 */
export function complaints(player: TestPlayer, published: readonly Published[]): string[] {
  const found: string[] = [];
  const seen = new Map<string, number>();
  let last: Published | undefined;
  for (const frame of player.got) {
    const message = published[markOf(frame.payload)];
    if (message === undefined) return [...found, 'got what nobody published'];
    found.push(...unlike(frame, message));
    const isOpening = message.kind !== 'keyFrame' && message.kind !== 'interFrame' && message.kind !== 'sound';
    if (last !== undefined && message.mark <= last.mark && !isOpening) found.push(`${message.mark} after ${last.mark}`);
    found.push(...undecodable(message, seen, published));
    seen.set(`${message.publisher} ${message.kind} ${message.trackId}`, message.mark);
    if (!isOpening) last = message;
  }
  return found;
}

function unlike(frame: SharedFrame, message: Published): string[] {
  const isSame = frame.timestamp === message.timestamp && frame.payload.join() === message.payload.join();
  return isSame ? [] : [`${message.mark} was changed`];
}

function undecodable(message: Published, seen: ReadonlyMap<string, number>, published: readonly Published[]): string[] {
  const { kind, publisher, trackId, mark } = message;
  const found: string[] = [];
  const got = (of: Published['kind']): number => seen.get(`${publisher} ${of} ${trackId}`) ?? -1;
  if (kind === 'keyFrame' || kind === 'interFrame' || kind === 'sound') {
    const header = kind === 'sound' ? 'audioHeader' : 'videoHeader';
    const needed = latest(published, message, (of) => of === header);
    if (needed > got(header)) found.push(`${mark} came without its header ${needed}`);
    const isMetadata = (of: Published): boolean => of.publisher === publisher && of.kind === 'data' && of.mark < mark;
    const metadata = published.filter(isMetadata).at(-1);
    if (metadata !== undefined && (seen.get(`${publisher} data 0`) ?? -1) < metadata.mark) {
      found.push(`${mark} came without metadata ${metadata.mark}`);
    }
  }
  if (kind === 'interFrame') {
    const before = latest(published, message, (of) => of === 'keyFrame' || of === 'interFrame');
    if (before < 0 || Math.max(got('keyFrame'), got('interFrame')) < before)
      found.push(`${mark} came without ${before}`);
  }
  return found;
}

/** The mark of the last message of the same publisher and track before `message`; -1 when there is none. */
function latest(
  published: readonly Published[],
  message: Published,
  fits: (kind: Published['kind']) => boolean,
): number {
  for (let mark = message.mark - 1; mark >= 0; mark -= 1) {
    const candidate = published[mark];
    if (candidate === undefined || candidate.publisher !== message.publisher) continue;
    if (candidate.trackId === message.trackId && fits(candidate.kind)) return mark;
  }
  return -1;
}
