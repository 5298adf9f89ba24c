import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readReport } from '../report/read-report.ts';
import type { Report, ResultReport } from '../report/report.ts';
import type { CaptureCheck } from './capture-check.ts';
import type { CheckedPeer } from './checked/checked-peer.ts';
import { isAccusing, lookedAt, notChecked } from './checked.ts';

/** Servers before clients, ours before others. */
const ORDER: readonly string[] = [
  'ours-server.json',
  'nginx-rtmp-server.json',
  'node-media-server-server.json',
  'ours-client.json',
  'ffmpeg-client.json',
  'rtmpdump-client.json',
  'gstreamer-client.json',
];

/**
 * A report without what nobody has looked at, and without what makes it long: that can be made again by its command.
 *
 * @param checks - of the cases that were recorded: where the packets do not hold what the transcript does, nobody has looked either
 */
export const published = (report: Report, checks: readonly CaptureCheck[], peers?: readonly CheckedPeer[]): Report => ({
  ...report,
  subjects: lookedAt(report, peers).subjects.map((subject) => ({
    ...subject,
    results: subject.results
      .map((one) => (isAccusing(one) && !isRecorded(one, checks) ? notChecked(one) : one))
      .map((result) => ({
        ...result,
        runs: result.runs.filter(isAccusing).map((run) => ({ ...run, transcript: [] })),
      })),
  })),
});

const isRecorded = ({ id }: ResultReport, checks: readonly CaptureCheck[]): boolean =>
  checks.some((one) => one.id === id && one.missing.length === 0 && (isAccusing(one) || one.died === true));

/** All that are kept here, in the order of the page. */
export function publishedReports(): Report[] {
  const folder = new URL('results/', import.meta.url);
  return readdirSync(fileURLToPath(folder))
    .sort((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other))
    .map((name) => readReport(readFileSync(new URL(name, folder), 'utf8'), name));
}
