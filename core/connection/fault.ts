import type { DeviationCode } from './deviation.ts';
import { DEVIATIONS } from './deviation.ts';

/**
 * Why a connection ended badly: plain data, first whose fault, then what, then where in the specification.
 *
 * Lower layers (handshake, chunk, amf, acknowledgement, command) say only `code`, `at` and `message`; this table adds
 * the kind and the section. Codes are public and stable.
 */

/** Whose fault: the peer broke a MUST; it wants what we lack; a local bound was hit; a deadline passed; bytes ended mid-unit. */
export type FaultKind = 'peerMisbehaved' | 'peerIncompatible' | 'limitExceeded' | 'timedOut' | 'transportLost';

export interface Fault {
  readonly kind: FaultKind;
  readonly code: FaultCode;
  /** Section of Adobe's RTMP 1.0 specification, or a rule number such as `HS-39` where it has none. */
  readonly spec: string;
  /** Offset, in bytes received since the connection began, of the unit at fault. */
  readonly at: number;
  /** One sentence with what was expected and what came. */
  readonly message: string;
  /** For `limitExceeded`: the name of the limit in `Limits`, its value and what came. */
  readonly limit?: string;
  readonly allowed?: number;
  readonly got?: number;
}

/** Every code a fault may carry, with its kind and section. */
export const FAULT_CODES = {
  looksLikeTls: { kind: 'peerMisbehaved', spec: '5.2.2' },
  looksLikeHttp: { kind: 'peerMisbehaved', spec: '5.2.2' },
  handshakeVersion: { kind: 'peerMisbehaved', spec: '5.2.2' },
  encryptionUnsupported: { kind: 'peerIncompatible', spec: 'HS-40' },
  publicKeyInvalid: { kind: 'peerMisbehaved', spec: 'HS-34' },
  chunkHeaderMissing: { kind: 'peerMisbehaved', spec: '5.3.1.2' },
  chunkSizeInvalid: { kind: 'peerMisbehaved', spec: '5.4.1' },
  protocolControlTooShort: { kind: 'peerMisbehaved', spec: '5.4' },
  amfMalformed: { kind: 'peerMisbehaved', spec: '7.1.1' },
  amfClassUnknown: { kind: 'peerIncompatible', spec: 'AMF3-20' },
  commandBeforeConnect: { kind: 'peerMisbehaved', spec: '7.2.1.1' },
  messageBeforeConnect: { kind: 'peerMisbehaved', spec: '7.2.1.1' },
  connectRepeated: { kind: 'peerMisbehaved', spec: '7.2.1.1' },
  messageTooLong: { kind: 'limitExceeded', spec: '5.3.1.2.5' },
  chunkSizeTooSmall: { kind: 'limitExceeded', spec: '5.4.1' },
  tooManyChunkStreams: { kind: 'limitExceeded', spec: '5.3.1.1' },
  tooManyUnfinishedBytes: { kind: 'limitExceeded', spec: '5.3' },
  tooManyHeldBytes: { kind: 'limitExceeded', spec: '7.2' },
  commandTooLong: { kind: 'limitExceeded', spec: '7.1.1' },
  amfTooComplex: { kind: 'limitExceeded', spec: 'AMF-LIM' },
  sendBacklog: { kind: 'limitExceeded', spec: 'CHK-43' },
  handshakeTimeout: { kind: 'timedOut', spec: '5.2.1' },
  connectTimeout: { kind: 'timedOut', spec: '7.2.1.1' },
  decisionTimeout: { kind: 'timedOut', spec: '7.2' },
  idleTimeout: { kind: 'timedOut', spec: '7.1.7' },
  endedInHandshake: { kind: 'transportLost', spec: '5.2' },
  endedInMessage: { kind: 'transportLost', spec: '5.3' },
} as const satisfies Record<string, { readonly kind: FaultKind; readonly spec: string }>;

/** A refused deviation is a fault under the deviation's own name. */
export type FaultCode = keyof typeof FAULT_CODES | DeviationCode;

/** What a part of the connection found wrong. */
export interface Trouble {
  readonly code: FaultCode;
  readonly at: number;
  readonly message: string;
  readonly limit?: string | undefined;
  readonly allowed?: number | undefined;
  readonly got?: number | undefined;
}

/** Adds whose fault it is and the section that says so. */
export function faultOf({ code, at, message, limit, allowed, got }: Trouble): Fault {
  const { kind, spec } = isDeviation(code)
    ? { kind: 'peerMisbehaved' as const, spec: DEVIATIONS[code].spec }
    : FAULT_CODES[code];
  const fault: Fault = { kind, code, spec, at, message };
  return limit === undefined || allowed === undefined || got === undefined ? fault : { ...fault, limit, allowed, got };
}

function isDeviation(code: FaultCode): code is DeviationCode {
  return code in DEVIATIONS;
}
