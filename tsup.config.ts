import { defineConfig, type Options } from 'tsup';

/** What embedders import, by the name of its subpath in `package.json`. Entries share what they have in common as chunks. */
export const entries = {
  index: 'core/index.ts',
  client: 'adapters/client/index.ts',
  memory: 'adapters/memory/index.ts',
  node: 'adapters/node/index.ts',
  deno: 'adapters/deno/index.ts',
  bun: 'adapters/bun/index.ts',
  web: 'adapters/web/index.ts',
  server: 'adapters/server/index.ts',
  capture: 'adapters/capture/index.ts',
  fixtures: 'fixtures/index.ts',
  conformance: 'conformance/index.ts',
};

/**
 * Never imported by name: they cut what `index` holds into chunks along these lines, and of chunks that are not needed
 * nothing ends up in the bundle of an application. `npm run size` measures what does.
 */
const parts = {
  'parts/amf0': 'core/amf/amf0.ts',
  'parts/chunk-reader': 'core/chunk/chunk-reader.ts',
  'parts/client-connection': 'core/connection/client-connection.ts',
  'parts/server-connection': 'core/connection/server-connection.ts',
  'parts/media': 'core/media/parse-video.ts',
};

/** The command, on the sockets of each runtime. */
const commands = {
  cli: 'adapters/cli/main.ts',
  'cli-deno': 'adapters/cli/main-deno.ts',
  'cli-bun': 'adapters/cli/main-bun.ts',
};

/** Programs of the pages that `serve --http` serves: each one file, beside the page that loads it. */
const pages = {
  entry: {
    'pages/play': 'adapters/web/pages/play.ts',
    'pages/publish': 'adapters/web/pages/publish.ts',
    'pages/sound-worklet': 'adapters/web/pages/play/sound-worklet.ts',
    'pages/capture-worklet': 'adapters/web/pages/publish/capture-worklet.ts',
  },
  publicDir: 'adapters/web/pages/public',
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  noExternal: [/./],
  splitting: false,
  minify: true,
  treeshake: true,
  clean: false,
} satisfies Options;

const library = {
  entry: { ...entries, ...parts, ...commands },
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  dts: { entry: entries },
  splitting: true,
  sourcemap: true,
  clean: ['!pages/**'],
  treeshake: true,
} satisfies Options;

export default defineConfig([library, pages]);
