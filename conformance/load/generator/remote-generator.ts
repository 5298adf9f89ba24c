import { type ChildProcess, fork } from 'node:child_process';
import { ClientError, type ClientErrorCode } from '../../../adapters/client/index.ts';
import type { GeneratorProcess, Integrity, JoinCounts, SentCounts, WindowCounts } from './generator-process.ts';
import type { LoadPlan } from './load-plan.ts';

/** What is asked of a process that generates, by the name of a method. */
export type GeneratorCall =
  | { readonly method: 'begin'; readonly plan: LoadPlan; readonly index: number }
  | { readonly method: 'publish' | 'play' | 'rest' | 'openWindow' | 'closeWindow' | 'stop' | 'close' }
  | { readonly method: 'settle'; readonly sent: SentCounts };

/** What it answers, one answer to each call. */
export type GeneratorAnswer =
  | { readonly result: unknown }
  | { readonly error: { readonly code: ClientErrorCode | undefined; readonly message: string } };

/** A generator in a process of its own, which `serveGenerator` runs there. */
export class RemoteGenerator implements GeneratorProcess {
  readonly #process: ChildProcess;

  private constructor(program: readonly string[]) {
    const [file = '', ...parameters] = program;
    this.#process = fork(file, parameters, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }

  /**
   * Starts one, and answers when it is up.
   *
   * @param program - the arguments that make this program serve a generator
   */
  static async start(program: readonly string[], plan: LoadPlan, index: number): Promise<RemoteGenerator> {
    const generator = new RemoteGenerator(program);
    await generator.#call({ method: 'begin', plan, index });
    return generator;
  }

  publish(): Promise<void> {
    return this.#call({ method: 'publish' });
  }

  play(): Promise<JoinCounts> {
    return this.#call({ method: 'play' });
  }

  rest(): Promise<JoinCounts> {
    return this.#call({ method: 'rest' });
  }

  openWindow(): Promise<void> {
    return this.#call({ method: 'openWindow' });
  }

  closeWindow(): Promise<WindowCounts> {
    return this.#call({ method: 'closeWindow' });
  }

  stop(): Promise<SentCounts> {
    return this.#call({ method: 'stop' });
  }

  settle(sent: SentCounts): Promise<Integrity> {
    return this.#call({ method: 'settle', sent });
  }

  async close(): Promise<string | undefined> {
    const broken = await this.#call<string | null>({ method: 'close' });
    this.#process.disconnect();
    return broken ?? undefined;
  }

  /** The other end is this same program, which answers with what the method of that name gives. */
  #call<T>(call: GeneratorCall): Promise<T> {
    return new Promise((resolve, reject) => {
      const gone = (): void => reject(new ClientError('lost', 'a process of the generator ended'));
      this.#process.once('exit', gone);
      this.#process.once('message', (answer: GeneratorAnswer) => {
        this.#process.off('exit', gone);
        if ('result' in answer)
          resolve(answer.result as T); // see above
        else reject(new ClientError(answer.error.code ?? 'lost', answer.error.message));
      });
      this.#process.send(call);
    });
  }
}
