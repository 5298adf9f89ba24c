import { readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type AnyStateMachine, StateMachine } from 'xstate';

/** A machine of the project and where it stands. */
export interface ProjectMachine {
  /** Path below `core/`: `handshake/server-handshake.machine.ts`. */
  readonly file: string;
  readonly machine: AnyStateMachine;
}

/**
 * Every machine under `core/`, by file name: found in the tree rather than listed, so that none can be forgotten.
 *
 * @throws Error when a `*.machine.ts` exports no machine
 */
export async function everyMachine(): Promise<readonly ProjectMachine[]> {
  const core = new URL('../../', import.meta.url);
  const files = readdirSync(fileURLToPath(core), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.machine.ts'))
    .sort();
  const found = await Promise.all(files.map((file) => machinesIn(file, new URL(file, core))));
  return found.flat();
}

async function machinesIn(file: string, url: URL): Promise<ProjectMachine[]> {
  const exported: Record<string, unknown> = await import(pathToFileURL(fileURLToPath(url)).href);
  const machines = Object.values(exported).filter((value) => value instanceof StateMachine);
  if (machines.length === 0) throw new Error(`${file} exports no machine`);
  return machines.map((machine) => ({ file, machine }));
}
