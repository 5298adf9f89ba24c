import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { citationsIn, readRulesPage } from './testing/rules.ts';

const root = new URL('..', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const page = readRulesPage(read('core/RULES.md'));

/** Ids by the files that cite them, of all sources, tests and pages; but not of this test, which cites for example. */
const files = ['core', 'adapters', 'conformance', 'fixtures'].flatMap((folder) =>
  readdirSync(fileURLToPath(new URL(folder, root)), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => /\.(ts|md)$/.test(file) && file !== 'core/rules.test.ts' && file !== 'core/testing/rules.ts'),
);
const citations = new Map(files.map((file) => [file, citationsIn(read(file))]));

/** Whether the file is run as a test: also the suite that every adapter passes, and tables of vectors that tests go through. */
const isTest = (file: string): boolean =>
  /\.test\.ts$|^adapters\/contract|\/testing\/([a-z-]+-)?vectors\.ts$/.test(file);
const tested = new Set([...citations].flatMap(([file, ids]) => (isTest(file) ? ids : [])));

describe('RULES.md', () => {
  it('is read whole, and so are the files', () => {
    expect(page.ids.size).toBeGreaterThan(640);
    expect(files).toContain('core/chunk/chunk-reader.test.ts');
    expect(tested.size).toBeGreaterThan(500);
  });

  it('has every rule that is cited anywhere', () => {
    const unknown = [...citations].flatMap(([file, ids]) =>
      ids.filter((id) => !page.ids.has(id)).map((id) => `${file} cites ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  it('has no rule but those that a test cites and those that are left out', () => {
    expect([...page.ids].filter((id) => !tested.has(id) && !page.leftOut.has(id))).toEqual([]);
  });

  it('leaves out no rule that a test cites, and keeps none in part that no test cites', () => {
    expect([...page.leftOut].filter((id) => tested.has(id))).toEqual([]);
    expect([...page.keptInPart].filter((id) => !tested.has(id))).toEqual([]);
  });
});

describe('readRulesPage', () => {
  const pageOf = (...rows: string[]): string => `# x\n\n## A\n\n| rule | what |\n| --- | --- |\n${rows.join('\n')}\n`;
  const leftOut = '\n## Left out, and why\n\n| rules | why |\n| --- | --- |\n';

  const keptInPart = leftOut.replace('Left out', 'Kept in part');

  it('tells rules from those left out and those kept in part', () => {
    const rules = pageOf('| Q-1 to Q-3 | x |', '| HS-1 | y |');
    expect(readRulesPage(`${rules}${leftOut}| Q-2, HS-1 | z |\n${keptInPart}| Q-3 | z |\n`)).toEqual({
      ids: new Set(['Q-1', 'Q-2', 'Q-3', 'HS-1']),
      leftOut: new Set(['Q-2', 'HS-1']),
      keptInPart: new Set(['Q-3']),
    });
  });

  it.each([
    ['no words', pageOf('| Q-1 |  |')],
    ['no rule', pageOf('| soon | x |')],
    ['two rows', pageOf('| Q-1 | x |', '| Q-1 | y |')],
    ['never was', `${pageOf('| Q-1 | x |')}${leftOut}| Q-2 | x |\n`],
  ])('throws at a row that has %s', (_, markdown) => {
    expect(() => readRulesPage(markdown)).toThrow();
  });
});

describe('citationsIn', () => {
  it.each([
    ["it('CHK-15, Q-44: x (VEC-CHK-2)')", ['CHK-15', 'Q-44', 'VEC-CHK-2']],
    ['AMF0-1 AMF-LIM-3 AMF-ENC-6 VEC-AMF3-31', ['AMF0-1', 'AMF-LIM-3', 'AMF-ENC-6', 'VEC-AMF3-31']],
    ['(HS-3 to HS-5)', ['HS-3', 'HS-4', 'HS-5']],
    ['VEC-CHK-2 to 4', ['VEC-CHK-2', 'VEC-CHK-3', 'VEC-CHK-4']],
    [' * as CMD-1 to\n * CMD-2 say', ['CMD-1', 'CMD-2']],
    ['// MSG-1\n// to MSG-2', ['MSG-1', 'MSG-2']],
    ['HS-1 to Q-3', ['HS-1', 'Q-3']],
    ['UTF-8, AC-3, XQ-4, CHK-5x, VEC-Q-1', []],
  ])('%s', (text, expected) => {
    expect(citationsIn(text)).toEqual(expected);
  });
});
