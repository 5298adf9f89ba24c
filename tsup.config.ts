import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'core/index.ts',
    memory: 'adapters/memory/index.ts',
    node: 'adapters/node/index.ts',
    server: 'adapters/server/index.ts',
    cli: 'adapters/cli/main.ts',
  },
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  dts: {
    entry: {
      index: 'core/index.ts',
      memory: 'adapters/memory/index.ts',
      node: 'adapters/node/index.ts',
      server: 'adapters/server/index.ts',
    },
  },
  splitting: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
});
