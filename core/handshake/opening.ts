import { type Form, versionOfForm } from './form.ts';
import { ARBITRARY_AT, PACKET_LENGTH } from './packet.ts';

/**
 * Composes what a side says first: the version and its packet 1, and for a server also packet 2, since it has C1 by then.
 *
 * @param time - any epoch, milliseconds; its low 32 bits are written and mean nothing afterwards (HS-47)
 * @param random - fills the arbitrary part, so that a connection looped back onto itself can be told (HS-46)
 * @param theirPacket1 - C1 at a server, which the form has heard; empty at a client, which has heard nothing yet
 */
export function composeOpening(
  form: Form,
  time: number,
  random: (into: Uint8Array) => void,
  theirPacket1: Uint8Array,
): Uint8Array {
  const packet2At = 1 + PACKET_LENGTH;
  const bytes = new Uint8Array(packet2At + theirPacket1.length);
  const packet1 = bytes.subarray(1, packet2At);
  bytes[0] = versionOfForm(form.name);
  new DataView(bytes.buffer).setUint32(1, time);
  random(packet1.subarray(ARBITRARY_AT));
  form.writePacket1(packet1);
  if (theirPacket1.length > 0) form.writePacket2(bytes.subarray(packet2At), theirPacket1);
  return bytes;
}
