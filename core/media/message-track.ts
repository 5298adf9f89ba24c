import type { MultitrackType } from './enhanced-header.ts';
import type { ModEx } from './mod-ex.ts';
import type { PayloadProblem } from './payload-problem.ts';

/** One track of a parsed audio or video message. */
export interface MessageTrack<Body> {
  /** 0 to 255, valid within one media; 0 is the default track and the only one without a multitrack header. */
  readonly trackId: number;
  /** A FourCC in an enhanced message, 0 to 15 in a legacy one: see codec-id.ts. */
  readonly codecId: number;
  readonly body: Body;
}

/** What every enhanced message has; all its tracks share it (E-RTMP, Multitrack). */
export interface EnhancedMessage<PacketType extends string, Body> {
  readonly packetType: PacketType;
  readonly modEx: readonly ModEx[];
  /** `undefined`: no multitrack header, one track of id 0. */
  readonly multitrack: MultitrackType | undefined;
  /** At least one, in the order of the message. */
  readonly tracks: readonly MessageTrack<Body>[];
  /** What follows the last whole track: dropped by readers (ERTMP-27), carried along here. Empty as a rule. */
  readonly trailing: Uint8Array;
}

/** A decoder configuration: the body of SequenceStart (ERTMP-14). Empty ones occur and mean nothing (FLV-17). */
export interface ConfigurationBody {
  readonly kind: 'configuration';
  readonly record: Uint8Array;
}

/** The end of a track's sequence (ERTMP-17, ERTMP-30). What follows is ignored, and carried along. */
export interface EndBody {
  readonly kind: 'end';
  readonly trailing: Uint8Array;
}

/** A body that does not read as what its header says, in a message of which another track does: drop the track. */
export interface UnreadableBody {
  readonly kind: 'unreadable';
  readonly problem: PayloadProblem;
  readonly bytes: Uint8Array;
}

/** The empty bytes, shared. */
export const NO_BYTES: Uint8Array = new Uint8Array();

/** The problem of a message none of whose tracks can be read; `undefined` when one can. */
export function problemOfAll(
  tracks: readonly MessageTrack<{ readonly kind: string } | UnreadableBody>[],
): PayloadProblem | undefined {
  let first: PayloadProblem | undefined;
  for (const { body } of tracks) {
    if (!('problem' in body)) return undefined;
    first ??= body.problem;
  }
  return first;
}
