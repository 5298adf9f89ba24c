import type { AmfObject, ConnectRefusal, Millis, StreamPath } from '../../core/index.ts';
import type { TransportPeer } from '../transport.ts';

/** One connection, as hooks and events name it. */
export interface ConnectionInfo {
  /** As in `connect`, query included; empty before. */
  readonly app: string;
  /** Counts from 1; never used again by this server. */
  readonly id: number;
  /** The address at the other end. */
  readonly peer: TransportPeer;
  /** On the clock of the runtime: monotonic, not the time of day. */
  readonly openedAt: Millis;
}

/** A client wants to connect. */
export interface ConnectRequest {
  readonly connection: ConnectionInfo;
  /** As it came, query included. */
  readonly app: string;
  /** Empty when the client sent none. Its host may be anything (CMD-58). */
  readonly tcUrl: string;
  readonly flashVer: string;
  /** All that the client said in `connect`. */
  readonly commandObject: AmfObject;
}

/**
 * A client wants to publish or play.
 *
 * `path` is `app/name` without queries; `parameters` holds those of tcUrl, app and name, the later winning (CMD-55). The
 * name is often the key that lets its holder publish: it belongs in no log.
 */
export interface StreamRequest extends StreamPath {
  readonly connection: ConnectionInfo;
  /** App and name as they came, queries included. */
  readonly rawApp: string;
  readonly rawName: string;
  readonly tcUrl: string;
}

export interface PublishRequest extends StreamRequest {
  readonly publishType: 'live' | 'record' | 'append';
}

/**
 * A client wants to play. A recording is found below its app or without it (`vodNames`), so an app alone says nothing about
 * which files its clients may have.
 */
export interface PlayRequest extends StreamRequest {
  /** `length`: the client only wants to know how long the recording is (CMD-21); who may not play it is told 0. */
  readonly purpose: 'play' | 'length';
}

/** No. `refuse` is the description that the client is shown; `code` has a default that encoders stop at. */
export interface Refuse<Code extends string = string> {
  readonly refuse: string;
  readonly code?: Code;
}

/** No to a connect, perhaps with another server to go to (CMD-10). */
export interface RefuseConnect extends Refuse<NonNullable<ConnectRefusal['code']>> {
  /** A URL. */
  readonly redirect?: string;
}

/** Yes, but under this path: what a secret key stands for, for example. Taken as it is. */
export interface UsePath {
  readonly path: string;
}

/** What a function without a return statement answers. */
type Nothing = ReturnType<() => void>;

/** Nothing means yes. */
export type Verdict<Answer> = Answer | Nothing | Promise<Answer | Nothing>;

/**
 * What an embedder decides. A hook may take its time, up to `timeouts.decision` of the connection: the client hears
 * nothing before, and is not read from. One that throws or rejects refuses, and the event `hookFailed` tells of it.
 */
export interface LiveServerHooks {
  readonly onConnect?: (request: ConnectRequest) => Verdict<RefuseConnect>;
  readonly onPublish?: (request: PublishRequest) => Verdict<Refuse | UsePath>;
  readonly onPlay?: (request: PlayRequest) => Verdict<Refuse | UsePath>;
}

export type HookName = keyof LiveServerHooks;

/** What an embedder's failure tells the client: not why. */
const NO_REASON: Refuse<never> = { refuse: 'Refused.' };

/**
 * Asks a hook and tells `decide` the answer: within the call when the hook answers within it, so that a hook without
 * promises costs no turn. A failure is told to `fail`, then decided as a refusal.
 */
export function ask<Request, Answer extends object>(
  hook: ((request: Request) => Verdict<Answer>) | undefined,
  request: Request,
  decide: (answer: Answer | Refuse<never> | undefined) => void,
  fail: (error: unknown) => void,
): void {
  const failed = (error: unknown): void => {
    fail(error);
    decide(NO_REASON);
  };
  const answered = (answer: Answer | Nothing): void => {
    let understood: Answer | Refuse<never> | undefined;
    try {
      understood = read(answer);
    } catch (error) {
      failed(error);
      return;
    }
    decide(understood);
  };
  let answer: Verdict<Answer>;
  try {
    answer = hook?.(request);
  } catch (error) {
    failed(error);
    return;
  }
  if (answer instanceof Promise) void answer.then(answered, failed);
  else answered(answer);
}

/**
 * Reads what a hook in plain JavaScript may have answered: `false` means no, only nothing is yes.
 *
 * @throws TypeError for an object that is none of the answers above, which no client could be told
 */
function read<Answer extends object>(answer: Answer | Nothing): Answer | Refuse<never> | undefined {
  if (answer === undefined) return undefined;
  if (typeof answer !== 'object' || answer === null) return NO_REASON;
  const members = MEMBERS.map((name) => [name, typeof Reflect.get(answer, name)] as const);
  const given = members.filter(([, type]) => type !== 'undefined');
  const isWhole = given.some(([name]) => name === 'refuse' || name === 'path');
  if (isWhole && given.every(([, type]) => type === 'string')) return answer;
  const came = given.map(([name, type]) => `${name}: ${type}`).join(', ') || 'neither';
  throw new TypeError(`expected { refuse: string } or { path: string }, or nothing, of a hook, came ${came}`);
}

/** All that answers have: texts. */
const MEMBERS = ['refuse', 'path', 'code', 'redirect'] as const;
