import type { Scene, Sendable, Step } from './case.ts';
import { connect } from './ladder.ts';
import type { ConnectionName } from './observation.ts';
import { send } from './steps.ts';
import { echoOf, opening } from './wire/handshake.ts';

/** C0 and the packet 1 of the connection. */
export const openWith =
  (version = 3, on: ConnectionName = 'A') =>
  ({ line }: Scene): Sendable =>
    opening(line(on).ourPacket1, version);

/** C2, which echoes S1. */
export const finishHandshake = (on: ConnectionName = 'A'): Step[] => [
  send(({ line }) => echoOf(line(on).theirPacket1), { on, text: 'C2' }),
];

/** `connect` as the ladder sends it. */
export const CONNECT = ({ profile }: Scene): Sendable => connect(profile.app, profile.tcUrl);
