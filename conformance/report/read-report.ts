import { REPORT_SCHEMA, type Report } from './report.ts';

/** A file is no report that this version reads: `message` says why. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
}

/**
 * Reads a report that the kit has written. Its head is checked, and that every subject has results; what is within is
 * taken to be as the schema says.
 *
 * @param where - for people: the name of the file
 * @throws ReportError
 */
export function readReport(text: string, where: string): Report {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ReportError(`${where} is no JSON`);
  }
  if (!isRecord(json) || !isRecord(json.kit)) throw new ReportError(`${where} is no report of millrace conform`);
  if (json.schema !== REPORT_SCHEMA) {
    throw new ReportError(
      `${where} has the schema ${JSON.stringify(json.schema)}, and this version reads ${REPORT_SCHEMA}`,
    );
  }
  if (!isReport(json)) throw new ReportError(`${where} has a subject without results`);
  return json;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function isReport(json: Record<string, unknown>): json is Record<string, unknown> & Report {
  const { subjects } = json;
  return (
    Array.isArray(subjects) && subjects.every((subject: unknown) => isRecord(subject) && Array.isArray(subject.results))
  );
}
