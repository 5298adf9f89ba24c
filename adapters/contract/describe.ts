import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { CONTRACT, runCase } from '../contract.ts';
import { commandOf, describeOn, type OtherRuntime } from '../testing/runtimes.ts';
import { type ContractCase, whyNot } from './case.ts';
import type { ContractHarness } from './harness.ts';
import type { ContractResult } from './report.ts';

const applying = (makeHarness: () => ContractHarness) =>
  CONTRACT.filter((promise) => whyNot(promise, makeHarness()) === undefined);

const named = (promise: ContractCase) => [promise.title, promise] as const;

/** The contract in this very process: every case that applies. */
export function describeContract(name: string, makeHarness: () => ContractHarness): void {
  describe(`the adapter contract: ${name}`, () => {
    it.each(applying(makeHarness).map(named))('%s', (_, promise) => runCase(promise, makeHarness));
  });
}

/**
 * The contract in a process of another runtime: each result as a test of its own.
 *
 * @param program - calls `reportContract` with these very harnesses and prints each result
 */
export function describeContractOn(
  runtime: OtherRuntime,
  harnesses: Readonly<Record<string, () => ContractHarness>>,
  program: URL,
): void {
  describeOn(runtime, `the adapter contract on ${runtime}`, () => {
    let run: ContractRun;
    beforeAll(() => {
      run = new ContractRun(runtime, program);
    });
    afterAll(() => run.stop());
    for (const [harness, makeHarness] of Object.entries(harnesses)) {
      describe(harness, () => {
        it.each(applying(makeHarness).map(named))('%s', async (title) => {
          const { error } = await run.result(harness, title);
          if (error !== undefined) throw new Error(error);
        });
      });
    }
  });
}

/** A process that runs the contract. Results are waited for in the order in which they come. */
class ContractRun {
  readonly #process;
  readonly #results: AsyncIterator<string>;
  #stderr = '';

  constructor(runtime: OtherRuntime, program: URL) {
    const [command, ...parameters] = commandOf(runtime);
    this.#process = spawn(command, [...parameters, fileURLToPath(program)], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process.stderr.on('data', (text: Buffer) => {
      this.#stderr += text;
    });
    this.#results = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  async result(harness: string, title: string): Promise<ContractResult> {
    for (;;) {
      const { done, value } = await this.#results.next();
      if (done) throw new Error(`The process ended before this case. ${this.#stderr}`);
      const result = JSON.parse(value) as ContractResult; // our own program printed it
      if (result.harness === harness && result.title === title) return result;
    }
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }
}
