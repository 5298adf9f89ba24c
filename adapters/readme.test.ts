import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

// Runs every example of the READMEs as a program of its own and compares what it prints with its `// prints:` lines.

const sources = fileURLToPath(new URL('.', import.meta.url));
const readmes = ['../README.md', 'README.md'];
const examples = (await Promise.all(readmes.map(examplesOf))).flat();

async function examplesOf(readme: string): Promise<(readonly [name: string, text: string])[]> {
  const text = await readFile(join(sources, readme), 'utf8');
  const blocks = [...text.matchAll(/```ts\n(.*?)```/gs)];
  return blocks.map((block, index) => [`${readme} ${index + 1}`, block[1]!]);
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(sources, '..', 'node_modules', '.millrace-readme-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each(examples)('example %s prints what it says', async (name, text) => {
  const file = join(folder, `${name.replaceAll(/\W/g, '-')}.mts`);
  const program = text
    .replaceAll(/from 'millrace\/(\w+)'/g, (_, name) => `from '${join(sources, name, 'index.ts')}'`)
    .replaceAll("from 'millrace'", `from '${join(sources, '..', 'core', 'index.ts')}'`);
  await writeFile(file, program);
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file]);
  expect(stdout.trim().split('\n')).toEqual([...text.matchAll(/^\/\/ prints: (.*)$/gm)].map((match) => match[1]));
});
