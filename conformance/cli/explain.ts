import { OptionError } from '../../adapters/cli/option-values.ts';
import type { Case, Role } from '../kit/case.ts';
import { isFor } from '../kit/run-case.ts';
import { areaName, areaOf, GENERATED_AREA } from '../report/report.ts';
import { scriptLines } from '../report/script-text.ts';

/** A line for each case, under its area, and how many there are. */
export function listText(cases: readonly Case[]): string {
  let area = 0;
  const lines = cases.flatMap((one) => {
    const isNew = areaOf(one.id) !== area;
    area = areaOf(one.id);
    const needs = one.needs === undefined ? '' : ` [${one.needs.join(', ')}]`;
    const line = `  ${one.id.padEnd(6)} ${one.role.padEnd(7)} ${one.level.padEnd(7)} ${one.title}${needs}`;
    return isNew ? [`${area} ${areaName(area)}`, line] : [line];
  });
  return [...lines, '', countText(cases), ''].join('\n');
}

/** A case that is written once for each side counts once. */
function countText(cases: readonly Case[]): string {
  const areas = [...new Set(cases.map(({ id }) => id))].map(areaOf);
  const ofCatalogue = areas.filter((area) => area < GENERATED_AREA).length;
  const families = areas.filter((area) => area === GENERATED_AREA).length;
  const own = areas.length - ofCatalogue - families;
  const counts = [
    [ofCatalogue, 'cases of the catalogue'],
    [families, 'generated families'],
    [own, 'of your own'],
  ] as const;
  return counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])).join(', ');
}

/** All there is to know of a case. @throws OptionError when there is none of that number */
export function explainText(cases: readonly Case[], id: string): string {
  const found = cases.filter((one) => one.id === id);
  if (found.length === 0) throw new OptionError(`there is no case "${id}"; see millrace conform list`);
  return `${found.map(caseText).join('\n\n')}\n`;
}

function caseText(one: Case): string {
  const { id, title, role, level, refs, needs, clause, corrected, hostile, slow } = one;
  const roles: readonly Role[] = ['server', 'client'];
  return [
    `${id} ${title}`,
    `  role: ${role}; level: ${level}${hostile ? '; hostile: a healthy connection beside must not notice' : ''}${slow ? '; slow' : ''}`,
    `  references: ${refs.join(', ')}${needs === undefined ? '' : `; needs: ${needs.join(', ')}`}`,
    `  ${clause}`,
    ...(corrected === undefined ? [] : [`  Corrected: ${corrected}`]),
    ...roles
      .filter((each) => isFor(each, one))
      .flatMap((each) => [`  With a ${each} under test:`, ...scriptLines(one, each)]),
  ].join('\n');
}
