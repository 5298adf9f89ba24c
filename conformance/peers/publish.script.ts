import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReport } from '../report/read-report.ts';
import { captureChecksIn } from './capture-check.ts';
import { peersPage } from './page.ts';
import { published, publishedReports } from './published.ts';

// What `npm run conform:peers -- DIR` has written, for everybody: npm run conform:publish -- DIR
// Reports lose their transcripts, and the page is written from what is left. Results that nobody has looked at, or that
// npm run conform:captures -- DIR has not recorded, are told as such.

const [from] = process.argv.slice(2);
if (from === undefined) throw new RangeError('which folder of reports is to be published?');
const results = new URL('results/', import.meta.url);
mkdirSync(results, { recursive: true });
const files = readdirSync(from).filter((name) => name.endsWith('.json'));
for (const file of files) {
  const checks = captureChecksIn(join(from, 'captures', file));
  const report = published(readReport(readFileSync(join(from, file), 'utf8'), file), checks);
  writeFileSync(new URL(file, results), `${JSON.stringify(report, undefined, 1)}\n`);
}
writeFileSync(new URL('README.md', import.meta.url), peersPage(publishedReports()));
console.log(`${files.length} reports of ${from} are published`);
