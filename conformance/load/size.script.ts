import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

// What parts of the package weigh in the bundle of a browser application: `npm run build && npm run size`.

/** An application that uses one part, and the most that it may weigh: bytes after gzip, xstate not counted. */
interface Part {
  readonly name: string;
  readonly program: string;
  readonly most?: number;
}

const PARTS: readonly Part[] = [
  { name: 'AMF0', program: `export { decodeAmf0, encodeAmf0 } from 'millrace'`, most: 9_000 },
  { name: 'chunk reader', program: `export { ChunkReader } from 'millrace'`, most: 9_000 },
  {
    name: 'client connection, with both',
    program: `export { ChunkReader, createClientConnection, decodeAmf0, encodeAmf0 } from 'millrace'`,
    most: 40_000,
  },
  { name: 'server connection', program: `export { createServerConnection } from 'millrace'` },
  { name: 'client over a WebSocket', program: `export { connectWebSocket } from 'millrace/web'` },
  { name: 'all of the core', program: `export * from 'millrace'` },
];

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bytes of the minified bundle after gzip. @param external - packages that are left out */
async function sizeOf(program: string, external: readonly string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root },
    external: [...external],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logOverride: { 'ignored-bare-import': 'silent' }, // of chunks that nothing is used of: that is what is measured
  });
  const [bundle] = outputFiles;
  return gzipSync(bundle!.contents, { level: 9 }).length; // one entry, so one file
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`.padStart(9);

console.log(`${'minified, gzip'.padEnd(30)}   millrace    xstate`);
for (const { name, program, most } of PARTS) {
  const own = await sizeOf(program, ['xstate']);
  const whole = await sizeOf(program, []);
  const isTooLarge = most !== undefined && own > most;
  const verdict = isTooLarge ? `  more than ${kilobytes(most).trim()}` : '';
  console.log(`${name.padEnd(30)}  ${kilobytes(own)} ${kilobytes(whole - own)}${verdict}`);
  if (isTooLarge) process.exitCode = 1;
}
