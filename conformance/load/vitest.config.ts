import { defineConfig } from 'vitest/config';

/** Ends what hangs, and nothing else: what is bounded in time says so itself. */
const PATIENCE_MS = 300_000;

/** Checks with real programs: `npm run test:peers`. They share one machine's processors, so files run one by one. */
export default defineConfig({
  test: {
    include: ['conformance/load/**/*.peer.test.ts'],
    globalSetup: ['conformance/load/global-setup.ts'],
    fileParallelism: false,
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
  },
});
