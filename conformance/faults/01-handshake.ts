import { fill } from '../kit/wire/bytes.ts';
import type { SeededFault } from './fault.ts';

/** Area 1: what the cases on the handshake must find. */
export const handshakeFaults: readonly SeededFault[] = [
  {
    name: 'sends S2 with one byte too few',
    role: 'server',
    foundBy: '1.1',
    says: () => {
      let sent = 0;
      return (bytes) => {
        sent += bytes.length;
        return sent === 3073 ? bytes.subarray(0, bytes.length - 1) : bytes;
      };
    },
  },
  {
    name: 'sends C2 before S1',
    role: 'client',
    foundBy: '1.23',
    says: () => {
      let isFirst = true;
      return (bytes) => {
        if (!isFirst) return bytes;
        isFirst = false;
        return Uint8Array.from([...bytes, ...fill(1536)]);
      };
    },
  },
];
