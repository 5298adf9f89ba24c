import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['core/**/*.test.ts', 'adapters/**/*.test.ts', 'conformance/**/*.test.ts', 'fixtures/**/*.test.ts'],
    exclude: ['conformance/load/**/*.peer.test.ts', 'node_modules/**'],
    testTimeout: 60_000,
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
