import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Bench, isRegression, leastOf, type Measured, measureSurely } from './bench.ts';

/*
 * npm run bench [-- PART_OF_A_PATH]: measures every bench whose file has that in its path, each file in a process of its
 * own, as what one leaves in the compiler's memory is not another's. Ends with 1 when one has become slow.
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDERS = ['core', 'adapters', 'conformance', 'fixtures'];

function filesOf(folder: string): string[] {
  const files = readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' });
  return files.map((file) => `${folder}/${file.replaceAll('\\', '/')}`).filter((file) => file.endsWith('.bench.ts'));
}

function row(cells: readonly string[]): string {
  const [name = '', limit = '', ...numbers] = cells;
  return `${name.padEnd(52)} ${limit.padEnd(34)} ${numbers.map((cell) => cell.padStart(9)).join('')}`;
}

function tableRow({ name, limit, target, recorded }: Bench, { least, median, most, eachNs }: Measured): string {
  const ratios = [median, least, most, recorded].map((ratio) => ratio.toPrecision(3));
  return row([`  ${name}`, limit.name, ...ratios, target === undefined ? '' : `${target}`, duration(eachNs)]);
}

function duration(ns: number): string {
  if (ns < 1e3) return `${ns.toPrecision(3)} ns`;
  return ns < 1e6 ? `${(ns / 1e3).toPrecision(3)} µs` : `${(ns / 1e6).toPrecision(3)} ms`;
}

/** @returns how many have become slow */
async function measureFile(file: string): Promise<number> {
  const { benches }: { readonly benches: readonly Bench[] } = await import(pathToFileURL(`${ROOT}${file}`).href);
  console.log(file);
  let regressions = 0;
  for (const bench of benches) {
    const measured = measureSurely(bench);
    console.log(tableRow(bench, measured));
    if (!isRegression(bench, measured)) continue;
    regressions += 1;
    console.log(
      `  ^ regression: expected ${leastOf(bench).toPrecision(3)} at least, got ${measured.median.toPrecision(3)}`,
    );
  }
  return regressions;
}

function measureAll(part: string): number {
  const files = FOLDERS.flatMap(filesOf)
    .filter((file) => file.includes(part))
    .sort();
  console.log(row(['rate', 'of', 'median', 'least', 'most', 'recorded', 'target', 'each']));
  const script = fileURLToPath(import.meta.url);
  let status = files.length === 0 ? 1 : 0;
  for (const file of files) {
    const run = spawnSync(process.execPath, ['--import', 'tsx', script, '--file', file], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    if (run.status !== 0) status = 1;
  }
  return status;
}

const [first = '', second = ''] = process.argv.slice(2);
process.exitCode = first === '--file' ? Math.min(1, await measureFile(second)) : measureAll(first);
