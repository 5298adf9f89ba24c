import type { Role } from '../kit/case.ts';
import type { Report, ResultReport, SubjectReport } from './report.ts';

/** Where peers differ, as Markdown: a table for each role, with only the cases that did not come to the same for all. */
export function dialectsText(reports: readonly Report[]): string {
  const subjects = reports.flatMap((report) => report.subjects);
  const roles: readonly Role[] = ['server', 'client'];
  return roles
    .flatMap((role) =>
      tableOf(
        role,
        subjects.filter((one) => one.role === role),
      ),
    )
    .join('\n');
}

function tableOf(role: Role, subjects: readonly SubjectReport[]): string[] {
  if (subjects.length < 2) return [];
  const titles = new Map(subjects.flatMap(({ results }) => results.map(({ id, title }) => [id, title] as const)));
  const rows = [...titles].flatMap(([id, title]) => {
    const cells = subjects.map(({ results }) => cellText(results.find((result) => result.id === id)));
    return new Set(cells).size === 1 ? [] : [`| ${id} ${plain(title)} | ${cells.join(' | ')} |`];
  });
  const names = subjects.map(({ name, version }) => plain([name, version ?? ''].join(' ').trim()));
  return [
    `## Each as a ${role}`,
    '',
    `| case | ${names.join(' | ')} |`,
    `| --- |${' --- |'.repeat(names.length)}`,
    ...rows,
    '',
  ];
}

const cellText = (result: ResultReport | undefined): string =>
  result === undefined ? 'not run' : plain([result.verdict, ...result.tags].join(' '));

const plain = (text: string): string => text.replace(/[|\n<>]/g, ' ');
