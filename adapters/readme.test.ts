import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import jsr from '../jsr.json' with { type: 'json' };
import { commandOf, describeOn } from './testing/runtimes.ts';

// Runs every example of the READMEs as a program of its own, on the runtime whose entry it imports, and compares what it
// prints with its `// prints:` lines.

const sources = fileURLToPath(new URL('.', import.meta.url));
const readmes = ['../README.md', 'README.md', '../fixtures/README.md'];
const examples = (await Promise.all(readmes.map(examplesOf))).flat();

async function examplesOf(readme: string): Promise<(readonly [name: string, text: string])[]> {
  const text = await readFile(join(sources, readme), 'utf8');
  const blocks = [...text.matchAll(/```ts\n(.*?)```/gs)];
  const named = blocks.map((block, index) => [`${readme} ${index + 1}`, block[1]!] as const);
  return named.filter(([, text]) => text.includes("from 'millrace")); // others are for who works on the sources
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(sources, '..', '.examples-')); // in the project: Deno looks for its packages from there
});
afterAll(() => rm(folder, { recursive: true }));

const runtimeOf = (text: string) => /from 'millrace\/(deno|bun)'/.exec(text)?.[1] ?? 'node';

/** The source that an entry is made of. */
function sourceOf(entry: string): string {
  const source = Object.entries(jsr.exports).find(([name]) => name === entry)?.[1];
  if (source === undefined) throw new Error(`The package has no entry ${entry}.`);
  return join(sources, '..', source);
}

/** Makes one file of an example and of the sources that it needs: Node knows no TypeScript, and a loader takes its time. */
async function bundled(file: string): Promise<string> {
  const outfile = file.replace(/\.mts$/, '.mjs');
  await build({ entryPoints: [file], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm' });
  return outfile;
}

function describeExamples(
  runtime: string,
  command: readonly [string, ...string[]],
  prepared: (file: string) => Promise<string> = async (file) => file,
): void {
  const mine = examples.filter(([, text]) => runtimeOf(text) === runtime);
  it.each(mine)('example %s prints what it says', async (name, text) => {
    const file = join(folder, `${name.replaceAll(/\W/g, '-')}.mts`);
    await writeFile(
      file,
      text.replaceAll(/from 'millrace(\/\w+)?'/g, (_, entry = '') => `from '${sourceOf(`.${entry}`)}'`),
    );
    const [program, ...parameters] = command;
    const { stdout } = await promisify(execFile)(program, [...parameters, await prepared(file)], {
      cwd: join(sources, '..'),
    });
    expect(stdout.trim().split('\n')).toEqual([...text.matchAll(/^\/\/ prints: (.*)$/gm)].map((match) => match[1]));
  });
}

describe('the READMEs', () => describeExamples('node', [process.execPath], bundled));
for (const runtime of ['deno', 'bun'] as const) {
  describeOn(runtime, `the READMEs on ${runtime}`, () => describeExamples(runtime, commandOf(runtime)));
}
