import { type Capability, type Case, DEADLINES, type DeadlineName, type Guarded } from '../kit/case.ts';
import type { KnownFailure } from '../suite/subject.ts';
import type { ClientCommands } from '../transports/client-target.ts';
import type { CommandTemplate } from '../transports/launch.ts';
import { JsonPlace } from './json-place.ts';

/** What is known of a peer before it is tested. conformance/README.md explains the file. */
export interface PeerProfile {
  readonly name: string;
  readonly version?: string;
  /** Of a server that is always at the same place: of its app, as on a command line. */
  readonly url?: string;
  /** The app that cases connect to, where the URL names none. */
  readonly app: string;
  readonly absentApp?: string;
  readonly vodItem?: { readonly name: string; readonly durationMs: number };
  readonly auth?: Guarded;
  /** What every name of a stream begins with, where a server takes no others. */
  readonly namePrefix?: string;
  readonly capabilities: ReadonlySet<Capability>;
  /** Milliseconds; those that the peer needs longer or shorter than others. */
  readonly deadlines: Readonly<Partial<Record<DeadlineName, number>>>;
  /** How a client is started. */
  readonly commands: ClientCommands;
  /** Starts a server anew that has died, and returns. */
  readonly restart?: CommandTemplate;
  readonly known: readonly KnownFailure[];
  /** How many cases are unsupported in a run of all, without `--slow`. */
  readonly expectedUnsupported?: number;
}

/** What may be declared: what a subject behind a socket can have. Orders, measures and virtual time are for memory. */
const CAPABILITIES = [
  'vod',
  'amf3',
  'ertmp',
  'record',
  'auth',
  'sharedobject',
  'rtmpe',
  'records',
] as const satisfies Capability[];

const MEMBERS = [
  'name',
  'version',
  'url',
  'app',
  'absentApp',
  'vodItem',
  'auth',
  'names',
  'capabilities',
  'deadlines',
  'commands',
  'restart',
  'known',
  'expect',
];

/** Capabilities that cannot be tried without being told how. */
const ENTAILED: readonly (readonly [(typeof CAPABILITIES)[number], string])[] = [
  ['vod', 'vodItem'],
  ['auth', 'auth'],
];

/**
 * Reads a profile.
 *
 * @param where - for people, at the beginning of a complaint: the name of a file
 * @throws ProfileError that says what was expected, what came, and where
 */
export function parseProfile(json: unknown, where: string): PeerProfile {
  const root = new JsonPlace(json, where).object(MEMBERS);
  const version = root.maybe('version')?.string();
  const url = root.maybe('url')?.string();
  const absentApp = root.maybe('absentApp')?.string();
  const vodItem = root.maybe('vodItem')?.object(['name', 'durationMs']);
  const auth = root.maybe('auth');
  const namePrefix = root.maybe('names')?.object(['prefix']).member('prefix').string();
  const capabilities = new Set(root.maybe('capabilities')?.list((one) => one.oneOf(CAPABILITIES)));
  const restart = root.maybe('restart');
  for (const [capability, member] of ENTAILED) {
    if (capabilities.has(capability)) root.member(member).isThere(`what "${capability}" is tried with`);
  }
  const unsupported = root.maybe('expect')?.object(['unsupported']).maybe('unsupported')?.number();
  return {
    name: root.member('name').string(),
    app: root.maybe('app')?.string() ?? 'live',
    ...(version !== undefined && { version }),
    ...(url !== undefined && { url }),
    ...(absentApp !== undefined && { absentApp }),
    ...(vodItem && {
      vodItem: { name: vodItem.member('name').string(), durationMs: vodItem.member('durationMs').number() },
    }),
    ...(auth && { auth: guardedOf(auth) }),
    ...(namePrefix !== undefined && { namePrefix }),
    capabilities,
    deadlines: deadlinesOf(root.maybe('deadlines')),
    commands: commandsOf(root.maybe('commands')),
    ...(restart && { restart: templateOf(restart) }),
    known: root.maybe('known')?.list(knownOf) ?? [],
    ...(unsupported !== undefined && { expectedUnsupported: unsupported }),
  };
}

function guardedOf(place: JsonPlace): Guarded {
  const guarded = place.object(['app', 'right', 'wrong', 'adobe']);
  const adobe = guarded.member('adobe').object(['app', 'user', 'password']);
  return {
    app: guarded.member('app').string(),
    right: guarded.member('right').string(),
    wrong: guarded.member('wrong').string(),
    adobe: {
      app: adobe.member('app').string(),
      user: adobe.member('user').string(),
      password: adobe.member('password').string(),
    },
  };
}

function deadlinesOf(place: JsonPlace | undefined): PeerProfile['deadlines'] {
  const names = Object.keys(DEADLINES) as DeadlineName[]; // the keys of a record of deadline names
  const object = place?.object(names);
  const set = names.flatMap((name) => {
    const value = object?.maybe(name)?.number();
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(set);
}

function commandsOf(place: JsonPlace | undefined): ClientCommands {
  const object = place?.object(['publish', 'play']);
  const [publish, play] = [object?.maybe('publish'), object?.maybe('play')];
  return { ...(publish && { publish: templateOf(publish) }), ...(play && { play: templateOf(play) }) };
}

function templateOf(place: JsonPlace): CommandTemplate {
  const [program, ...parameters] = place.list((part) => part.string());
  if (program === undefined) throw place.complaint('a program and its arguments', 'an empty list');
  return [program, ...parameters];
}

function knownOf(place: JsonPlace): KnownFailure {
  const object = place.object(['id', 'reason', 'until']);
  const until = object.maybe('until');
  const day = until?.string();
  if (until !== undefined && !/^\d{4}-\d\d-\d\d$/.test(day ?? ''))
    throw until.complaint('a day as 2027-01-31', `"${day}"`);
  return {
    id: caseIdOf(object.member('id')),
    reason: object.member('reason').string(),
    ...(day !== undefined && { until: day }),
  };
}

function caseIdOf(place: JsonPlace): Case['id'] {
  const text = place.string();
  const [area, number] = text.split('.').map(Number);
  if (!/^\d+\.\d+$/.test(text) || area === undefined || number === undefined) {
    throw place.complaint('the number of a case, as "3.14"', `"${text}"`);
  }
  return `${area}.${number}`;
}
