import { readdirSync, readFileSync } from 'node:fs';

/** A process cannot be watched; `message` is one line. */
export class ProcessMeterError extends Error {
  override readonly name = 'ProcessMeterError';
}

/** What a process and its children have used. */
export interface ProcessUse {
  /** Since they were started, seconds. */
  readonly cpuSeconds: number;
  /** Resident now, bytes. */
  readonly memoryBytes: number;
  /** The sum of what each of them had resident at most, bytes. */
  readonly peakMemoryBytes: number;
  readonly processCount: number;
}

/** Clock ticks of /proc a second: 100 on every Linux. */
const TICKS = 100;

/**
 * Reads what a process has used, together with all its children that are alive, from Linux's /proc.
 *
 * @throws ProcessMeterError on other systems, and when there is no such process
 */
export function readProcessUse(pid: number): ProcessUse {
  if (process.platform !== 'linux') {
    throw new ProcessMeterError(`a process can be watched on Linux only, by /proc; this is ${process.platform}`);
  }
  const uses = familyOf(pid).flatMap((member) => readOne(member) ?? []);
  if (uses.length === 0) throw new ProcessMeterError(`there is no process ${pid}`);
  const sum = (of: (use: ProcessUse) => number) => uses.reduce((total, use) => total + of(use), 0);
  return {
    cpuSeconds: sum((use) => use.cpuSeconds),
    memoryBytes: sum((use) => use.memoryBytes),
    peakMemoryBytes: sum((use) => use.peakMemoryBytes),
    processCount: uses.length,
  };
}

function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const fields = /^\d+$/.test(entry) ? statOf(Number(entry)) : undefined;
    if (fields !== undefined) parents.set(Number(entry), Number(fields[1]));
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

/** @returns `undefined` when it has gone */
function readOne(pid: number): ProcessUse | undefined {
  const fields = statOf(pid);
  const status = textOf(`/proc/${pid}/status`);
  if (fields === undefined || status === undefined) return undefined;
  const bytes = (name: string) => 1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS;
  return { cpuSeconds, memoryBytes: bytes('VmRSS'), peakMemoryBytes: bytes('VmHWM'), processCount: 1 };
}

/** The fields of /proc/PID/stat behind the name, which may hold anything: state, parent, … */
function statOf(pid: number): string[] | undefined {
  return textOf(`/proc/${pid}/stat`)
    ?.split(/\) (?=\S )/)
    .at(-1)
    ?.split(' ');
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
