import { readFile } from 'node:fs/promises';
import { applicationOf } from '../../adapters/cli/application-url.ts';
import { OptionError } from '../../adapters/cli/option-values.ts';
import type { RtmpUrl } from '../../adapters/client/index.ts';
import { DEADLINES, type DeadlineName, type Profile } from '../kit/case.ts';
import type { MemorySubject } from '../kit/subject.ts';
import { builtInProfile, PROFILE_NAMES } from '../profiles/index.ts';
import { ProfileError } from '../profiles/json-place.ts';
import { type PeerProfile, parseProfile } from '../profiles/profile.ts';
import { ourClient } from '../subjects/our-client.ts';
import { ourServer } from '../subjects/our-server.ts';
import type { Lane, SuiteSubject } from '../suite/subject.ts';
import { clientTarget } from '../transports/client-target.ts';
import { memoryTarget } from '../transports/memory-target.ts';
import { isReachable, type ServerPlace, serverTarget } from '../transports/server-target.ts';
import type { ClientFiles } from './client-files.ts';
import { defaultExportOf } from './module-file.ts';
import type { ConformOptions, RunOptions } from './options.ts';
import { restarted } from './restart.ts';

/** Longest time of a run over sockets; of one of a slow case, nine times as much. */
const RUN_MS = 20_000;
const SLOW_RUN_MS = 180_000;

/** @throws OptionError for a profile or a module that cannot be used */
export async function memorySubjects(options: Extract<ConformOptions, { action: 'run' }>): Promise<SuiteSubject[]> {
  const { subjectModule } = options;
  const subjects = subjectModule === undefined ? [ourServer(), ourClient()] : [await importedSubject(subjectModule)];
  const known = options.profile === undefined ? [] : (await profileNamed(options.profile)).known;
  return subjects.map((subject) => ({ name: subject.name, target: memoryTarget(subject), reach: 'memory', known }));
}

type ServerOptions = Extract<ConformOptions, { action: 'server' }>;

/** Where the server is: as somebody said, or as its profile says. @throws OptionError where nobody does */
export async function serverUrl({ url, profile: name = '' }: ServerOptions): Promise<RtmpUrl> {
  if (url !== undefined) return url;
  const profile = await profileNamed(name);
  if (profile.url === undefined)
    throw new OptionError(`the profile ${name} has no url, and conform server was given none`);
  return applicationOf(profile.url);
}

/** @throws OptionError for a profile that cannot be used */
export async function serverSubject(options: ServerOptions): Promise<SuiteSubject> {
  const url = await serverUrl(options);
  const profile = await profileNamed(options.profile ?? 'ours');
  const place: ServerPlace = { host: url.host, port: url.port, tls: url.scheme === 'rtmps' };
  const own: Profile = { ...profileOf(profile, options), app: url.app, tcUrl: url.tcUrl };
  const target = serverTarget(place, {
    ...socketOptions(options, profile),
    capabilities: profile.capabilities,
    profile: own,
  });
  const { restart } = profile;
  return {
    ...heading(profile, options, `${url.host}:${url.port}`),
    target,
    reach: place.tls ? 'tls' : 'tcp',
    known: profile.known,
    isUp: () => isReachable(place),
    ...(restart && { restart: () => restarted(restart, place) }),
  };
}

/**
 * @param files - what the client is given to publish, and where it may write
 * @throws OptionError for a profile that cannot be used, or when nobody says how the client is started
 */
export async function clientSubject(
  options: Extract<ConformOptions, { action: 'client' }>,
  files: ClientFiles,
): Promise<SuiteSubject> {
  const [program, ...parameters] = options.command;
  const profile = await profileNamed(options.profile ?? (program === undefined ? 'ours' : 'any'));
  const own: Profile = { ...profileOf(profile, options), tcUrl: `rtmp://127.0.0.1/${profile.app}` };
  const template = program === undefined ? undefined : ([program, ...parameters] as const);
  const commands = template === undefined ? profile.commands : { publish: template, play: template };
  const subject = heading(profile, options, program ?? profile.name);
  const sockets = socketOptions(options, profile);
  const { mediaFile } = files;
  const lane = (index: number): Lane => {
    const recordFile = files.recordFile(index);
    const { capabilities } = profile;
    return { target: clientTarget({ ...sockets, capabilities, profile: own, commands, mediaFile, recordFile }) };
  };
  const beside = Array.from({ length: options.jobs - 1 }, (_, index) => lane(index + 1));
  return { ...subject, ...lane(0), beside, reach: 'command', known: profile.known };
}

function heading(peer: PeerProfile, options: RunOptions, otherwise: string) {
  const { name, version, expectedUnsupported } = peer;
  const { profile, choice, casesModule, isThorough } = options;
  const isOfAll = choice.only.length + choice.skip.length === 0 && choice.level === undefined;
  const isPlain = isOfAll && casesModule === undefined && !isThorough;
  return {
    name: profile === undefined ? otherwise : name,
    ...(version !== undefined && { version }),
    ...(isPlain && expectedUnsupported !== undefined && { expectedUnsupported }),
  };
}

function profileOf(
  { app, absentApp, vodItem, auth, deadlines }: PeerProfile,
  options: RunOptions,
): Omit<Profile, 'tcUrl'> {
  const names = Object.keys(DEADLINES) as DeadlineName[]; // the keys of a record of deadline names
  const spans = names.map((name) => {
    const span = options.deadlines[name] ?? deadlines[name] ?? DEADLINES[name];
    return [name, span * options.timeScale] as const;
  });
  return {
    app,
    ...(absentApp !== undefined && { absentApp }),
    ...(vodItem && { vodItem }),
    ...(auth && { auth }),
    deadlines: { ...DEADLINES, ...Object.fromEntries(spans) },
  };
}

function socketOptions({ isThorough, timeScale }: RunOptions, { namePrefix = '' }: PeerProfile) {
  // Names of a run before, which a server may still know, must not be met again.
  const suffix = `-${Date.now().toString(36)}`;
  return {
    mostMs: (isThorough ? SLOW_RUN_MS : RUN_MS) * timeScale,
    nameOf: (name: string) => `${namePrefix}${name}${suffix}`,
  };
}

/** @throws OptionError for a name that is neither a profile that comes with the kit nor a file of one */
export async function profileNamed(name: string): Promise<PeerProfile> {
  if (name === 'any') return { name, app: 'live', capabilities: new Set(), deadlines: {}, commands: {}, known: [] };
  const builtIn = builtInProfile(name);
  if (builtIn !== undefined) return builtIn;
  try {
    return parseProfile(JSON.parse(await readFile(name, 'utf8')), name);
  } catch (error) {
    if (error instanceof ProfileError) throw new OptionError(`--profile: ${error.message}`);
    const why = error instanceof SyntaxError ? 'it is no JSON' : 'there is no such file';
    throw new OptionError(`--profile wants ${PROFILE_NAMES.join(', ')} or a file of JSON, not "${name}": ${why}`);
  }
}

async function importedSubject(file: string): Promise<MemorySubject> {
  const subject = await defaultExportOf('--subject', file);
  if (isSubject(subject)) return subject;
  throw new OptionError(`--subject "${file}" has no default export with name, role, capabilities, profile and start`);
}

function isSubject(value: unknown): value is MemorySubject {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'role' in value &&
    (value.role === 'server' || value.role === 'client') &&
    'capabilities' in value &&
    value.capabilities instanceof Set &&
    'profile' in value &&
    'start' in value &&
    typeof value.start === 'function'
  );
}
