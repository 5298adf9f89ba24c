import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CASES } from '../cases/index.ts';
import { casesOf } from './cases-file.ts';

const GOOD = `{
  id: '100.1', title: 'Answers', role: 'server', level: 'must', pre: 'conn', refs: ['P'], clause: 'It answers.', script: [],
}`;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-cases-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function casesIn(name: string, text: string) {
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, text);
  return casesOf(file);
}

describe('cases of a file', () => {
  it('are those of the kit where none is named', async () => {
    expect(await casesOf(undefined)).toBe(CASES);
  });

  it('are its default export', async () => {
    const cases = await casesIn('good', `export default [${GOOD}];`);
    expect(cases.map(({ id, clause }) => [id, clause])).toEqual([['100.1', 'It answers.']]);
  });

  it('are in a file that is there', async () => {
    await expect(casesOf(join(folder, 'nowhere.mjs'))).rejects.toThrow(/cannot be loaded: no such file or directory$/);
  });

  it.each([
    ['nothing', 'export const cases = [];', 'has no default export that is a list of cases'],
    ['number', `export default [${GOOD}, 7];`, 'case 2 has no members: it is no object'],
    ['id', `export default [{ ...${GOOD}, id: 'mine' }];`, 'case 1 has no id such as "100.1"'],
    ['level', `export default [{ ...${GOOD}, level: 'may' }];`, 'case 1 has no level: must, should, info or policy'],
    ['script', `export default [{ ...${GOOD}, script: 'send' }];`, 'case 1 has no script'],
    ['syntax', 'export default [', 'cannot be loaded'],
  ])('are refused in a sentence: %s', async (name, text, why) => {
    await expect(casesIn(name, text)).rejects.toThrow(why);
  });
});
