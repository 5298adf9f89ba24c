import type { Role } from '../kit/case.ts';
import type { Verdict } from '../kit/verdict.ts';
import { AREAS, areaOf, type Report, type ResultReport, type SubjectReport } from '../report/report.ts';
import type { CheckedPeer } from './checked/checked-peer.ts';
import { causeOf, checkedPeerOf, isAccusing, NOT_CHECKED } from './checked.ts';

const ROLES: readonly Role[] = ['server', 'client'];

/** Verdicts as columns of counts, the best first. */
const COUNTED = ['pass', 'tolerated', 'info', 'warn', 'fail'] as const satisfies readonly Verdict[];

const INTRODUCTION = `# Peers side by side

What [the kit](../README.md#the-kit) found of programs in use, each as its package brings it, with its default settings.
\`npm run build && npm run conform:peers -- DIR\` runs them, and \`npm run conform:publish -- DIR\` writes this page, and the results
beside it. The page in DIR, \`peers.html\`, shows the transcript of every run that went wrong.

- \`fail\` and \`warn\` are said of nobody before the case was run once more, alone and recorded by \`npm run conform:captures -- DIR\`, the
  packets were found to hold the transcript of the kit byte for byte, and somebody has read them, as the kit, \`millrace inspect\` and tshark
  tell them. What was seen is under "why"; all else is \`not checked\`. A run of a family that goes wrong beside
  those that were looked at makes all of it \`not checked\`.
- A case is a claim about a text, or about practice where there is none: a program that fails one may have its reasons. \`died\`: it
  did not accept connections afterwards. \`unsupported\`: its profile does not claim the capability.
- \`tolerated\` and \`info\` name one of several behaviours that are known; these tags are what the kit measured.
- Matched by numbers, \`millrace conform explain 3.14\` tells what a case demands.`;

/** What is published of reports that were looked at, as Markdown: how many cases of each area came to what, and where peers differ. */
export function peersPage(reports: readonly Report[], peers?: readonly CheckedPeer[]): string {
  const subjects = reports.flatMap((report) => report.subjects);
  const sections = ROLES.flatMap((role) => {
    const ofRole = subjects.filter((one) => one.role === role);
    if (ofRole.length < 2) return [];
    return [
      `## Each as a ${role}: areas`,
      ...matrix(ofRole),
      `## Each as a ${role}: where they differ`,
      ...dialects(ofRole),
      `## Each as a ${role}: why`,
      ...ofRole.flatMap((subject) => causes(subject, peers)),
    ];
  });
  return `${[INTRODUCTION, ...runs(reports), ...sections].join('\n\n')}\n`;
}

function runs(reports: readonly Report[]): string[] {
  const rows = reports.flatMap(({ subjects, kit, startedAt = '', command = '' }) =>
    subjects.map((one) => `| ${heading(one)} | ${one.role} | ${startedAt} | ${kit.commit ?? ''} | \`${command}\` |`),
  );
  return [table(['program', 'as a', 'when', 'kit', 'command'], rows)];
}

/** How many cases of each area came to what: `12 pass, 3 tolerated`. */
function matrix(subjects: readonly SubjectReport[]): string[] {
  const rows = Object.entries(AREAS).map(([area, title]) => {
    const cells = subjects.map((subject) => {
      const ofArea = subject.results.filter(({ id }) => areaOf(id) === Number(area));
      const words = ofArea.map(word);
      const counts = [...COUNTED, NOT_CHECKED].map((each) => [each, words.filter((one) => one === each).length]);
      const told = counts.filter(([, count]) => count !== 0).map(([each, count]) => `${count} ${each}`);
      return told.length === 0 ? 'none' : told.join(', ');
    });
    return `| ${area} ${title} | ${cells.join(' | ')} |`;
  });
  return [table(['area', ...subjects.map(heading)], rows)];
}

/** Only the rows in which they did not all come to the same. */
function dialects(subjects: readonly SubjectReport[]): string[] {
  const titles = new Map(subjects.flatMap(({ results }) => results.map(({ id, title }) => [id, title] as const)));
  const rows = [...titles].flatMap(([id, title]) => {
    const cells = subjects.map((subject) => {
      const result = subject.results.find((one) => one.id === id);
      return result === undefined ? 'not run' : cellText(result);
    });
    return new Set(cells).size === 1 ? [] : [`| ${id} ${plain(title)} | ${cells.join(' | ')} |`];
  });
  return [table(['case', ...subjects.map(heading)], rows)];
}

/** Each cause with the cases that it explains, and what was seen in each. */
function causes(subject: SubjectReport, peers?: readonly CheckedPeer[]): string[] {
  const accused = subject.results.filter(isAccusing);
  const found = accused.flatMap((result) => causeOf(subject, result, peers) ?? []);
  const isUnsaid = (id: string) => subject.results.some((one) => one.id === id && word(one) === NOT_CHECKED);
  const unsaid = checkedPeerOf(subject, peers)?.unsaid?.filter(({ id }) => isUnsaid(id)) ?? [];
  if (found.length + unsaid.length === 0) return [];
  const items = [...new Set(found.map(({ cause }) => cause))].map(({ text, cells }) => {
    const lines = cells
      .filter((cell) => found.some((one) => one.cell === cell))
      .map(({ id, saw }) => `  - ${id}: ${saw}`);
    return [`- **${text}**`, ...lines].join('\n');
  });
  items.push(...unsaid.map(({ id, why }) => `- ${id} is not checked: ${why}`));
  return [`### ${heading(subject)}`, items.join('\n')];
}

/** Of what went wrong no more than whether the program survived it: tags tell of steps that went well. */
function cellText(result: ResultReport): string {
  const tags = isAccusing(result) ? result.tags.filter((tag) => tag === 'died') : result.tags;
  return plain([...new Set([word(result), ...tags])].join(' '));
}

const word = ({ verdict, tags }: ResultReport): string => (tags.includes(NOT_CHECKED) ? NOT_CHECKED : verdict);

const heading = ({ name, version = '' }: SubjectReport): string => plain(`${name} ${version}`.trim());

const table = (head: readonly string[], rows: readonly string[]): string =>
  [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows].join('\n');

const plain = (text: string): string => text.replace(/[|\n<>]/g, ' ');
