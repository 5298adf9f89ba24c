import { vi } from 'vitest';

/** Waits for what other processes or real sockets do: as long as a busy machine may need, no longer than it takes. */
export const until = (done: () => boolean) => vi.waitUntil(done, { timeout: 120_000, interval: 5 });
