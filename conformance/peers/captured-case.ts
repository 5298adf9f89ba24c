import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { CaptureEvents } from '../../fixtures/tcp/capture-events.ts';
import type { Case } from '../kit/case.ts';
import { runCase } from '../kit/run-case.ts';
import { resultText } from '../report/result-text.ts';
import { transcriptLines } from '../report/transcript-lines.ts';
import type { SuiteSubject } from '../suite/subject.ts';
import type { CaptureCheck } from './capture-check.ts';
import { OUR_COMMAND } from './programs.ts';
import { keepPorts, recordingOf, tsharkText } from './recorder.ts';
import { compared, connectionsOf, type Place, placeName, placesIn } from './same-bytes.ts';
import { isReadAlike, kitReading, TSHARK_FIELDS, tsharkReadings } from './same-messages.ts';

/**
 * Runs a case alone while all is recorded.
 *
 * @param file - without an extension: `.pcapng` gets what was said to the ports of the case, `.txt` what three readers say of it
 */
export async function capturedCase(one: Case, subject: SuiteSubject, file: string): Promise<CaptureCheck> {
  const { target, isUp, restart } = subject;
  const [everything, own] = [`${file}.all.pcapng`, `${file}.pcapng`];
  const result = await recordingOf(everything, () => runCase(one, target, { keepsTranscripts: true }));
  const hasDied = (await isUp?.()) === false;
  if (hasDied) await restart?.();
  const ports = [...new Set(result.runs.map(({ plan }) => portOf(plan.profile.tcUrl)))];
  keepPorts(everything, own, ports);
  rmSync(everything);
  const runs = result.runs.map((run) => ({ label: run.label, transcript: transcriptLines(run) }));
  const places = placesIn(connectionsOf(eventsIn(own)), runs, target.role);
  const readings = tsharkReadings(tsharkText(own, ports, TSHARK_FIELDS).split('\n'), ports);
  const isReadOtherwise = ({ label, on, found }: Place): boolean => {
    const transcript = result.runs.find((run) => run.label === label)?.transcript ?? [];
    const reading = readings.get(found?.ends ?? '')?.[target.role === 'server' ? 's2c' : 'c2s'];
    return reading !== undefined && !isReadAlike(kitReading(transcript, on), reading);
  };
  const readOtherwise = places.filter(isReadOtherwise).map(placeName);
  const { id, verdict } = result;
  const check = { id, verdict, ...(hasDied && { died: true as const }), ...compared(places), readOtherwise };
  const failed = result.runs.filter(({ outcome }) => outcome.problem !== undefined);
  const parts = [
    JSON.stringify(check),
    resultText({ ...result, runs: failed }),
    execFileSync(process.execPath, [OUR_COMMAND, 'inspect', own], { encoding: 'utf8', maxBuffer: 1 << 28 }),
    tsharkText(own, ports),
  ];
  writeFileSync(`${file}.txt`, parts.join('\n\n'));
  return check;
}

const portOf = (tcUrl: string): number => Number(new URL(tcUrl.replace(/^rtmps?/, 'http')).port);

function eventsIn(file: string): CaptureEvents {
  const events = new CaptureEvents();
  events.push(readFileSync(file));
  events.end();
  return events;
}
