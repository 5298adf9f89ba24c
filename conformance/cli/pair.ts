import { OptionError } from '../../adapters/cli/option-values.ts';
import { isWhole, type TrackVerdict } from '../pair/judge.ts';
import { runPair } from '../pair/pair.ts';
import type { CommandTemplate } from '../transports/launch.ts';
import type { ServerPlace } from '../transports/server-target.ts';
import { clientFiles } from './client-files.ts';
import { demandListener } from './listener.ts';
import type { ConformOptions } from './options.ts';
import { profileNamed } from './subjects.ts';

type PairOrder = Extract<ConformOptions, { action: 'pair' }>;

/**
 * Tells what of a publisher's frames reached a player through a server.
 *
 * @param folder - for files of theirs
 * @returns 1 when a frame did not, or not as it was sent
 * @throws OptionError for profiles without the command
 */
export async function pairCommand(order: PairOrder, folder: string, print: (text: string) => void): Promise<0 | 1> {
  const { url, publisher, player, seconds } = order;
  const place: ServerPlace = { host: url.host, port: url.port, tls: false };
  await demandListener(place);
  const { mediaFile } = await clientFiles(folder);
  const { tracks, trouble } = await runPair({
    place,
    app: url.app,
    publisher: await commandOf(publisher, 'publish'),
    player: await commandOf(player, 'play'),
    mediaFile,
    folder,
    seconds,
    name: `ck-pair-${Date.now().toString(36)}`,
  });
  print(`${publisher} -> ${url.host}:${url.port} -> ${player}\n`);
  for (const track of tracks) print(`  ${trackText(track)}\n`);
  for (const what of trouble) print(`  trouble: ${what}\n`);
  return trouble.length === 0 && tracks.every(isWhole) ? 0 : 1;
}

async function commandOf(name: string, intent: 'publish' | 'play'): Promise<CommandTemplate> {
  const template = (await profileNamed(name)).commands[intent];
  if (template === undefined) throw new OptionError(`the profile ${name} has no command to ${intent}`);
  return template;
}

function trackText(track: TrackVerdict): string {
  const { kind, came, lost, doubled, outOfOrder, changed, offsets } = track;
  const time = offsets.length === 1 ? `${offsets[0]} ms shifted` : `shifted by ${offsets.slice(0, 4).join(', ')} ms`;
  const counts = `${lost} lost, ${doubled} doubled, ${outOfOrder} out of order, ${changed} changed`;
  return `${isWhole(track) ? 'pass' : 'FAIL'}  ${kind}: ${came} frames, ${counts}, ${came === 0 ? 'no times' : time}`;
}
