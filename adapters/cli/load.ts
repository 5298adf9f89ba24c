import { writeFile } from 'node:fs/promises';
import { Generator } from '../../conformance/load/generator/generator.ts';
import { type LoadReport, loadReport, reportText } from '../../conformance/load/generator/load-report.ts';
import { ProcessMeterError } from '../../conformance/load/generator/process-meter.ts';
import { RemoteGenerator } from '../../conformance/load/generator/remote-generator.ts';
import { runLoad } from '../../conformance/load/generator/run-load.ts';
import { FileError, LoadError } from './exit-code.ts';
import { checkOutput } from './flv-output.ts';
import { type LoadOptions, WORKER_ARGUMENTS } from './load-options.ts';
import { OptionError } from './option-values.ts';
import type { Platform } from './platform.ts';
import { systemReason } from './system-reason.ts';

/**
 * Puts a load on a server and tells how it fared.
 *
 * @param print - to the standard output
 * @throws OptionError, ClientError, FileError; LoadError when a frame did not come as it was sent
 */
export async function load(
  { plan, pid, jsonFile }: LoadOptions,
  { runtime, connect }: Platform,
  print: (text: string) => void,
): Promise<void> {
  if (jsonFile !== undefined && jsonFile !== '-') await checkOutput(jsonFile);
  const program = [process.argv[1] ?? '', ...WORKER_ARGUMENTS];
  const others = Array.from({ length: plan.processes - 1 }, (_, place) =>
    RemoteGenerator.start(program, plan, place + 1),
  );
  const processes = [new Generator(plan, 0, runtime, connect), ...(await Promise.all(others))];
  const report = loadReport(plan, await runLoad(plan, processes, pid).catch(pidComplaint));
  await publishReport(report, jsonFile, print);
  if (report.broken !== undefined) throw new LoadError(`a connection broke: ${report.broken}`);
  if (!report.isClean) throw new LoadError('frames were lost, doubled, out of order or damaged');
}

async function publishReport(report: LoadReport, jsonFile: string | undefined, print: (text: string) => void) {
  const json = `${JSON.stringify(report, undefined, 2)}\n`;
  if (jsonFile === '-') return print(json);
  print(reportText(report));
  if (jsonFile === undefined) return;
  await writeFile(jsonFile, json).catch((error: Error) => {
    throw new FileError(`cannot write to ${jsonFile}: ${systemReason(error)}`);
  });
}

function pidComplaint(error: unknown): never {
  if (error instanceof ProcessMeterError) throw new OptionError(`--pid: ${error.message}`);
  throw error;
}
