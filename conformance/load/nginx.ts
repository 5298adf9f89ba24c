import { nginxCommand } from './peer-servers.ts';
import { Program } from './program.ts';

/**
 * nginx with its rtmp module, until the test is over.
 *
 * @param folder - an empty one, for its files
 * @param applications - of its `server` block, in its own words
 */
export async function startNginx(folder: string, applications: string): Promise<{ readonly port: number }> {
  const { command, parameters, port } = await nginxCommand(folder, applications);
  await new Program(command, parameters).line(/using the "epoll" event method/);
  return { port };
}
