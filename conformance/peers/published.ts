import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readReport } from '../report/read-report.ts';
import type { Report } from '../report/report.ts';
import { isAccusing, lookedAt } from './checked.ts';

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

/** A report without what nobody has looked at, and without what makes it long: that can be made again by its command. */
export const published = (report: Report): Report => ({
  ...report,
  subjects: lookedAt(report).subjects.map((subject) => ({
    ...subject,
    results: subject.results.map((result) => ({
      ...result,
      runs: result.runs.filter(isAccusing).map((run) => ({ ...run, transcript: [] })),
    })),
  })),
});

/** All that are kept here, in the order of the page. */
export function publishedReports(): Report[] {
  const folder = new URL('results/', import.meta.url);
  return readdirSync(fileURLToPath(folder))
    .sort((one, other) => ORDER.indexOf(one) - ORDER.indexOf(other))
    .map((name) => readReport(readFileSync(new URL(name, folder), 'utf8'), name));
}
