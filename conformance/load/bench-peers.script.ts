import { writeFileSync } from 'node:fs';
import { compare, doubts, markdownOf, type Round, type Verdict } from './bench/comparison.ts';
import { circumstances } from './bench/machine.ts';
import { measure } from './bench/measure.ts';
import { ROWS, type Row } from './bench/rows.ts';
import { complain, countOption, scriptOptions } from './bench/script-options.ts';

// The same load on our server, nginx-rtmp and node-media-server, one after the other, again and again:
// `npm run build && npm run bench:peers -- --rows fan-out,ingest-128 --rounds 5 --seconds 5 --json FILE`. Linux.

/** No more of the load's own time than it takes. */
const HOW = ['--verify', 'sample'];

const options = scriptOptions({
  rows: { type: 'string', default: ROWS.map(({ name }) => name).join(',') },
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '5' },
  json: { type: 'string' },
});
const rounds = countOption('--rounds', options.rounds);
const seconds = countOption('--seconds', options.seconds);
const rows = options.rows.split(',').map(rowOf);

const command = `npm run bench:peers -- --rows ${options.rows} --rounds ${rounds} --seconds ${seconds}`;
const measured = new Map<Row, Round[]>(rows.map((row) => [row, []]));
for (const [row, taken] of measured) {
  for (let round = 1; round <= rounds; round++) {
    taken.push(await roundOf(row, round));
    // Each time: what was measured is kept when the rest is not waited for.
    if (options.json !== undefined) writeFileSync(options.json, jsonOf());
  }
  for (const doubt of doubts(taken)) process.stderr.write(`${row.name}: ${doubt}\n`);
}
process.stdout.write(markdownOf(verdicts()));

function verdicts(): Verdict[] {
  return [...measured].flatMap(([row, taken]) => compare(row, taken));
}

/** Everything that was measured so far. */
function jsonOf(): string {
  const about = circumstances(command, new Set(rows.flatMap(({ servers }) => servers)));
  const reports = Object.fromEntries([...measured].map(([row, taken]) => [row.name, taken]));
  return `${JSON.stringify({ ...about, verdicts: verdicts(), rounds: reports }, undefined, 2)}\n`;
}

async function roundOf(row: Row, round: number): Promise<Round> {
  const reports: Round = {};
  for (const server of row.servers) {
    process.stderr.write(`${row.name} ${round}/${rounds}: ${server}\n`);
    const report = await measure(server, [...HOW, '--duration', `${seconds}`, ...row.load]);
    if (report !== undefined) Object.assign(reports, { [server]: report });
  }
  return reports;
}

function rowOf(name: string): Row {
  const row = ROWS.find((candidate) => candidate.name === name);
  return row ?? complain(`--rows wants some of ${ROWS.map((known) => known.name).join(', ')}, not "${name}"`);
}
