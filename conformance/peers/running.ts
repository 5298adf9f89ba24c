import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { parseConform } from '../../adapters/cli/conform-options.ts';
import { clientFiles } from '../cli/client-files.ts';
import { clientSubject, serverSubject } from '../cli/subjects.ts';
import type { ServerCommand } from '../load/peer-servers.ts';
import type { SuiteSubject } from '../suite/subject.ts';
import { isReachable } from '../transports/server-target.ts';
import { OUR_COMMAND, type Peer } from './programs.ts';

/** On a machine that has much else to do a server may take its time. */
const START_MS = 60_000;

/** A process that has thrown may still be there for a moment: its death is to be found in the case that it died of. */
const DYING_MS = 100;

/** A peer that cases can be run against. */
export interface RunningPeer {
  readonly subject: SuiteSubject;
  /** What whoever has installed it types for the same. */
  readonly command: string;
}

/** Programs that run while something is done with them, and their files. */
export class RunningPeers {
  readonly #folder = mkdtempSync(join(tmpdir(), 'millrace-peers-'));
  readonly #running = new Set<ChildProcess>();

  constructor() {
    // The profile of our clients calls them `millrace`, as whoever has installed them does.
    const program = join(this.#folder, 'millrace');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${OUR_COMMAND}' "$@"\n`);
    chmodSync(program, 0o755);
    process.env.PATH = `${this.#folder}${delimiter}${process.env.PATH}`;
    process.once('exit', () => this.stop());
  }

  /** @param jobs - of a client, so many at once; of a server, so many of it, which share nothing */
  async start(peer: Peer, jobs: number): Promise<RunningPeer> {
    if (peer.server === undefined) return this.#client(peer, jobs);
    const { server } = peer;
    const servers = Array.from({ length: jobs }, () => this.#server(peer, server));
    const [first, ...others] = await Promise.all(servers);
    if (first === undefined) throw new RangeError('one server at least is wanted');
    return { ...first, subject: { ...first.subject, beside: others.map(({ subject }) => subject) } };
  }

  /** Ends them all. */
  stop(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #client(peer: Peer, jobs: number): Promise<RunningPeer> {
    const options = parseConform(['client', '--profile', peer.name, '--jobs', String(jobs)]);
    if (options.action !== 'client') throw new RangeError('a client was asked for');
    const subject = await clientSubject(options, await clientFiles(mkdtempSync(join(this.#folder, 'client-'))));
    return { subject: { ...subject, version: peer.version() }, command: options.commandLine };
  }

  async #server(peer: Peer, server: NonNullable<Peer['server']>): Promise<RunningPeer> {
    const command = await server(mkdtempSync(join(this.#folder, 'server-')));
    const restart = () => this.#listens(command);
    if (!(await restart())) throw new Error(`${peer.name} does not listen within ${START_MS} ms`);
    const options = parseConform(['server', '--profile', peer.name, `rtmp://127.0.0.1:${command.port}/live`]);
    if (options.action !== 'server') throw new RangeError('a server was asked for');
    const subject = await serverSubject(options);
    const isUp = async () => {
      await later(DYING_MS);
      return (await subject.isUp?.()) ?? true;
    };
    return { subject: { ...subject, version: peer.version(), isUp, restart }, command: options.commandLine };
  }

  /** Starts a server. @returns whether it listens */
  async #listens({ command, parameters, port }: ServerCommand): Promise<boolean> {
    const child = spawn(command, parameters, { stdio: 'ignore' });
    this.#running.add(child);
    child.on('exit', () => this.#running.delete(child));
    for (const end = performance.now() + START_MS; performance.now() < end; await later(100)) {
      if (await isReachable({ host: '127.0.0.1', port })) return true;
    }
    return false;
  }
}
