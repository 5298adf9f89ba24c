import { defineConfig } from 'tsup';

/** What embedders import, by the name of its subpath in `package.json`. Entries share what they have in common as chunks. */
const entries = {
  index: 'core/index.ts',
  client: 'adapters/client/index.ts',
  memory: 'adapters/memory/index.ts',
  node: 'adapters/node/index.ts',
  deno: 'adapters/deno/index.ts',
  bun: 'adapters/bun/index.ts',
  web: 'adapters/web/index.ts',
  server: 'adapters/server/index.ts',
};

export default defineConfig({
  entry: { ...entries, cli: 'adapters/cli/main.ts' },
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  dts: { entry: entries },
  splitting: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
});
