import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

// Runs every example of README.md as a program of its own and compares what it prints with its `// prints:` lines.

const sources = fileURLToPath(new URL('.', import.meta.url));
const readme = await readFile(join(sources, 'README.md'), 'utf8');
const examples = [...readme.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]!);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(sources, '..', 'node_modules', '.millrace-readme-'));
});
afterAll(() => rm(folder, { recursive: true }));

it.each(examples.map((text, index) => [index + 1, text] as const))(
  'example %i prints what it says',
  async (index, text) => {
    const file = join(folder, `example-${index}.mts`);
    const program = text
      .replaceAll(/from 'millrace\/(\w+)'/g, (_, name) => `from '${join(sources, name, 'index.ts')}'`)
      .replaceAll("from 'millrace'", `from '${join(sources, '..', 'core', 'index.ts')}'`);
    await writeFile(file, program);
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file]);
    expect(stdout.trim().split('\n')).toEqual([...text.matchAll(/^\/\/ prints: (.*)$/gm)].map((match) => match[1]));
  },
);
