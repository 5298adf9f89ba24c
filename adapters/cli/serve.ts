import type { Listener } from '../listener.ts';
import { logLineOf } from '../log/log-line.ts';
import type { Logger } from '../log/logger.ts';
import { sha256 } from '../node/sha256.ts';
import { VodFolder } from '../node/vod-folder.ts';
import { createLiveServer } from '../server/live-server.ts';
import type { Neighbours } from '../server/neighbours.ts';
import type { Endpoint } from './banner.ts';
import { captureRecorder } from './captures.ts';
import { readIdentity } from './certificate.ts';
import { joinLists, keepShared, type ListBoard, liveStreamsOf } from './live-streams.ts';
import { OptionError } from './option-values.ts';
import { isLoopback, pageRules, readPages } from './pages.ts';
import { openPlace, placesOf } from './place.ts';
import type { Platform } from './platform.ts';
import { PublishKeys } from './publish-keys.ts';
import { recordingFolder } from './recordings.ts';
import type { ServeOptions } from './serve-options.ts';

/** A running server. */
export interface Serving {
  /** Where it listens, each with the real port. */
  readonly endpoints: readonly Endpoint[];
  /** Drains, bounded, and answers when everything is closed. */
  stop(): Promise<void>;
}

/** Whatever is wrong with it: nothing that helps to guess. */
const WRONG_KEY = { refuse: 'A key is needed to publish.' };

const DRAIN_MS = 5_000;
/** How much longer for what was captured. */
const CAPTURE_MS = 2_000;
/** How long a stop may take; supervisors kill after 10 s (Docker) or more. */
export const STOP_MS = DRAIN_MS + CAPTURE_MS;

/** What one of several workers has beside its own server. */
export interface Together extends ListBoard {
  readonly neighbours: Neighbours;
  /** Which of them it is, from 1. */
  readonly place: number;
  /** Opens the socket for the other workers. */
  listen(): Promise<Pick<Listener, 'close'>>;
}

/** Starts to serve. @throws OptionError with one line that says why it cannot */
export async function serve(
  options: ServeOptions,
  platform: Platform,
  logger: Logger,
  together?: Together,
): Promise<Serving> {
  const { rtmps, http, gopCacheBytes, onDuplicate, unannounced, codec12AsHvc1, vodFolder, record, reconnectTo } =
    options;
  const { publishKeyFile, mostConnections } = options;
  const tls = rtmps && (await readIdentity(rtmps));
  const keys = publishKeyFile === undefined ? undefined : await PublishKeys.read('--publish-keys', publishKeyFile);
  const pages = http && (await readPages());
  const recording = record && { store: await recordingFolder(record.folder), streams: record.streams };
  // After that of recordings, which is made: it may be the same.
  const vod = vodFolder === undefined ? undefined : await openVodFolder(vodFolder);
  const share = together && { place: together.place, workers: options.workers };
  const captures = options.capture && (await captureRecorder(options.capture, share, platform.runtime, logger));
  const server = createLiveServer({
    connection: { rtmpe: options.rtmpe, sha256 },
    live: { onDuplicate, ...(gopCacheBytes === undefined ? {} : { gopCacheBytes }) },
    mergeMs: options.mergeMs,
    players: { unannounced, codec12AsHvc1 },
    ...(mostConnections === undefined ? {} : { limits: { connections: Math.ceil(mostConnections / options.workers) } }),
    ...(keys && { onPublish: ({ parameters }) => (keys.has(parameters.get('key') ?? '') ? undefined : WRONG_KEY) }),
    ...(vod && { vod }),
    ...(recording && { recording }),
    ...(together && { neighbours: together.neighbours }),
    onEvent: (event) => {
      const { level, message, fields } = logLineOf(event);
      logger[level](message, fields);
    },
  });
  const endpoints: Endpoint[] = [];
  const ours = () => liveStreamsOf(server.stats());
  const isPrivate = isLoopback(http?.at.host ?? '');
  const rules = pages && pageRules(pages, () => joinLists([ours(), ...(together?.shared.values() ?? [])]), isPrivate);
  const places = placesOf(options, { tls, rules });
  const accept = { ...server.acceptOptions, ...(captures && { tap: captures.tap }) };
  try {
    if (together !== undefined) server.attach(await together.listen());
    for (const place of places) {
      const listener = await openPlace(place, platform, accept, logger);
      server.attach(listener);
      endpoints.push({ scheme: place.scheme, ...listener.address });
    }
  } catch (error) {
    await server.close({ drainMs: 0 });
    throw error;
  }
  const stopSharing = together && isPrivate ? keepShared(together, ours, platform.runtime.clock) : undefined;
  return {
    endpoints,
    stop: async () => {
      stopSharing?.();
      await server.close({ drainMs: DRAIN_MS, ...(reconnectTo !== undefined && { reconnectTo }) });
      await captures?.close(CAPTURE_MS);
    },
  };
}

async function openVodFolder(path: string): Promise<VodFolder> {
  try {
    return await VodFolder.at(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException; // what the system says
    throw new OptionError(`--vod "${path}" cannot be read: ${FOLDER_REASONS[code] ?? message}`);
  }
}

const FOLDER_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'it is not a folder',
  EACCES: 'permission denied',
};
