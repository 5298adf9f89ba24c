import type { ContractHarness } from '../../contract/harness.ts';
import { MemoryNetwork } from '../network.ts';

/** Memory for the contract: a network in virtual time. */
export function memoryHarness(): ContractHarness {
  const network = new MemoryNetwork({ link: { toServer: { capacity: 65_536 }, toClient: { capacity: 65_536 } } });
  return {
    listen: async (options) => network.listen(options),
    connect: async (to, options) => network.connect({ ...options, ...to }),
    until: async (what, done) => {
      // Promises settle between steps of the clock, as they do between events of a real runtime.
      for (let step = 0; !done(); step++) {
        if (!network.clock.step() && step > 100) throw new Error(`Nothing left to do while waiting for ${what}.`);
        await undefined;
      }
    },
    lacks: { tls: 'no network is there that TLS could protect' },
  };
}
