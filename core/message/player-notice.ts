import { encodeAmf0 } from '../amf/amf0.ts';

/** As data messages begin: AMF0 strings. */
const NOTICES = [encodeAmf0(['|RtmpSampleAccess']), encodeAmf0(['onPlayStatus'])];

/**
 * Whether a data message is what a server says to one player about its play: its rights (CMD-42), the end of what it plays
 * (CMD-36). It comes among the messages of a stream and is no part of it. Some recordings and relays hand it on all the
 * same, and everybody who plays them would believe to be at the end.
 *
 * @param payload - AMF0, without `@setDataFrame`
 */
export function isPlayerNotice(payload: Uint8Array): boolean {
  return NOTICES.some((notice) => notice.every((byte, index) => payload[index] === byte));
}
