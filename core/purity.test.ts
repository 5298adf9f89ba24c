import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { impuritiesOf } from './testing/impurities.ts';

const core = new URL('.', import.meta.url);

/** All that ships: sources without tests, benches, scripts and what only those use. */
const sources = readdirSync(fileURLToPath(core), { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !/\.(test|bench|script)\.ts$|(^|\/)testing\//.test(file))
  .sort();

describe('core', () => {
  it('is found by this test', () => {
    expect(sources).toContain('machine/lower.ts');
    expect(sources).toContain('connection/outputs.ts');
  });

  it.each(sources)('%s is pure', (file) => {
    expect(impuritiesOf(file, readFileSync(new URL(file, core), 'utf8'))).toEqual([]);
  });
});

describe('impuritiesOf', () => {
  it.each([
    ["import { readFileSync } from 'node:fs';", 'imports node:fs'],
    ["import type { Socket } from 'net';", 'imports net'],
    ["export { x } from 'some-package';", 'imports some-package'],
    ["import { sha256 } from '@noble/hashes/sha2.js';", 'imports @noble/hashes/sha2.js'],
    ["import { setup } from 'xstate';", 'imports xstate outside a machine'],
    ["type Machine = import('xstate').AnyStateMachine;", 'imports xstate outside a machine'],
    ["const fs = import('./x.ts');", 'a dynamic import'],
    ["import { x } from '../../adapters/driver.ts';", 'imports ../../adapters/driver.ts, which is outside core'],
    ["import { x } from '../index.ts';", 'chunk imports the barrel'],
    ['const now = Date.now();', 'uses Date'],
    ['const x = Math.random();', 'uses Math.random'],
    ['setTimeout(run, 5);', 'uses setTimeout'],
    ['setInterval(run, 5);', 'uses setInterval'],
    ['queueMicrotask(run);', 'uses queueMicrotask'],
    ["console.log('x');", 'uses console'],
    ['const b = Buffer.alloc(1);', 'uses Buffer'],
    ['const d = new TextDecoder();', 'uses TextDecoder'],
    ['const e = new TextEncoder();', 'uses TextEncoder'],
    ['crypto.getRandomValues(into);', 'uses crypto'],
    ['const v = process.env;', 'uses process'],
    ['const g = globalThis;', 'uses globalThis'],
    ['const p = Promise.resolve();', 'uses Promise'],
    ['function f(): Promise<void> {}', 'uses Promise'],
    ['const o = { Date };', 'uses Date'],
    ['async function f() {}', 'is async'],
    ['const f = async () => {};', 'is async'],
    ['await x;', 'awaits'],
    ['for await (const x of y) {}', 'awaits'],
  ])('refuses %s', (source, offence) => {
    expect(impuritiesOf('chunk/x.ts', source)).toContain(`chunk/x.ts: ${offence}`);
  });

  it.each(['createActor', 'transition', 'initialTransition', 'interpret'])('refuses %s, in a machine too', (name) => {
    expect(impuritiesOf('chunk/x.machine.ts', `import { ${name} as y } from 'xstate';`)).toEqual([
      `chunk/x.machine.ts: imports ${name}`,
    ]);
  });

  it.each([
    ['bytes/x.ts', 'machine'],
    ['machine/x.ts', 'bytes'],
    ['chunk/x.ts', 'amf'],
    ['chunk/x.ts', 'message'],
    ['handshake/x.ts', 'chunk'],
    ['acknowledgement/x.ts', 'connection'],
    ['message/x.ts', 'command'],
    ['message/x.ts', 'media'],
    ['command/x.ts', 'connection'],
    ['connection/x.ts', 'media'],
    ['connection/x.ts', 'live'],
    ['media/x.ts', 'message'],
    ['live/x.ts', 'connection'],
    ['undrawn/x.ts', 'bytes'],
  ])('refuses an arrow the design does not have: %s to %s, for types too', (file, folder) => {
    const offence = `${file}: ${file.split('/')[0]} imports ${folder}`;
    expect(impuritiesOf(file, `import { x } from '../${folder}/y.ts';`)).toEqual([offence]);
    expect(impuritiesOf(file, `import type { X } from '../${folder}/y.ts';`)).toEqual([offence]);
  });

  it.each([
    ['chunk/x.ts', "import { ByteCursor } from '../bytes/cursor.ts'; import { y } from './y.ts';"],
    ['connection/x.ts', "import { lower } from '../machine/lower.ts'; import { y } from '../command/y.ts';"],
    ['chunk/x.machine.ts', "import { setup } from 'xstate';"],
    ['machine/x.ts', "import type { AnyStateMachine } from 'xstate';"],
    ['handshake/x.ts', "import { sha256 } from '@noble/hashes/sha2.js';"],
    ['index.ts', "export { x } from './connection/x.ts';"],
    ['chunk/x.ts', 'const x = { process: 1, Date: 2 }; x.process += x.Date; // Date.now(), node:fs'],
    ['chunk/x.ts', 'class X { fetch(): string { return "await Promise"; } }'],
    ['chunk/x.ts', 'this.random(into); Math.max(1, 2);'],
  ])('accepts in %s: %s', (file, source) => {
    expect(impuritiesOf(file, source)).toEqual([]);
  });
});
