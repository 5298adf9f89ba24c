import { OptionError } from '../../adapters/cli/option-values.ts';
import { CASES } from '../cases/index.ts';
import type { Case } from '../kit/case.ts';
import { defaultExportOf } from './module-file.ts';

/** The cases of a file, or those of the kit where none is named. @throws OptionError for a file that holds none */
export async function casesOf(file: string | undefined): Promise<readonly Case[]> {
  if (file === undefined) return CASES;
  const cases = await defaultExportOf('--cases', file);
  if (!Array.isArray(cases)) throw new OptionError(`--cases "${file}" has no default export that is a list of cases`);
  return cases.map((one: unknown, at) => {
    if (isCase(one)) return one;
    throw new OptionError(`--cases "${file}": case ${at + 1} has no ${whatLacks(one) ?? ''}`);
  });
}

const isCase = (one: unknown): one is Case => whatLacks(one) === undefined;

const MEMBERS: Readonly<Record<string, { readonly text: string; readonly test: (value: unknown) => boolean }>> = {
  id: { text: 'id such as "100.1"', test: (value) => typeof value === 'string' && /^\d+\.\d+$/.test(value) },
  title: { text: 'title', test: isText },
  role: { text: 'role: server, client or both', test: oneOf('server', 'client', 'both') },
  level: { text: 'level: must, should, info or policy', test: oneOf('must', 'should', 'info', 'policy') },
  pre: { text: 'pre, the rung where it begins', test: (value) => isText(value) || isObject(value) },
  refs: { text: 'refs, a list', test: Array.isArray },
  clause: { text: 'clause', test: isText },
  script: { text: 'script', test: (value) => typeof value === 'function' || isObject(value) },
};

/** The first member that a case needs and that is not there, or is something else. */
function whatLacks(one: unknown): string | undefined {
  if (!isObject(one)) return 'members: it is no object';
  const members = new Map<string, unknown>(Object.entries(one));
  return Object.entries(MEMBERS).find(([name, { test }]) => !test(members.get(name)))?.[1].text;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function oneOf(...words: readonly string[]) {
  return (value: unknown): boolean => words.some((word) => word === value);
}
