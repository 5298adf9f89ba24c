import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../../adapters/node/index.ts';
import { createLiveServer } from '../../adapters/server/index.ts';
import { CASES } from '../cases/index.ts';
import { type Case, DEADLINES } from '../kit/case.ts';
import { closed } from '../kit/matchers.ts';
import { expect as expectStep, sendHex } from '../kit/steps.ts';
import { exitCodeOf } from '../report/report.ts';
import { isReachable, type ServerPlace, serverTarget } from '../transports/server-target.ts';
import { runSuite, type SuiteOptions } from './run-suite.ts';
import type { SuiteSubject } from './subject.ts';

const OPTIONS: SuiteOptions = {
  seed: 1,
  isThorough: false,
  repeat: 1,
  keepsTranscripts: false,
  failsFast: false,
  today: '2026-01-01',
};

async function startServer(onConnection?: () => void) {
  const server = createLiveServer();
  const accept = server.acceptOptions;
  const listener = await listen({
    ...accept,
    host: '127.0.0.1',
    port: 0,
    onConnection: (driver) => {
      onConnection?.();
      return accept.onConnection(driver);
    },
  });
  server.attach(listener);
  onTestFinished(() => server.close({ drainMs: 0 }));
  return { server, place: { host: '127.0.0.1', port: listener.address.port, tls: false } };
}

function subjectAt(place: ServerPlace, more: Partial<SuiteSubject> = {}): SuiteSubject {
  const profile = { app: 'live', tcUrl: `rtmp://127.0.0.1:${place.port}/live`, deadlines: DEADLINES };
  const capabilities = new Set<never>();
  const target = serverTarget(place, { capabilities, profile, mostMs: 20_000, nameOf: (name) => `${name}-t` });
  return { name: 'ours', target, reach: 'tcp', isUp: () => isReachable(place), ...more };
}

const only = (...ids: string[]) => CASES.filter(({ id }) => ids.includes(id));

/** A case of the kind that a server dies of. */
const DEADLY: Case = {
  id: '99.1',
  title: 'A byte that is no version',
  role: 'server',
  level: 'must',
  pre: 'tcp',
  refs: [],
  clause: 'None.',
  script: [sendHex('ff'), expectStep(closed(), { within: 'close' })],
};

describe('a suite over TCP', () => {
  it('finds our server in order, with no time of day in the verdicts', async () => {
    const { place } = await startServer();
    const report = await runSuite(only('1.1', '1.2', '1.10', '2.1', '2.13'), subjectAt(place), OPTIONS);
    expect(report.results.map(({ id, verdict, tags }) => `${id} ${verdict} ${tags}`)).toEqual([
      '1.1 pass ',
      '1.2 tolerated time2-zero',
      '1.10 pass ',
      ...only('2.1', '2.13').map(({ id }) => `${id} pass `),
    ]);
    expect(exitCodeOf({ subjects: [report] }, false)).toBe(0);
  });

  it('gives the death of a server to the case that it died in, and ends', async () => {
    const { server, place } = await startServer(() => setImmediate(() => void server.close({ drainMs: 0 })));
    const report = await runSuite([DEADLY, ...only('1.1')], subjectAt(place), OPTIONS);
    expect(report.results).toMatchObject([{ id: '99.1', verdict: 'fail', tags: ['died'] }]);
    expect(report.stopped).toBe('the server died in case 99.1, and is not started anew');
    expect(exitCodeOf({ subjects: [report] }, false)).toBe(1);
  });

  it('goes on with a server that was started anew', async () => {
    const { server, place } = await startServer(() => setImmediate(() => void server.close({ drainMs: 0 })));
    const restart = async () => {
      const next = createLiveServer();
      next.attach(await listen({ ...next.acceptOptions, host: '127.0.0.1', port: place.port }));
      onTestFinished(() => next.close({ drainMs: 0 }));
      return true;
    };
    const report = await runSuite([DEADLY, ...only('1.1')], subjectAt(place, { restart }), OPTIONS);
    expect(report.results.map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
    expect(report.stopped).toBeUndefined();
  });
});
