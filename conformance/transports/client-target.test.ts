import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type Case, DEADLINES } from '../kit/case.ts';
import { handshakePacket, messageOfType, reported } from '../kit/matchers.ts';
import { runCase } from '../kit/run-case.ts';
import { expect as expectStep } from '../kit/steps.ts';
import { type ClientCommands, clientTarget } from './client-target.ts';

/** A client in a line of JavaScript, which says C0 and C1 to the place that its environment names. */
const SPEAKS = `const { port } = new URL(process.env.RTMP_URL.replace('rtmp', 'http'));
  require('node:net').connect(Number(port), '127.0.0.1').end(Buffer.alloc(1537, 3), () => process.exit(0));`;

const verdictOf = async (commands: ClientCommands, more: Partial<Case> = {}, recordFile?: string) => {
  const profile = { app: 'live', tcUrl: '', deadlines: DEADLINES };
  const files = { mediaFile: 'media.flv', recordFile: recordFile ?? '' };
  const target = clientTarget({
    capabilities: new Set(recordFile === undefined ? [] : (['records'] as const)),
    profile,
    mostMs: 20_000,
    nameOf: (name) => `${name}-t`,
    commands,
    ...files,
  });
  const result = await runCase(
    {
      id: '1.1',
      title: '',
      role: 'client',
      level: 'must',
      pre: 'tcp',
      refs: [],
      clause: '',
      script: [expectStep(handshakePacket(1)), expectStep(reported('ended'))],
      ...more,
    },
    target,
  );
  return [result.verdict, ...result.tags];
};

const node = (program: string) => [process.execPath, '-e', program] as const;

it('starts a client for a run, hears what it sends and how it ends', async () => {
  expect(await verdictOf({ publish: node(SPEAKS) })).toEqual(['pass']);
});

it('asks a client that only plays to play, where that is all the same, and never to publish', async () => {
  expect(await verdictOf({ play: node(SPEAKS) })).toEqual(['pass']);
  expect(await verdictOf({ play: node(SPEAKS) }, { intent: 'publish' })).toEqual(['unsupported', 'publish']);
});

it('tells what a player has recorded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-client-target-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const play = node(`const { RTMP_RECORD, RTMP_URL } = process.env;
    const flv = Buffer.from('464c5601050000000900000000' + '0900000200000500000000' + '1701' + '0000000d', 'hex');
    require('node:net').connect(Number(new URL(RTMP_URL.replace('rtmp', 'http')).port), '127.0.0.1', () =>
      setTimeout(() => require('node:fs').writeFileSync(RTMP_RECORD, flv), 50));`);
  const script = [expectStep(reported('started')), expectStep(messageOfType(9), { on: 'B' })];
  const verdict = await verdictOf({ play }, { intent: 'play', script }, join(folder, 'record.flv'));
  expect(verdict).toEqual(['pass']);
});

it('takes exit code 89 for what the client cannot do', async () => {
  expect(await verdictOf({ publish: node('process.exit(89)') })).toEqual(['unsupported', 'exit 89']);
});

it('takes a program that cannot be started for an error of the run', async () => {
  expect(await verdictOf({ publish: ['./no-such-program'] })).toEqual(['error']);
});

it('ends with a client that connects again until it is killed', async () => {
  const again = node(`const { port } = new URL(process.env.RTMP_URL.replace('rtmp', 'http'));
    const dial = () => require('node:net').connect(Number(port), '127.0.0.1').on('close', dial).end(Buffer.alloc(1537, 3));
    dial(); setInterval(dial, 1);`);
  const script = [expectStep(handshakePacket(1))];
  expect(await verdictOf({ publish: again }, { script })).toEqual(['pass']);
});
