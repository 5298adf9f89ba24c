import type { ChildProcess } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import type { Intent, Profile } from '../kit/case.ts';
import type { Target } from '../kit/run-case.ts';
import { type CommandTemplate, killed, launch } from './launch.ts';
import { LiveRun, type LiveSubject } from './live-run.ts';
import { Recording } from './recording.ts';
import type { SocketOptions } from './server-target.ts';
import { SocketLine } from './socket-line.ts';

export interface ClientCommands {
  readonly publish?: CommandTemplate;
  readonly play?: CommandTemplate;
}

export interface ClientOptions extends SocketOptions {
  readonly commands: ClientCommands;
  /** An FLV file of self-checking media, for who publishes. */
  readonly mediaFile: string;
  /** Where a player may write what it receives. */
  readonly recordFile: string;
}

/** With this exit code a client says that it cannot do what it was asked. */
const UNSUPPORTED = 89;
/** Characters of what it says on its standard error that are kept, from the end: the reason may stand above a long trace. */
const MOST_WORDS = 4_000;

/** A client by its command: started anew for each run, and told of a port of its own. */
export function clientTarget(options: ClientOptions): Target {
  const { capabilities, profile, mostMs, nameOf, commands } = options;
  const intents: readonly Intent[] = ['publish', 'play'];
  return {
    role: 'client',
    capabilities,
    profile,
    intents: intents.filter((intent) => commands[intent] !== undefined),
    run: async (plan) => {
      const template = commands[plan.intent];
      if (template === undefined) return { plan, outcome: cannot(plan.intent), transcript: [], inputs: [] };
      const server = await listen();
      const own: Profile = { ...profile, tcUrl: `rtmp://127.0.0.1:${portOf(server)}/${profile.app}` };
      const run = new LiveRun({ ...plan, profile: own, name: nameOf(plan.name) });
      return run.finish(new CommandClient(server, run, template, { ...options, profile: own }), mostMs);
    },
  };
}

const cannot = (intent: string) => ({ verdict: 'unsupported', tags: [intent] }) as const;

class CommandClient implements LiveSubject {
  readonly #server: Server;
  readonly #run: LiveRun;
  readonly #template: CommandTemplate;
  readonly #options: ClientOptions;
  #child: ChildProcess | undefined;
  #recording: Recording | undefined;
  readonly #sockets = new Set<Socket>();
  #words = '';

  constructor(server: Server, run: LiveRun, template: CommandTemplate, options: ClientOptions) {
    this.#server = server;
    this.#run = run;
    this.#template = template;
    this.#options = options;
    server.on('connection', (socket) => this.#accept(socket));
  }

  launch(intent: Intent, name: string): void {
    const { profile, mediaFile, recordFile, mostMs } = this.#options;
    if (intent === 'play' && this.#options.capabilities.has('records')) this.#record(recordFile);
    const order = { intent, tcUrl: profile.tcUrl, name, mediaFile, recordFile, mostMs };
    const child = launch(this.#template, order);
    this.#child = child;
    child.stderr?.on('data', (text) => {
      this.#words = `${this.#words}${text}`.slice(-MOST_WORDS);
    });
    child.on('error', (error) => this.#run.fail(error));
    child.on('close', (code, signal) => this.#ended(code, `exit ${code ?? signal}`));
  }

  /** Who records has begun when the first of it is there. */
  #record(file: string): void {
    let hasBegun = false;
    this.#recording = new Recording(file, (received) => {
      if (!hasBegun) this.#run.tell({ reported: { what: 'started', detail: 'records' } });
      hasBegun = true;
      this.#run.tell({ received });
    });
  }

  async leave(): Promise<void> {
    this.#recording?.stop();
    await killed(this.#child);
    // One that was opened when the run was over is nobody's line, and a server waits for all of them.
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Its first connection is A, those that it opens later A2, A3, … */
  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const on = this.#sockets.size === 1 ? 'A' : `A${this.#sockets.size}`;
    const line = new SocketLine(socket, {
      data: (data) => this.#run.tell({ data, on }),
      closed: (how) => this.#run.tell({ closed: on, how }),
    });
    this.#run.joined(on, line);
  }

  #ended(code: number | null, how: string): void {
    this.#recording?.read();
    if (code === UNSUPPORTED) return this.#run.settle(cannot(`exit ${UNSUPPORTED}`));
    const detail = `${how} ${this.#words.trim()}`.trim();
    this.#run.tell({ reported: { what: code === 0 ? 'ended' : 'failed', detail } });
  }
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true });
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve(server));
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a server that listens has a port');
  return address.port;
}
