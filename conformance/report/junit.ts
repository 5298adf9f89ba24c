import type { Verdict } from '../kit/verdict.ts';
import { areaName, areaOf, type Report, type ResultReport, type SubjectReport } from './report.ts';

/** What a verdict is called in JUnit; those not named pass, and say in `system-out` what they are. */
const ELEMENTS: Readonly<Partial<Record<Verdict, 'failure' | 'error' | 'skipped'>>> = {
  fail: 'failure',
  blocked: 'failure',
  flaky: 'failure',
  fixed: 'failure',
  error: 'error',
  unsupported: 'skipped',
  known: 'skipped',
};

/** A report in the XML that CI servers read: a suite for each area of each subject. */
export function junitText({ subjects }: Report): string {
  const suites = subjects.flatMap((subject) => {
    const areas = [...new Set(subject.results.map(({ id }) => areaOf(id)))];
    return areas.map((area) => suiteText(subject, area));
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="millrace conform">\n${suites.join('')}</testsuites>\n`;
}

function suiteText({ name, role, results }: SubjectReport, area: number): string {
  const own = results.filter(({ id }) => areaOf(id) === area);
  const count = (element: string) => own.filter(({ verdict }) => ELEMENTS[verdict] === element).length;
  const title = xml(`${name} (${role}): ${area} ${areaName(area)}`);
  const counts = `tests="${own.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
  return `<testsuite name="${title}" ${counts}>\n${own.map((result) => caseText(result, `${name}.${role}.${area}`)).join('')}</testsuite>\n`;
}

function caseText(result: ResultReport, className: string): string {
  const { id, title, level, verdict, tags, durationMs, runs } = result;
  const element = ELEMENTS[verdict];
  const problem = runs.find((run) => run.problem !== undefined)?.problem;
  const message = [verdict, ...tags].join(' ');
  const detail =
    problem === undefined ? '' : `expected: ${problem.expected}\nactual: ${problem.actual}\nstep: ${problem.step}`;
  const content =
    element === undefined
      ? verdict === 'pass'
        ? ''
        : `<system-out>${xml(`${message}\n${detail}`)}</system-out>`
      : `<${element} message="${xml(message)}">${xml(detail)}</${element}>`;
  const time = durationMs === undefined ? '' : ` time="${durationMs / 1000}"`;
  const properties = `<properties><property name="level" value="${level}"/><property name="verdict" value="${verdict}"/></properties>`;
  return `<testcase name="${xml(`${id} ${title}`)}" classname="${xml(className)}"${time}>${properties}${content}</testcase>\n`;
}

/** Characters that XML 1.0 does not have are left out. */
function xml(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text
    .replace(/[&<>"]/g, (character) => escapes[character] ?? '')
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?');
}
