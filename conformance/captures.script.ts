import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from './cases/index.ts';
import { isFor } from './kit/run-case.ts';
import { type CaptureCheck, captureChecksIn } from './peers/capture-check.ts';
import { capturedCase } from './peers/captured-case.ts';
import { isAccusing } from './peers/checked.ts';
import { PEERS, type Peer, reportFile, reportName } from './peers/programs.ts';
import { canRecord } from './peers/recorder.ts';
import { RunningPeers } from './peers/running.ts';
import { readReport } from './report/read-report.ts';

// What is behind accusations: npm run conform:captures -- DIR [REPORT [ID,ID...]]
// Each case that went wrong in the reports of DIR (nginx-rtmp-server and so on) is run once more, alone, while tshark records the
// loopback (Linux, with the right to). DIR/captures gets the packets, and beside them what the kit, millrace inspect and tshark say
// of them; a JSON for each report tells whether the transcripts of the kit hold the bytes that were on the wire.

const [folder, only, ids] = process.argv.slice(2);
if (folder === undefined) throw new RangeError('which folder of reports is to be looked at?');
if (!canRecord()) throw new RangeError('tshark is wanted, and the right to record the loopback');
const out = join(folder, 'captures');
mkdirSync(out, { recursive: true });

async function look(peer: Peer, folder: string): Promise<readonly CaptureCheck[]> {
  const name = reportName(peer);
  const file = join(folder, reportFile(peer));
  const { subjects } = readReport(readFileSync(file, 'utf8'), file);
  const accused = subjects.flatMap(({ results }) => results.filter(isAccusing)).map(({ id }) => id);
  const { subject } = await running.start(peer, 1);
  const checks: CaptureCheck[] = [];
  for (const one of CASES.filter((each) => isFor(subject.target.role, each))) {
    if (!(ids?.split(',') ?? accused).includes(one.id)) continue;
    const check = await capturedCase(one, subject, join(out, `${name}-${one.id}`));
    checks.push(check);
    const troubles = [
      ...check.missing.map((connection) => `, not in the capture: ${connection}`),
      ...check.readOtherwise.map((connection) => `, read otherwise by tshark: ${connection}`),
    ];
    console.log(
      `${name} ${one.id} ${check.verdict}: ${check.bytes} bytes of ${check.connections} connections${troubles.join('')}`,
    );
  }
  return checks;
}

const running = new RunningPeers();
try {
  const chosen = PEERS.filter((peer) => only === undefined || reportName(peer) === only);
  for (const peer of chosen) {
    const checks = await look(peer, folder);
    const file = join(out, reportFile(peer));
    const others = captureChecksIn(file).filter(({ id }) => !checks.some((one) => one.id === id));
    writeFileSync(file, `${JSON.stringify([...others, ...checks], undefined, 1)}\n`);
  }
} finally {
  running.stop();
}
