import { readFile } from 'node:fs/promises';
import { OptionError } from '../../adapters/cli/option-values.ts';
import { systemReason } from '../../adapters/cli/system-reason.ts';
import { ReportError, readReport } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';

/** @throws OptionError when it cannot be read, or is no report */
export async function reportIn(file: string): Promise<Report> {
  try {
    return readReport(await readFile(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof ReportError) throw new OptionError(error.message);
    throw new OptionError(`cannot read ${file}: ${systemReason(error as Error)}`); // the system's
  }
}
