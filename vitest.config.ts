import { defineConfig } from 'vitest/config';

/** They weigh the process that they run in, so each has one of its own. */
const WEIGHING = [
  'core/connection/idle-memory.test.ts',
  'fixtures/transcript/long-capture.test.ts',
  'conformance/suite/held-memory.test.ts',
];

/** Ends what hangs, and nothing else: a machine that has much else to do may take ten times as long as one that has not. */
const PATIENCE_MS = 300_000;

export default defineConfig({
  test: {
    testTimeout: PATIENCE_MS,
    hookTimeout: PATIENCE_MS,
    setupFiles: ['core/testing/seed.ts'],
    maxWorkers: '100%', // by default one processor is left out: half of a machine that has two
    projects: [
      {
        extends: true,
        test: { name: 'core', include: ['core/**/*.test.ts'], exclude: WEIGHING, isolate: false },
      },
      {
        extends: true,
        test: {
          name: 'around',
          include: ['adapters/**/*.test.ts', 'conformance/**/*.test.ts', 'fixtures/**/*.test.ts'],
          exclude: ['conformance/load/**/*.peer.test.ts', ...WEIGHING],
          globalSetup: ['adapters/cli/testing/global-setup.ts'],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'weighing', include: WEIGHING } },
    ],
    coverage: {
      provider: 'v8',
      include: ['core/**/*.ts'],
      exclude: [
        'core/**/*.test.ts',
        'core/**/*.bench.ts',
        'core/**/*.script.ts',
        'core/**/testing/**',
        'core/index.ts',
      ],
      reporter: ['text-summary', 'json-summary', 'html'],
      thresholds: { lines: 98, branches: 98, functions: 98, statements: 98 },
    },
  },
});
