/** The orders of both handshake machines to their host. */
export type HandshakeEffect =
  | { readonly type: 'sendC0C1' }
  | { readonly type: 'sendC2' }
  | { readonly type: 'sendS0S1S2' }
  /** Fail for the reason that the first byte gave. */
  | { readonly type: 'refuseVersion' }
  /** Fail for what packet 1 lacks. */
  | { readonly type: 'refusePacket1' }
  | { readonly type: 'fail'; readonly params: { readonly code: HandshakeFailure } };

/** Why a handshake fails once its first byte was right and its packet 1 lacked nothing. */
export type HandshakeFailure = 'handshakeTimeout' | 'endedInHandshake' | 'echoMismatch';
