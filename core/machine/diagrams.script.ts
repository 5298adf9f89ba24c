import { readFileSync, writeFileSync } from 'node:fs';
import { withDiagrams } from './testing/diagrams-in-readme.ts';

const readme = new URL('../README.md', import.meta.url);
writeFileSync(readme, await withDiagrams(readFileSync(readme, 'utf8')));
