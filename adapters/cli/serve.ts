import type { Listener } from '../listener.ts';
import { listen } from '../node/listen.ts';
import { VodFolder } from '../node/vod-folder.ts';
import { createLiveServer } from '../server/live-server.ts';
import type { ListenOptions } from '../socket-options.ts';
import type { TransportFailure, TransportPeer } from '../transport.ts';
import type { Endpoint } from './banner.ts';
import { readIdentity } from './certificate.ts';
import { logLineOf } from './log-line.ts';
import type { Logger } from './logger.ts';
import { type HostPort, OptionError } from './option-values.ts';
import { recordingFolder } from './recordings.ts';
import type { ServeOptions } from './serve-options.ts';

/** A running server. */
export interface Serving {
  /** Where it listens, each with the real port. */
  readonly endpoints: readonly Endpoint[];
  /** Drains, bounded, and answers when everything is closed. */
  stop(): Promise<void>;
}

/** How long a stop may take; supervisors kill after 10 s (Docker) or more. */
const DRAIN_MS = 5_000;

/** Starts to serve. @throws OptionError with one line that says why it cannot */
export async function serve(options: ServeOptions, logger: Logger): Promise<Serving> {
  const { rtmp, rtmps, gopCacheBytes, onDuplicate, unannounced, codec12AsHvc1, vodFolder, record, reconnectTo } =
    options;
  const tls = rtmps && (await readIdentity(rtmps));
  const vod = vodFolder === undefined ? undefined : await openVodFolder(vodFolder);
  const recording = record && { store: await recordingFolder(record.folder), streams: record.streams };
  const server = createLiveServer({
    connection: { rtmpe: options.rtmpe },
    live: { onDuplicate, ...(gopCacheBytes === undefined ? {} : { gopCacheBytes }) },
    players: { unannounced, codec12AsHvc1 },
    ...(vod && { vod }),
    ...(recording && { recording }),
    onEvent: (event) => {
      const { level, message, fields } = logLineOf(event);
      logger[level](message, fields);
    },
  });
  const endpoints: Endpoint[] = [];
  const open = async (scheme: Endpoint['scheme'], at: HostPort, more: Partial<ListenOptions> = {}) => {
    const onFailure = (failure: TransportFailure, peer?: TransportPeer) =>
      logger.warn('Accepting failed.', {
        peer: peer && `${peer.address}:${peer.port}`,
        failure: failure.code,
        detail: TLS_FAILURES[failure.code],
      });
    const listener = await listenOrExplain(scheme, at, { ...server.acceptOptions, ...more, onFailure });
    server.attach(listener);
    endpoints.push({ scheme, ...listener.address });
  };
  try {
    await open('rtmp', rtmp);
    if (rtmps && tls) await open('rtmps', rtmps.at, { tls });
  } catch (error) {
    await server.close({ drainMs: 0 });
    throw error;
  }
  return {
    endpoints,
    stop: () => server.close({ drainMs: DRAIN_MS, ...(reconnectTo !== undefined && { reconnectTo }) }),
  };
}

/** Opens a listener, or says in one line why that is not possible. */
async function listenOrExplain(scheme: Endpoint['scheme'], at: HostPort, options: ListenOptions): Promise<Listener> {
  try {
    return await listen({ ...options, ...at });
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException; // what `listen` rejects with
    const place = `${at.host.includes(':') ? `[${at.host}]` : at.host}:${at.port}`;
    const reason = REASONS[code] ?? message;
    throw new OptionError(`cannot listen on ${place} (--${scheme}): ${reason}`);
  }
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

/** What OpenSSL's codes mean to an operator. */
const TLS_FAILURES: Readonly<Record<string, string>> = {
  ERR_SSL_HTTP_REQUEST: 'expected TLS, got an HTTP request',
  ERR_SSL_WRONG_VERSION_NUMBER: 'expected TLS, got other bytes; is the client speaking plain RTMP?',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the client speaks a version of TLS that is too old',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'the client does not trust our certificate',
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'the client does not trust our certificate',
  ECONNRESET: 'the client left during the TLS handshake',
};

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'the address is not of this machine',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up now',
};
