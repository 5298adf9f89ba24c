import { escaped } from '../../../fixtures/view/page/svg.ts';
import type { Case } from '../../kit/case.ts';
import { isFor } from '../../kit/run-case.ts';
import { areaName, areaOf, type Report, type ResultReport, type SubjectReport } from '../report.ts';
import { scriptLines } from '../script-text.ts';
import { STYLE } from './style.ts';
import { runPart } from './transcript-table.ts';
import { areaCell, SIGNS, verdictCell } from './verdict-cell.ts';

/** Runs of one case of one subject that a page shows; the JSON has more. */
const MOST_RUNS = 3;

/** Areas by subjects on one page that holds all it needs: no script, nothing from elsewhere. A click opens what is behind. */
export function htmlPage(reports: readonly Report[], cases: readonly Case[]): string {
  const subjects = reports.flatMap((report) => report.subjects);
  const results = subjects.map((subject) => new Map(subject.results.map((result) => [result.id, result])));
  const areas = [...new Set(cases.map(({ id }) => areaOf(id)))];
  const isRun = ({ id }: Case) => results.some((one) => one.has(id));
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>RTMP conformance</title>',
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">',
    `<style>${STYLE}</style>\n</head>\n<body>\n<h1>RTMP conformance</h1>`,
    ...reports.map(reportLine),
    `<div class="legend">${legend()}</div>`,
    `<div class="matrix" style="--subjects:${subjects.length}">`,
    `<div class="row head"><span>Area</span>${subjects.map(heading).join('')}</div>`,
    ...areas.map((area) => areaPart(area)),
    '</div>\n</body>\n</html>\n',
  ].join('\n');

  function areaPart(area: number): string {
    const own = cases.filter((one) => areaOf(one.id) === area && isRun(one));
    if (own.length === 0) return '';
    const cells = subjects.map((subject) => areaCell(subject.results.filter(({ id }) => areaOf(id) === area)));
    const title = `<span>${area} ${escaped(areaName(area))}</span>`;
    return `<details class="area"><summary class="row">${title}${cells.join('')}</summary>\n${byNumber(own).map(casePart).join('')}</details>`;
  }

  /** Cases of one number stand together: a server's and a client's. */
  function casePart(own: readonly Case[]): string {
    const [one] = own;
    if (one === undefined) return '';
    const { id, title, level } = one;
    const cells = results.map((each) => verdictCell(each.get(id)));
    const head = `<span><span class="id">${id}</span> ${escaped(title)} <span class="level">${level}</span></span>`;
    const told = subjects.map((subject, at) => subjectPart(subject, results[at]?.get(id)));
    return `<details class="case" id="case-${id}"><summary class="row">${head}${cells.join('')}</summary><div class="body">${own.map(textOf).join('')}${told.join('')}</div></details>\n`;
  }
}

function byNumber(cases: readonly Case[]): Case[][] {
  const groups = new Map<string, Case[]>();
  for (const one of cases) groups.set(one.id, [...(groups.get(one.id) ?? []), one]);
  return [...groups.values()];
}

function reportLine({ kit, seed, startedAt, command }: Report): string {
  const words = [`${kit.name} ${kit.version}`, ...(startedAt === undefined ? [] : [startedAt]), `seed ${seed}`];
  const typed = command === undefined ? '' : `: <code>${escaped(command)}</code>`;
  return `<p class="quiet">${escaped(words.join(', '))}${typed}</p>`;
}

function heading({ name, version, role, reach, stopped }: SubjectReport): string {
  const more = [`${role}, ${reach}`, ...(version === undefined ? [] : [version])].join(', ');
  const end = stopped === undefined ? '' : `<br>${escaped(stopped)}`;
  return `<span><b>${escaped(name)}</b><small>${escaped(more)}${end}</small></span>`;
}

const legend = (): string =>
  Object.entries(SIGNS)
    .map(([verdict, [sign, meaning]]) => `<span class="cell ${verdict}">${sign} ${verdict}: ${meaning}</span>`)
    .join('');

function textOf(one: Case): string {
  const { clause, refs, corrected, needs } = one;
  const roles = (['server', 'client'] as const).filter((role) => isFor(role, one));
  const [role = 'server'] = roles;
  const steps = scriptLines(one, role).map((line) => `<li>${escaped(line.trim())}</li>`);
  const wanted = needs === undefined ? '' : `; needs ${needs.join(', ')}`;
  return [
    `<p>${escaped(clause)}</p>`,
    `<p class="quiet">${escaped(roles.join(' and '))} under test; ${escaped(refs.join(', '))}${escaped(wanted)}</p>`,
    corrected === undefined ? '' : `<p class="quiet">Corrected: ${escaped(corrected)}</p>`,
    `<details class="script"><summary>Steps</summary><ul class="steps">${steps.join('')}</ul></details>`,
  ].join('');
}

function subjectPart({ name, role }: SubjectReport, result: ResultReport | undefined): string {
  if (result === undefined || result.runs.length === 0) return '';
  const runs = result.runs.slice(0, MOST_RUNS).map(runPart);
  return `<h3>${escaped(name)} <span class="level">${role}</span></h3>${verdictCell(result)}${runs.join('')}`;
}
