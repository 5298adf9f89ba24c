import { nodeMediaServerCommand } from './peer-servers.ts';
import { Program } from './program.ts';

/**
 * node-media-server, until the test is over.
 *
 * @param folder - an empty one, for its files
 */
export async function startNodeMediaServer(folder: string): Promise<{ readonly port: number }> {
  const { command, parameters, port } = await nodeMediaServerCommand(folder);
  await new Program(command, parameters).line(/Rtmp Server listening/);
  return { port };
}
