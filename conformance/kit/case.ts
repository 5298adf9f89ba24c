import type { ConnectionName, Observation } from './observation.ts';
import type { Level } from './verdict.ts';
import type { AdobeUser } from './wire/adobe-auth.ts';
import type { Writable } from './wire/amf0.ts';
import type { MessageSpec } from './wire/message.ts';
import type { Random } from './wire/random.ts';

/** Which side is under test; the kit plays the other. */
export type Role = 'server' | 'client';

/** What a subject must be able to do for a case to make sense. Declared, never inferred from failing. */
export type Capability =
  | 'vod'
  | 'amf3'
  | 'ertmp'
  | 'record'
  | 'auth'
  | 'sharedobject'
  | 'rtmpe'
  /** A client that plays tells what it received. */
  | 'records'
  /** The subject can be told to do something (`order`), as only one in memory or with hooks can. */
  | 'orders'
  /** The subject answers `bounded`. Without it the sub-check is left out, and the case goes on. */
  | 'measures'
  /** Its log can be looked at, by `bounded`. */
  | 'logs'
  /** Time is virtual: what takes hours on a socket takes nothing. */
  | 'virtualTime';

/** One claim about one side of a connection. Cases are data: nothing in them runs but small pure functions of the scene. */
export interface Case {
  /** `area.number`, for ever. */
  readonly id: `${number}.${number}`;
  readonly title: string;
  /** `both`: the case exists once for each role, with the stimulus mirrored. */
  readonly role: Role | 'both';
  readonly level: Level;
  /** Where the steps begin: of connection A, or of each connection by name. */
  readonly pre: Rung | Readonly<Record<ConnectionName, Rung>>;
  /** Sections (`R5.4.1`: RTMP 1.0), rules (`CHK-15`) and quirks (`Q-8`); `P` is practice without a text. */
  readonly refs: readonly string[];
  readonly needs?: readonly Capability[];
  /** What is demanded, in a sentence or two that can be quoted to whoever must mend it. */
  readonly clause: string;
  /** One script, or several that stand for the case together. A function makes them for a role. */
  readonly script: Script | ((setting: Setting) => Script);
  /** The stimulus is malformed or hostile: another connection is opened first and must work at the end. */
  readonly hostile?: true;
  /** Takes minutes where time is real; left out there without `--slow`. */
  readonly slow?: true;
  /** What a client under test is started for. Default: what `pre` asks for, else what it can. */
  readonly intent?: Intent;
  /** What the kit does by itself on each connection; default both. */
  readonly manners?: { readonly pong?: boolean; readonly acknowledge?: boolean };
  /** What each run stands for, where how many of them passed is worth a line: `model edges`. It is no share of the protocol. */
  readonly runsAre?: string;
  /** The catalogue said something else: why it was wrong, or what of it runs with `--slow` only. */
  readonly corrected?: string;
}

export type Intent = 'publish' | 'play';

/** What a script may depend on beside the scene. */
export interface Setting {
  readonly role: Role;
  /** Of this case: the same in every run of the same seed. */
  readonly random: Random;
  /** Whether slow families may run in full. */
  readonly isThorough: boolean;
}

/** Steps for one run, or several runs, each on connections of its own. */
export type Script = readonly Step[] | { readonly runs: Iterable<Run> };

export interface Run {
  /** What tells it from its sisters: a version, a cut, a seed. */
  readonly label: string;
  readonly steps: readonly Step[];
  /** What the stimulus is made of, where some of it may be enough to fail: then what failed is made smaller. */
  readonly ingredients?: Ingredients;
  /** The label of the run that this is a part of, whose randomness it has. */
  readonly origin?: string;
  /** Default: that of the case. */
  readonly pre?: Case['pre'];
  readonly intent?: Intent;
  readonly manners?: Case['manners'];
}

/** Bits that are flipped, messages of a conversation, cuts: each can be left out. */
export interface Ingredients {
  /** How many there are at most. They have the numbers below. */
  readonly count: number;
  /** The steps of the run, with only some of them. */
  readonly steps: (isKept: (index: number) => boolean) => readonly Step[];
}

/**
 * How far a connection has come. For a client under test: `tcp` is accepted, `connreq` its `connect` has come and is not
 * answered, `pub` and `play` its command is answered, `relay` media flows in the direction of its intent.
 */
export type Rung = 'tcp' | 'hs' | 'connreq' | 'conn' | 'stream' | 'pub' | 'pubmedia' | 'play' | 'relay' | 'vod';

/** A deadline by what it is for; the profile may stretch each. */
export type DeadlineName = 'reply' | 'quiet' | 'close' | 'idle';

export const DEADLINES: Readonly<Record<DeadlineName, number>> = {
  reply: 2_000,
  quiet: 300,
  close: 5_000,
  idle: 90_000,
};

/** What can be sent: bytes as they are, messages written correctly, or what the scene makes of it. */
export type Sendable = Uint8Array | MessageSpec | readonly Sendable[] | ((scene: Scene) => Sendable);

/** In which pieces bytes go out: all at once, n at a time, or sizes in turn. */
export type SplitPlan = 'whole' | number | readonly number[];

/** Recognises an observation. Made by the builders in `matchers.ts`. */
export interface Matcher {
  readonly text: string;
  readonly test: (observation: Observation, scene: Scene) => boolean;
}

/** One of several outcomes. */
export interface Branch {
  /** Without a tag it is the expected one. With one it is tolerated, and reported by that name. */
  readonly tag?: string;
  /** An observation, or that the deadline passes without one of the others. */
  readonly when: Matcher | 'deadline';
  readonly on?: ConnectionName;
  /** What must follow. */
  readonly next?: readonly Step[];
  /** Known to happen, and wrong. */
  readonly isFailure?: true;
}

/** What a check found: nothing to object to, a behaviour to report, or what is wrong. */
export type Finding = undefined | { readonly tag: string } | { readonly expected: string; readonly actual: string };

/** Further properties of a command object. */
export type Announcement = Readonly<Record<string, Writable>>;

/** What `bounded` asks of a subject. */
export type Metric =
  /** Connections that exist, those of the run included. */
  | 'sessions'
  /** Bytes held for connections: unfinished messages, queues, caches. */
  | 'heldBytes'
  /** Bytes written and not yet taken by the transport. */
  | 'unsentBytes'
  /** Deadlines that wait. */
  | 'timers'
  /** Files that were opened outside of the folders that they belong in, since it started. */
  | 'strayFiles'
  /** Characters in its log that act on a terminal, or end a line before its end. */
  | 'logControls'
  /** Characters of the longest line in its log. */
  | 'longestLogLine';

/** What only a subject in memory, or one with hooks, can be told. */
export type SubjectOrder =
  /** The client ends in order; the server shuts down. */
  | { readonly kind: 'stop' }
  /** The server ends the connections of everybody who publishes or plays. */
  | { readonly kind: 'kick' }
  /** The clock on the wall, in a run in memory: so many milliseconds forward, or back. */
  | { readonly kind: 'setTimeOfDay'; readonly by: number }
  /** The server asks its clients to go elsewhere (Enhanced RTMP). */
  | { readonly kind: 'askToReconnect'; readonly tcUrl?: string }
  /** A publishing client sends these, instead of what it would. */
  | {
      readonly kind: 'sendMedia';
      readonly media: 'audio' | 'video';
      readonly timestamp: number;
      readonly payload: Uint8Array;
    };

export type Step =
  | { readonly do: 'open'; readonly on: ConnectionName }
  | {
      readonly do: 'send';
      readonly on: ConnectionName;
      readonly what: Sendable;
      readonly split: SplitPlan;
      readonly text: string;
    }
  | {
      readonly do: 'expect';
      readonly on: ConnectionName;
      readonly matcher: Matcher;
      readonly within: DeadlineName;
      /** How many; default 1. */
      readonly count: number;
      /** Nothing else of a kind that counts (a message, an end) may come before it. */
      readonly exactly: boolean;
      /** Keeps what matched for `Scene.kept`. */
      readonly as: string | undefined;
    }
  | {
      readonly do: 'anyOf';
      readonly on: ConnectionName;
      readonly within: DeadlineName;
      readonly branches: readonly Branch[];
    }
  | { readonly do: 'never'; readonly on: ConnectionName; readonly matcher: Matcher; readonly until: readonly Step[] }
  | { readonly do: 'wait'; readonly for: DeadlineName | number }
  | {
      readonly do: 'ladder';
      readonly on: ConnectionName;
      readonly rung: Rung;
      /** What the `connect` of the kit says beside the usual, where the climb has one. */
      readonly announce: Announcement;
    }
  | { readonly do: 'probe'; readonly on: ConnectionName; readonly what: 'alive' | 'othersAlive' }
  | { readonly do: 'close'; readonly on: ConnectionName; readonly how: 'fin' | 'rst' }
  | { readonly do: 'pauseReading'; readonly on: ConnectionName; readonly paused: boolean }
  /** Takes note of a measure, for a later `bounded` of what it has grown by. */
  | { readonly do: 'weigh'; readonly metric: Metric }
  | { readonly do: 'bounded'; readonly metric: Metric; readonly most: number; readonly sinceWeighed: boolean }
  | { readonly do: 'order'; readonly order: SubjectOrder }
  /** What was observed before does not count any more. */
  | { readonly do: 'mark' }
  /** A look at everything observed so far. */
  | { readonly do: 'check'; readonly text: string; readonly look: (scene: Scene) => Finding }
  /** Steps that depend on what was observed. */
  | { readonly do: 'make'; readonly text: string; readonly steps: (scene: Scene) => readonly Step[] };

/** Where a subject is, and what it calls things. */
export interface Profile {
  readonly app: string;
  readonly tcUrl: string;
  /** An app that does not exist. */
  readonly absentApp?: string;
  /** The name of a recording, and how long it is, milliseconds. */
  readonly vodItem?: { readonly name: string; readonly durationMs: number };
  /** Where one must say who one is, and how. */
  readonly auth?: Guarded;
  readonly deadlines: Readonly<Record<DeadlineName, number>>;
}

/** Apps that not everybody may use. */
export interface Guarded {
  /** Publishing takes a key, in the query of the name. */
  readonly app: string;
  /** Queries with the right key, which is told to nobody, and with a wrong one. */
  readonly right: string;
  readonly wrong: string;
  /** Connecting takes a user and a password, by Adobe's scheme (CMD-49). */
  readonly adobe: AdobeUser & { readonly app: string };
}

/** What functions in a case may look at. */
export interface Scene {
  readonly role: Role;
  /** What a client under test was started for. */
  readonly intent: Intent;
  /** Milliseconds since the run began. */
  readonly now: number;
  /** A stream name that nobody else uses. */
  readonly name: string;
  readonly profile: Profile;
  readonly random: Random;
  readonly line: (on: ConnectionName) => Line;
  /** It was opened, whatever became of it. */
  readonly has: (on: ConnectionName) => boolean;
  /** What earlier steps kept under a name, in order. */
  readonly kept: (as: string) => readonly Observation[];
}

/** One connection as the scene shows it. */
export interface Line {
  readonly rung: Rung;
  /** What `createStream` brought, or what we answered to it; 1 before. */
  readonly streamId: number;
  /** Our packet 1, once it was sent, and theirs, once it came. */
  readonly ourPacket1: Uint8Array;
  readonly theirPacket1: Uint8Array;
  /** Bytes, handshake included. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** Largest payload of the chunks we write. */
  readonly chunkSize: number;
  readonly observations: readonly Observation[];
  readonly isClosed: boolean;
  /** Of what the peer sent, no chunk and no message is unfinished. */
  readonly isAtRest: boolean;
  /** A transaction id that was not used on this connection. */
  nextTransaction(): number;
  /** The last transaction id of `nextTransaction`. */
  readonly lastTransaction: number;
  /** Number and time of the next self-checking frame: 40 ms after the last. */
  nextFrame(): { readonly sequence: number; readonly timestamp: number };
}
