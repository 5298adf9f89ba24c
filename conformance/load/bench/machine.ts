import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { IS_PINNED, type ServerName, versionOfServer } from './servers.ts';

/** On what figures were taken, and when. */
export interface Circumstances {
  readonly command: string;
  readonly date: string;
  readonly processor: string;
  readonly processors: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly node: string;
  /** The server had one processor for itself, and the load the other. */
  readonly isPinned: boolean;
  readonly versions: Readonly<Record<string, string>>;
}

/** @param command - that takes the figures again */
export function circumstances(command: string, servers: ReadonlySet<ServerName>): Circumstances {
  return {
    command,
    date: new Date().toISOString(),
    processor: cpus()[0]?.model ?? 'unknown',
    processors: availableParallelism(),
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.versions.node,
    isPinned: IS_PINNED,
    versions: Object.fromEntries([...servers].map((server) => [server, versionOfServer(server)])),
  };
}
