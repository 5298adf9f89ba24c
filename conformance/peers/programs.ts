import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VERSION } from '../../adapters/cli/version.ts';
import { freePort, nginxCommand, nodeMediaServerCommand, type ServerCommand } from '../load/peer-servers.ts';

/** A program of the matrix. */
export interface Peer {
  /** Of its profile. */
  readonly name: string;
  readonly version: () => string;
  /** Of a server; a client otherwise. */
  readonly server?: (files: string) => Promise<ServerCommand>;
}

/** The command as it is built. */
export const OUR_COMMAND = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const output = (program: string, ...parameters: string[]): string =>
  execFileSync(program, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const debian = (name: string): string => output('dpkg-query', '--show', name).split('\t')[1]?.trim() ?? '';

/** The package does not export its `package.json`. */
const nodeMediaServerManifest = () =>
  join(createRequire(import.meta.url).resolve('node-media-server/bin/app.js'), '../../package.json');

export const PEERS: readonly Peer[] = [
  {
    name: 'ours',
    version: () => VERSION,
    server: async () => {
      const port = await freePort();
      return { command: process.execPath, parameters: [OUR_COMMAND, 'serve', '--rtmp', `127.0.0.1:${port}`], port };
    },
  },
  {
    name: 'nginx-rtmp',
    version: () => debian('libnginx-mod-rtmp'),
    server: (files) => nginxCommand(files, 'application live { live on; }'),
  },
  {
    name: 'node-media-server',
    version: () => JSON.parse(readFileSync(nodeMediaServerManifest(), 'utf8')).version,
    server: nodeMediaServerCommand,
  },
  { name: 'ours', version: () => VERSION },
  { name: 'ffmpeg', version: () => debian('ffmpeg') },
  { name: 'rtmpdump', version: () => debian('rtmpdump') },
  { name: 'gstreamer', version: () => debian('gstreamer1.0-plugins-bad') },
];

/** What a peer is called as a server or a client: `nginx-rtmp-server`. */
export const reportName = ({ name, server }: Peer): string => `${name}-${server === undefined ? 'client' : 'server'}`;

export const reportFile = (peer: Peer): string => `${reportName(peer)}.json`;
