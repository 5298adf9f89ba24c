import type { Case, Role } from '../../kit/case.ts';

/** What was looked at by hand before it was published: captures and transcripts, and the log or the source of the peer. */
export interface CheckedPeer {
  readonly name: string;
  readonly role: Role;
  /** The version that was looked at: what is found of another is not checked. */
  readonly version: string;
  readonly causes: readonly Cause[];
  /** Cases that went wrong and of which nothing is said, as a capture does not show what they are about. */
  readonly unsaid?: readonly { readonly id: Case['id']; readonly why: string }[];
}

/** One behaviour of a peer, and the cases that come to grief by it. */
export interface Cause {
  /** A sentence or two about the peer. */
  readonly text: string;
  readonly cells: readonly CheckedCell[];
}

export interface CheckedCell {
  readonly id: Case['id'];
  /** The runs that were looked at, where a case is made of several; a run that fails beside them is not checked. */
  readonly runs?: readonly string[];
  /** What was sent, and what came. */
  readonly saw: string;
}
