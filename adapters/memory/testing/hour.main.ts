import { Broadcast } from './broadcast.ts';

/** Prints what an hour of virtual time came to, and what it cost. */
export interface Hour {
  readonly processorSeconds: number;
  readonly faults: readonly unknown[];
  /** Payload bytes, stream by stream. */
  readonly sent: readonly number[];
  readonly received: readonly number[];
}

const broadcast = new Broadcast(1);
const before = process.cpuUsage();
broadcast.run(3_600_000);
const { user, system } = process.cpuUsage(before);
const { faults, sent, received } = broadcast;
console.log(JSON.stringify({ processorSeconds: (user + system) / 1e6, faults, sent, received } satisfies Hour));
