import {
  type Choice,
  type ConformOptions,
  REPORT_FORMATS,
  type ReportFormat,
  type RunOptions,
} from '../../conformance/cli/options.ts';
import { applicationOf } from './application-url.ts';
import { readOptions } from './option-table.ts';
import { OptionError, oneOf, wholeNumberOf } from './option-values.ts';

export const CONFORM_HELP = `millrace conform says of any RTMP server or client what it does right: numbered cases, each with its clause.

Usage: millrace conform [run] [options]            our own core, in memory, in virtual time
       millrace conform server [options] [URL]     a server that runs: rtmp://127.0.0.1/live, or where its profile says
       millrace conform client [options] [-- CMD]  a client, started anew for each run of a case
       millrace conform pair [options] URL         one client publishes to a server, another plays: what came through
       millrace conform list [--only ...]          the cases
       millrace conform explain ID                 what a case demands, and its steps
       millrace conform replay REPORT.json         judges recorded transcripts again
       millrace conform diff OLD.json NEW.json     what has changed; 1 when something is worse

  --only WHAT             cases by number (3.14, or 2.1*), area (3), level, role, capability, or smoke, security, generated, slow;
                          commas; may be repeated
  --skip WHAT             the same, left out
  --level LEVEL           only must, should, info or policy
  --cases FILE            a module whose default export is a list of cases, in place of those of the kit
  --profile NAME          ours, nginx-rtmp, node-media-server, ffmpeg, rtmpdump, gstreamer, or a file of JSON
  --subject FILE          run: a module whose default export is a subject in memory, in place of ours
  --run LABEL             of the cases only the run of this label, as a report names it
  --strict                a should that is not kept counts as failed
  --slow                  slow cases too, and families in full
  --seed N                of all that is random (default 1)
  --repeat N              runs each case N times; one that differs is flaky (default 1)
  --jobs N                client: so many cases at the same time, each with clients of its own (default 1)
  --time-scale X          all deadlines times X
  --timeout-of NAME=MS    one of reply, quiet, close, idle, in milliseconds; may be repeated
  --report FORMATS        terminal (default), json, junit, html; commas
  --out DIR               where conform.json, conform.xml and conform.html go; without it, the standard output
  --trace all|fail        prints and keeps what was said in every run; or keeps it of those that did not pass (default)
  --fail-fast             ends with the first case that fails
  --publisher NAME        pair: a profile with a command to publish (default ours)
  --player NAME           pair: one with a command to play (default ours)
  --seconds N             pair: how long the player is watched (default 5)
  --i-own-this-server     sends hostile bytes to a server that is not on this machine

A client is told by RTMP_URL, RTMP_INTENT (publish or play), RTMP_CASE, RTMP_MEDIA (a file to publish), RTMP_RECORD (a file to
write) and RTMP_DEADLINE_MS, or by {url}, {intent}, {media}, {record}, {tcUrl} and {name} in CMD. It exits with 0 when it ended
well, 1 when not, 89 when it cannot do this.

Exit codes: 0 conforms; 1 does not, or is blocked or flaky; 2 wrong usage, or the kit itself broke.
`;

const CASES = { cases: { type: 'string' } } as const;

const CHOICE = {
  ...CASES,
  only: { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  level: { type: 'string' },
} as const;

const RUN = {
  ...CHOICE,
  profile: { type: 'string' },
  run: { type: 'string' },
  strict: { type: 'boolean', default: false },
  slow: { type: 'boolean', default: false },
  seed: { type: 'string', default: '1' },
  repeat: { type: 'string', default: '1' },
  'time-scale': { type: 'string', default: '1' },
  'timeout-of': { type: 'string', multiple: true },
  report: { type: 'string', multiple: true },
  out: { type: 'string' },
  trace: { type: 'string', default: 'fail' },
  'fail-fast': { type: 'boolean', default: false },
} as const;

const ACTIONS = ['run', 'server', 'client', 'pair', 'list', 'explain', 'replay', 'diff'] as const;

const PAIR = {
  publisher: { type: 'string', default: 'ours' },
  player: { type: 'string', default: 'ours' },
  seconds: { type: 'string', default: '5' },
} as const;

/** Less than the media that the publisher is given. */
const MOST_PAIR_SECONDS = 30;
const MOST_SEED = 2 ** 31 - 1;
const MOST_REPEAT = 1_000;
const MOST_JOBS = 100;
const MOST_DEADLINE_MS = 3_600_000;
const MOST_TIME_SCALE = 100;

/** Reads what follows `millrace conform`. @throws OptionError */
export function parseConform(args: readonly string[]): ConformOptions {
  const [first = 'run'] = args;
  const isNamed = !first.startsWith('-');
  const action = isNamed ? oneOf('conform', ACTIONS, first) : 'run';
  const rest = isNamed ? args.slice(1) : args;
  switch (action) {
    case 'run': {
      const { values } = readOptions('conform', rest, { ...RUN, subject: { type: 'string' } });
      const module = values.subject === undefined ? {} : { subjectModule: values.subject };
      return { action, ...module, ...runOptions(values, args) };
    }
    case 'server': {
      const table = { ...RUN, 'i-own-this-server': { type: 'boolean', default: false } } as const;
      const { values, positionals } = readOptions('conform', rest, table, 1);
      const [url] = positionals;
      if (url === undefined && values.profile === undefined)
        throw new OptionError(
          'conform server wants the URL of an app, such as rtmp://127.0.0.1/live, or a --profile that has one',
        );
      const place = url === undefined ? {} : { url: applicationOf(url) };
      return { action, ...place, isOwned: values['i-own-this-server'], ...runOptions(values, args) };
    }
    case 'client': {
      const end = rest.indexOf('--');
      const table = { ...RUN, jobs: { type: 'string', default: '1' } } as const;
      const { values } = readOptions('conform', end < 0 ? rest : rest.slice(0, end), table);
      const command = end < 0 ? [] : rest.slice(end + 1);
      if (end >= 0 && command.length === 0) throw new OptionError('conform client wants a command behind "--"');
      if (end < 0 && values.profile === undefined)
        throw new OptionError('conform client wants -- CMD, or a --profile that has one');
      const jobs = wholeNumberOf('--jobs', values.jobs, 1, MOST_JOBS);
      return { action, command, jobs, ...runOptions(values, args) };
    }
    case 'pair': {
      const { values, positionals } = readOptions('conform', rest, PAIR, 1);
      const [text] = positionals;
      if (text === undefined)
        throw new OptionError('conform pair wants the URL of an app, such as rtmp://127.0.0.1/live');
      const url = applicationOf(text);
      if (url.scheme !== 'rtmp') throw new OptionError('conform pair listens to what is said, and wants rtmp://');
      const seconds = wholeNumberOf('--seconds', values.seconds, 1, MOST_PAIR_SECONDS);
      return { action, url, publisher: values.publisher, player: values.player, seconds };
    }
    case 'list': {
      const { values } = readOptions('conform', rest, CHOICE);
      return { action, choice: choiceOf(values), ...casesOption(values) };
    }
    case 'explain': {
      const { values, positionals } = readOptions('conform', rest, CASES, 1);
      const [id] = demanded(positionals, 1, 'the number of a case, such as 3.14');
      return { action, id, ...casesOption(values) };
    }
    case 'replay': {
      const { values, positionals } = readOptions('conform', rest, CHOICE, 1);
      const [file] = demanded(positionals, 1, 'a report of --report json');
      return { action, file, choice: choiceOf(values), ...casesOption(values) };
    }
    case 'diff': {
      const { positionals } = readOptions('conform', rest, {}, 2);
      const [before, after] = demanded(positionals, 2, 'two reports of --report json');
      return { action, before, after };
    }
  }
}

/** The first two arguments, of which `count` must be there. */
function demanded([first = '', second = '', ...rest]: readonly string[], count: 1 | 2, what: string): [string, string] {
  const isThere = count === 1 ? first !== '' : second !== '';
  if (isThere && rest.length === 0) return [first, second];
  throw new OptionError(`conform wants ${what}; see millrace conform --help`);
}

interface CasesValues {
  readonly cases?: string | undefined;
}

interface ChoiceValues extends CasesValues {
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
  readonly level?: string | undefined;
}

interface RunValues extends ChoiceValues {
  readonly profile?: string | undefined;
  readonly run?: string | undefined;
  readonly strict: boolean;
  readonly slow: boolean;
  readonly seed: string;
  readonly repeat: string;
  readonly 'time-scale': string;
  readonly 'timeout-of'?: readonly string[] | undefined;
  readonly report?: readonly string[] | undefined;
  readonly out?: string | undefined;
  readonly trace: string;
  readonly 'fail-fast': boolean;
}

const casesOption = ({ cases }: CasesValues) => (cases === undefined ? {} : { casesModule: cases });

function choiceOf({ only = [], skip = [], level }: ChoiceValues): Choice {
  return {
    only: listed(only),
    skip: listed(skip),
    ...(level !== undefined && { level: oneOf('--level', ['must', 'should', 'info', 'policy'], level) }),
  };
}

function runOptions(values: RunValues, args: readonly string[]): RunOptions {
  return {
    choice: choiceOf(values),
    ...casesOption(values),
    ...(values.profile !== undefined && { profile: values.profile }),
    ...(values.run !== undefined && { runLabel: values.run }),
    isStrict: values.strict,
    isThorough: values.slow,
    seed: wholeNumberOf('--seed', values.seed, 0, MOST_SEED),
    repeat: wholeNumberOf('--repeat', values.repeat, 1, MOST_REPEAT),
    timeScale: timeScaleOf(values['time-scale']),
    deadlines: Object.fromEntries((values['timeout-of'] ?? []).map(deadlineOf)),
    reports: listed(values.report ?? ['terminal']).map(
      (format): ReportFormat => oneOf('--report', REPORT_FORMATS, format),
    ),
    ...(values.out !== undefined && { outFolder: values.out }),
    failsFast: values['fail-fast'],
    trace: oneOf('--trace', ['all', 'fail'], values.trace),
    commandLine: commandLine(args),
  };
}

const listed = (values: readonly string[]): string[] =>
  values.flatMap((value) => value.split(',')).filter((one) => one !== '');

function timeScaleOf(text: string): number {
  const scale = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (scale > 0 && scale <= MOST_TIME_SCALE) return scale;
  throw new OptionError(`--time-scale wants a number above 0, ${MOST_TIME_SCALE} at most, not "${text}"`);
}

function deadlineOf(text: string): [string, number] {
  const [name = '', ms = ''] = text.split('=');
  const known = oneOf('--timeout-of', ['reply', 'quiet', 'close', 'idle'], name);
  return [known, wholeNumberOf(`--timeout-of ${known}`, ms, 1, MOST_DEADLINE_MS)];
}

/** As it was typed, without what selects cases and where reports go; words with blanks in quotes. */
function commandLine(args: readonly string[]): string {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const kept = own.filter((word, at) => {
    const isGone = (each: string) => /^--(only|skip|level|run|seed|report|out|trace)(=|$)/.test(each);
    const before = own[at - 1] ?? '';
    return !isGone(word) && !(isGone(before) && !before.includes('='));
  });
  const quoted = [...kept, ...(end < 0 ? [] : args.slice(end))].map((word) =>
    /[^\w./:=@%+,{}-]/.test(word) ? `'${word}'` : word,
  );
  return ['millrace', 'conform', ...quoted].join(' ');
}
