import { changesBetween } from '../report/diff.ts';
import { reportIn } from './report-file.ts';

/** Tells what differs between two reports. @returns 1 when something has become worse */
export async function diffFiles(before: string, after: string, print: (text: string) => void): Promise<0 | 1> {
  const changes = changesBetween(await reportIn(before), await reportIn(after));
  if (changes.length === 0) print('Nothing has changed.\n');
  for (const { subject, id, title, before: was, after: is, isWorse } of changes) {
    print(`${isWorse ? 'worse ' : '      '} ${subject} ${id} ${title}: ${was} -> ${is}\n`);
  }
  return changes.some(({ isWorse }) => isWorse) ? 1 : 0;
}
