import { messages, type SeededFault } from './fault.ts';

/** Area 2: what the cases on the chunk stream must find. */
export const chunkStreamFaults: readonly SeededFault[] = [
  {
    name: 'relays timestamps in units of 10 ms',
    role: 'server',
    foundBy: '2.15',
    says: () => messages((message) => [{ ...message, timestamp: Math.floor(message.timestamp / 100) * 100 }]),
  },
];
