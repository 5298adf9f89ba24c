// One case alone, with its transcript: npx tsx conformance/case.script.ts 2.15 [server|client] [part of a run's label]
import { CASES } from './cases/index.ts';
import type { Run } from './kit/case.ts';
import { runOfLabel } from './kit/reduce.ts';
import { isFor, runCase } from './kit/run-case.ts';
import { resultText } from './report/result-text.ts';
import { ourClient } from './subjects/our-client.ts';
import { ourServer } from './subjects/our-server.ts';
import { memoryTarget } from './transports/memory-target.ts';

const [id = '', role, label = ''] = process.argv.slice(2);
const pick = (run: Run) => (run.label.includes(label) ? run : runOfLabel(run, label));
const found = CASES.filter((one) => one.id === id);
if (found.length === 0) throw new RangeError(`There is no case ${id === '' ? 'without a number' : id}.`);
for (const subject of [ourServer(), ourClient()]) {
  for (const one of found) {
    if ((role !== undefined && role !== subject.role) || !isFor(subject.role, one)) continue;
    console.log(resultText(await runCase(one, memoryTarget(subject), { keepsTranscripts: true, pick })));
  }
}
