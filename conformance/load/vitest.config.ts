import { defineConfig } from 'vitest/config';

/** Checks with real programs: `npm run test:peers`. They share one machine's processors, so files run one by one. */
export default defineConfig({
  test: {
    include: ['conformance/load/**/*.peer.test.ts'],
    globalSetup: ['conformance/load/global-setup.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
