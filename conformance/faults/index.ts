import { handshakeFaults } from './01-handshake.ts';
import { chunkStreamFaults } from './02-chunk-stream.ts';
import { controlFaults } from './03-control.ts';
import { userControlFaults } from './04-user-control.ts';
import { amfFaults } from './05-amf.ts';
import { netConnectionFaults } from './06-net-connection.ts';
import { publishFaults } from './07-publish.ts';
import { playFaults } from './08-play.ts';
import { relayFaults } from './09-relay.ts';
import { enhancedFaults } from './10-enhanced.ts';
import { timingFaults } from './11-timing.ts';
import { robustnessFaults } from './12-robustness.ts';
import { shutdownFaults } from './13-shutdown.ts';
import { generatedFaults } from './14-generated.ts';
import type { SeededFault } from './fault.ts';
import { memoryFaults } from './memory.ts';

/** Every seeded fault: by area, and those of memory. */
export const FAULTS: readonly SeededFault[] = [
  ...handshakeFaults,
  ...chunkStreamFaults,
  ...controlFaults,
  ...userControlFaults,
  ...amfFaults,
  ...netConnectionFaults,
  ...publishFaults,
  ...playFaults,
  ...relayFaults,
  ...enhancedFaults,
  ...timingFaults,
  ...robustnessFaults,
  ...shutdownFaults,
  ...generatedFaults,
  ...memoryFaults,
];
