import type { ExternalizableForm } from '../amf/externalizable.ts';
import { SHA_256, type Sha256 } from '../handshake/hmac.ts';
import type { DeviationPolicy } from './deviation.ts';
import { refusedDeviations } from './deviation-log.ts';
import type { Limits } from './limits.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { ConnectionOptions, ServerConnectionOptions, Timeouts } from './options.ts';
import { DEFAULT_TIMEOUTS } from './options.ts';
import type { Millis } from './outputs.ts';
import { RtmpUsageError } from './usage-error.ts';

/** Options with every default filled in, checked once: all connections that are made alike share them. */
export interface Settings {
  readonly random: (into: Uint8Array) => void;
  readonly sha256: Sha256;
  readonly limits: Limits;
  readonly timeouts: Timeouts;
  /** Deviations that end the connection. */
  readonly refused: ReadonlySet<string>;
  readonly extendedTimestampOnType3: 'auto' | 'always' | 'never';
  readonly chunkSize: number;
  readonly windowAcknowledgementSize: number;
  readonly peerBandwidth: number;
  readonly objectEncoding: 0 | 3;
  readonly answersCalls: boolean;
  readonly externalizables: readonly ExternalizableForm[];
  readonly rtmpe: boolean;
}

/** What only one role has, and what it is for the other does not matter. */
type RoleOptions = Pick<ServerConnectionOptions, 'peerBandwidth' | 'objectEncoding'>;

/** The largest chunk size that has an effect: a message is never longer (5.4.1). */
const LARGEST_CHUNK_SIZE = 0xffffff;

/**
 * Fills in the defaults of either role.
 *
 * @throws RtmpUsageError `optionOutOfRange` or `chunkSizeOutOfRange`, naming the option
 */
export function settingsOf(options: Omit<ConnectionOptions, 'now'> & RoleOptions): Settings {
  const { random, strictEcho, deviations = NO_POLICY } = options;
  return {
    random,
    sha256: options.sha256 ?? SHA_256,
    refused: refusedDeviations(strictEcho ? { ...deviations, echoMismatch: 'refuse' } : deviations),
    limits: checked('limits', { ...DEFAULT_LIMITS, ...options.limits }),
    timeouts: checked('timeouts', { ...DEFAULT_TIMEOUTS, ...options.timeouts }),
    extendedTimestampOnType3: options.extendedTimestampOnType3 ?? 'auto',
    chunkSize: checkChunkSize(options.chunkSize ?? 4096),
    windowAcknowledgementSize: checkUint32('windowAcknowledgementSize', options.windowAcknowledgementSize ?? 2_500_000),
    peerBandwidth: checkUint32('peerBandwidth', options.peerBandwidth ?? 2_500_000),
    objectEncoding: options.objectEncoding ?? 3,
    answersCalls: options.calls === 'answer',
    externalizables: options.externalizables ?? [],
    rtmpe: options.rtmpe ?? false,
  };
}

const NO_POLICY: DeviationPolicy = {};

/** @throws RtmpUsageError `optionOutOfRange` unless it is an instant */
export function checkNow(now: Millis): Millis {
  if (Number.isFinite(now)) return now;
  throw new RtmpUsageError('optionOutOfRange', `now must be a finite number, got ${now}`);
}

/** @throws RtmpUsageError `chunkSizeOutOfRange` unless it is a whole number from 1 to 0xFFFFFF */
export function checkChunkSize(chunkSize: number): number {
  if (Number.isInteger(chunkSize) && chunkSize >= 1 && chunkSize <= LARGEST_CHUNK_SIZE) return chunkSize;
  const message = `the chunk size must be a whole number from 1 to ${LARGEST_CHUNK_SIZE}, got ${chunkSize}`;
  throw new RtmpUsageError('chunkSizeOutOfRange', message);
}

function checkUint32(name: string, value: number): number {
  if (value >>> 0 === value) return value;
  throw new RtmpUsageError('optionOutOfRange', `${name} must be a whole number from 0 to 4294967295, got ${value}`);
}

function checked<T extends { readonly [name in keyof T]: number }>(group: string, values: T): T {
  for (const [name, value] of Object.entries<number>(values)) {
    if (!(value >= 0)) throw new RtmpUsageError('optionOutOfRange', `${group}.${name} must be 0 or more, got ${value}`);
  }
  return values;
}
