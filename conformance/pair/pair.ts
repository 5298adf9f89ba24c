import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import type { Intent } from '../kit/case.ts';
import type { CommandTemplate } from '../transports/launch.ts';
import { killed, launch } from '../transports/launch.ts';
import type { ServerPlace } from '../transports/server-target.ts';
import { judged, type TrackVerdict } from './judge.ts';
import { ListeningRelay } from './relay.ts';

export interface PairOptions {
  readonly place: ServerPlace;
  readonly app: string;
  readonly publisher: CommandTemplate;
  readonly player: CommandTemplate;
  readonly mediaFile: string;
  /** May be written to. */
  readonly folder: string;
  readonly seconds: number;
  /** Of the stream. */
  readonly name: string;
}

export interface PairVerdict {
  readonly tracks: readonly TrackVerdict[];
  /** What prevented a verdict, or casts doubt on it. */
  readonly trouble: readonly string[];
}

/** How long the first frame may take, on either side: FFmpeg looks at a stream for some seconds before it says a word. */
const PATIENCE_MS = 15_000;
const LOOK_EVERY_MS = 50;

/** Lets one client publish to a server and another play from it, each behind a relay of the kit, and judges what came through. */
export async function runPair(options: PairOptions): Promise<PairVerdict> {
  const { place, app, mediaFile, folder, seconds, name } = options;
  const relays = [await ListeningRelay.start(place), await ListeningRelay.start(place)] as const;
  const [publishing, playing] = relays;
  const start = (template: CommandTemplate, intent: Intent, { port }: ListeningRelay) => {
    const recordFile = join(folder, 'record.flv');
    const tcUrl = `rtmp://127.0.0.1:${port}/${app}`;
    const mostMs = 2 * PATIENCE_MS + seconds * 1_000;
    const child = launch(template, { intent, tcUrl, name, mediaFile, recordFile, mostMs });
    child.on('error', (error) => trouble.push(`${template[0]} cannot be started: ${error.message}`));
    child.stderr?.resume();
    return child;
  };
  const trouble: string[] = [];
  const children = [start(options.publisher, 'publish', publishing)];
  try {
    if (!(await isThere(() => publishing.said.frames.length > 0))) {
      return { tracks: [], trouble: [...trouble, 'the publisher sent no self-checking frame'] };
    }
    children.push(start(options.player, 'play', playing));
    if (!(await isThere(() => playing.told.frames.length > 0))) {
      return { tracks: [], trouble: [...trouble, 'the player was sent no self-checking frame'] };
    }
    await later(seconds * 1_000);
    for (const { trouble: what } of [publishing.said, playing.told]) if (what !== undefined) trouble.push(what);
    return { tracks: judged(publishing.said, playing.told), trouble };
  } finally {
    await Promise.all(children.map(killed));
    await Promise.all(relays.map((relay) => relay.stop()));
  }
}

async function isThere(what: () => boolean): Promise<boolean> {
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await later(LOOK_EVERY_MS)) {
    if (what()) return true;
  }
  return false;
}
