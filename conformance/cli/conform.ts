import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OptionError } from '../../adapters/cli/option-values.ts';
import { systemReason } from '../../adapters/cli/system-reason.ts';
import { VERSION } from '../../adapters/cli/version.ts';
import type { RtmpUrl } from '../../adapters/client/index.ts';
import type { Case } from '../kit/case.ts';
import { runOfLabel } from '../kit/reduce.ts';
import { isFor, runsOf, type Target } from '../kit/run-case.ts';
import { Random } from '../kit/wire/random.ts';
import { htmlPage } from '../report/html/page.ts';
import { junitText } from '../report/junit.ts';
import { exitCodeOf, REPORT_SCHEMA, type Report } from '../report/report.ts';
import { terminalText } from '../report/terminal.ts';
import { transcriptsText } from '../report/transcript-text.ts';
import { runSuite } from '../suite/run-suite.ts';
import type { SuiteSubject } from '../suite/subject.ts';
import { casesOf } from './cases-file.ts';
import { chooseCases } from './choose-cases.ts';
import { clientFiles } from './client-files.ts';
import { diffFiles } from './diff-files.ts';
import { explainText, listText } from './explain.ts';
import { demandListener } from './listener.ts';
import type { ConformOptions, ReportFormat, RunOptions } from './options.ts';
import { pairCommand } from './pair.ts';
import { CaseProgress, type Screen } from './progress.ts';
import { replayFile } from './replay-file.ts';
import { clientSubject, memorySubjects, serverSubject, serverUrl } from './subjects.ts';

/** What the command writes to. */
export interface ConformOutput {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly hasColour: boolean;
}

/**
 * Does what `millrace conform` was asked to do.
 *
 * @returns the exit code
 * @throws OptionError for what cannot be done as asked
 */
export async function conform(options: ConformOptions, output: ConformOutput): Promise<0 | 1 | 2> {
  const print = (text: string): 0 => {
    output.stdout.write(text);
    return 0;
  };
  switch (options.action) {
    case 'list':
      return print(listText(chooseCases(await casesOf(options.casesModule), options.choice)));
    case 'explain':
      return print(explainText(await casesOf(options.casesModule), options.id));
    case 'diff':
      return diffFiles(options.before, options.after, print);
    case 'replay':
      return replayFile(options, print);
    case 'pair':
      return inFolder((folder) => pairCommand(options, folder, print));
    default:
      return runAndReport(options, output);
  }
}

type Running = Extract<ConformOptions, RunOptions>;

async function runAndReport(options: Running, output: ConformOutput): Promise<0 | 1 | 2> {
  return inFolder(async (folder) => {
    const cases = await casesOf(options.casesModule);
    const report = await reportOn(cases, await subjectsOf(cases, options, folder), options, output);
    await tell(report, cases, options, output);
    return exitCodeOf(report, options.isStrict);
  });
}

/** A folder that is there while something is done, and gone when a signal ends that. */
async function inFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-conform-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await act(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

async function subjectsOf(cases: readonly Case[], options: Running, folder: string): Promise<SuiteSubject[]> {
  switch (options.action) {
    case 'run':
      return memorySubjects(options);
    case 'server': {
      const url = await serverUrl(options);
      refuseStrangers(cases, options, url);
      await demandListener(url);
      return [await serverSubject(options)];
    }
    case 'client': {
      return [await clientSubject(options, await clientFiles(folder))];
    }
  }
}

/** Hostile bytes are for servers of one's own. */
function refuseStrangers(
  cases: readonly Case[],
  { isOwned, choice }: Extract<ConformOptions, { action: 'server' }>,
  { host }: RtmpUrl,
): void {
  const isHere = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (isHere || isOwned || !chooseCases(cases, choice).some(({ hostile }) => hostile)) return;
  throw new OptionError(
    `${host} is not this machine, and cases send hostile bytes: say --i-own-this-server, or --skip security`,
  );
}

async function reportOn(
  all: readonly Case[],
  subjects: readonly SuiteSubject[],
  options: RunOptions,
  output: ConformOutput,
): Promise<Report> {
  const cases = chooseCases(all, options.choice);
  const progress = new CaseProgress(output.stderr);
  const startedAt = new Date().toISOString();
  const reports = [];
  const isWanted =
    ({ target }: SuiteSubject) =>
    (one: Case) =>
      isFor(target.role, one) && hasRun(one, target, options);
  const concerned = subjects.filter((subject) => cases.some(isWanted(subject)));
  if (options.runLabel !== undefined && concerned.length === 0) {
    throw new OptionError(`--run "${options.runLabel}": no case that is chosen has a run of this label`);
  }
  for (const subject of concerned.length > 0 ? concerned : subjects) {
    reports.push(
      await runSuite(cases.filter(isWanted(subject)), subject, {
        ...options,
        keepsTranscripts: options.trace === 'all',
        today: startedAt.slice(0, 10),
        onResult: (result, { name }, left) => progress.tell(result, name, left),
      }),
    );
  }
  progress.finish();
  const isVirtual = subjects.every(({ reach }) => reach === 'memory');
  return {
    schema: REPORT_SCHEMA,
    kit: { name: 'millrace', version: VERSION },
    seed: options.seed,
    repeat: options.repeat,
    ...(!isVirtual && { startedAt }),
    command: options.commandLine,
    subjects: reports,
  };
}

/** Whether a case has the run that is wanted, if only one is. */
function hasRun(one: Case, { role }: Target, { runLabel, seed, isThorough }: RunOptions): boolean {
  if (runLabel === undefined) return true;
  const runs = runsOf(one, { role, random: new Random(seed), isThorough });
  return Array.from(runs).some((run) => runOfLabel(run, runLabel) !== undefined);
}

const FILE_NAMES: Readonly<Record<Exclude<ReportFormat, 'terminal'>, string>> = {
  json: 'conform.json',
  junit: 'conform.xml',
  html: 'conform.html',
};

/** Reports for people go to the standard output, those for programs into the folder, if one is named. */
async function tell(
  report: Report,
  cases: readonly Case[],
  { reports, outFolder, trace }: RunOptions,
  output: ConformOutput,
): Promise<void> {
  for (const format of reports) {
    const text = textOf(report, cases, format, output.hasColour);
    if (format === 'terminal' || outFolder === undefined) output.stdout.write(text);
    else await write(outFolder, FILE_NAMES[format], text);
    if (format === 'terminal' && trace === 'all') output.stdout.write(transcriptsText(report));
  }
}

function textOf(report: Report, cases: readonly Case[], format: ReportFormat, hasColour: boolean): string {
  switch (format) {
    case 'terminal':
      return terminalText(report, cases, hasColour);
    case 'json':
      return `${JSON.stringify(report, undefined, 1)}\n`;
    case 'junit':
      return junitText(report);
    case 'html':
      return htmlPage([report], cases);
  }
}

async function write(folder: string, name: string, text: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), text);
  } catch (error) {
    throw new OptionError(`--out "${folder}" cannot be written to: ${systemReason(error as Error)}`); // the system's
  }
}
