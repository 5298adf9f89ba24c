import type { Finding, Scene, Sendable, Step } from './case.ts';
import { connect } from './ladder.ts';
import type { ConnectionName } from './observation.ts';
import { check, send } from './steps.ts';
import { concat, u32 } from './wire/bytes.ts';
import { echoOf, opening } from './wire/handshake.ts';

/** The packet 1 that this connection sends, changed. */
type Change = (packet: Uint8Array) => Uint8Array;

/** C0 and C1, or S0 and S1. */
export const sendOpening = ({
  version = 3,
  change = (packet: Uint8Array) => packet,
  on = 'A' as ConnectionName,
} = {}): Step =>
  send(({ line }) => opening(change(line(on).ourPacket1), version), { on, text: `version ${version} and packet 1` });

/** Another time field (HS-3). */
export const withTime =
  (time: number): Change =>
  (packet) =>
    concat(u32(time), packet.subarray(4));

/** Another version in bytes 4 to 7 (HS-10). */
export const withVersion =
  (version: number): Change =>
  (packet) =>
    concat(packet.subarray(0, 4), u32(version), packet.subarray(8));

/** Packet 2, which echoes theirs. */
export const sendEcho = (on: ConnectionName = 'A'): Step =>
  send(({ line }) => echoOf(line(on).theirPacket1), { on, text: 'packet 2' });

/** `connect` as the ladder sends it. */
export const CONNECT = ({ profile }: Scene): Sendable => connect(profile.app, profile.tcUrl);

export const sendConnect = (): Step => send(CONNECT, { text: 'connect' });

/** So many bytes have come so far, no more and no fewer. */
export function received(count: number): Step {
  return check(`${count} bytes so far`, ({ line }): Finding => {
    const actual = line('A').receivedBytes;
    return actual === count ? undefined : { expected: `${count} bytes`, actual: `${actual} bytes` };
  });
}

/** A packet of the handshake that came at a connection; nothing when it did not. */
export function packetAt({ line }: Scene, part: 0 | 1 | 2, on: ConnectionName = 'A'): Uint8Array {
  for (const observation of line(on).observations) {
    if (observation.kind === 'handshake' && observation.part === part) return observation.bytes;
  }
  return new Uint8Array(0);
}
