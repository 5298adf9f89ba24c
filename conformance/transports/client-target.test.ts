import { expect, it } from 'vitest';
import { DEADLINES } from '../kit/case.ts';
import { handshakePacket, reported } from '../kit/matchers.ts';
import { runCase } from '../kit/run-case.ts';
import { expect as expectStep } from '../kit/steps.ts';
import { type ClientCommands, clientTarget } from './client-target.ts';

/** A client in a line of JavaScript, which says C0 and C1 to the place that its environment names. */
const SPEAKS = `const { port } = new URL(process.env.RTMP_URL.replace('rtmp', 'http'));
  require('node:net').connect(Number(port), '127.0.0.1').end(Buffer.alloc(1537, 3), () => process.exit(0));`;

const verdictOf = async (commands: ClientCommands) => {
  const profile = { app: 'live', tcUrl: '', deadlines: DEADLINES };
  const files = { mediaFile: 'media.flv', recordFile: 'record.flv' };
  const target = clientTarget({
    capabilities: new Set(),
    profile,
    mostMs: 20_000,
    nameSuffix: '-t',
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
    },
    target,
  );
  return [result.verdict, ...result.tags];
};

const node = (program: string) => [process.execPath, '-e', program] as const;

it('starts a client for a run, hears what it sends and how it ends', async () => {
  expect(await verdictOf({ publish: node(SPEAKS) })).toEqual(['pass']);
});

it('does not ask a player to publish', async () => {
  expect(await verdictOf({ play: node(SPEAKS) })).toEqual(['unsupported', 'publish']);
});

it('takes exit code 89 for what the client cannot do', async () => {
  expect(await verdictOf({ publish: node('process.exit(89)') })).toEqual(['unsupported', 'exit 89']);
});

it('takes a program that cannot be started for an error of the run', async () => {
  expect(await verdictOf({ publish: ['./no-such-program'] })).toEqual(['error']);
});
