import type { AcceptOptions, Listener } from '../listener.ts';
import type { Logger } from '../log/logger.ts';
import type { ListenOptions, TlsIdentity } from '../socket-options.ts';
import type { HttpRules } from '../web/upgrade.ts';
import { type HostPort, OptionError } from './option-values.ts';
import type { Platform } from './platform.ts';
import type { RtmpsOptions, ServeOptions } from './serve-options.ts';

/** One port that `serve` was told to open. */
export type Place = { readonly at: HostPort } & (
  | { readonly scheme: 'rtmp' }
  | { readonly scheme: 'rtmps'; readonly tls: TlsIdentity; readonly files: RtmpsOptions }
  | { readonly scheme: 'ws'; readonly origins: readonly string[] | undefined }
  | { readonly scheme: 'http'; readonly orFree: boolean; readonly rules: HttpRules }
);

/** What takes more than the options to open a port. */
export interface PlaceMeans {
  /** What the files of `--rtmps` hold. */
  readonly tls: TlsIdentity | undefined;
  /** What the port of `--http` is for. */
  readonly rules: HttpRules | undefined;
}

/** Every port that the options name. */
export function placesOf({ rtmp, rtmps, ws, http }: ServeOptions, { tls, rules }: PlaceMeans): Place[] {
  const places: Place[] = [{ scheme: 'rtmp', at: rtmp }];
  if (rtmps !== undefined && tls !== undefined) places.push({ scheme: 'rtmps', at: rtmps.at, tls, files: rtmps });
  if (ws !== undefined) places.push({ scheme: 'ws', ...ws });
  if (http !== undefined && rules !== undefined) places.push({ scheme: 'http', ...http, rules });
  return places;
}

/** Opens a port. Whoever fails there before there is a connection is logged. @throws OptionError with one line that says why */
export async function openPlace(
  place: Place,
  platform: Platform,
  accept: AcceptOptions,
  logger: Logger,
): Promise<Listener> {
  const options: ListenOptions = {
    ...accept,
    ...place.at,
    onFailure: ({ code, message }, peer) =>
      logger.warn('Accepting failed.', {
        peer: peer && `${peer.address}:${peer.port}`,
        failure: code,
        detail: TLS_FAILURES[code] ?? message,
      }),
  };
  try {
    switch (place.scheme) {
      case 'rtmp':
        return await platform.listen(options);
      case 'rtmps':
        return await platform.listen({ ...options, tls: place.tls });
      case 'ws': {
        const { at, origins } = place;
        return await platform.listenWebSocket({ ...options, port: at.port, ...(origins && { origins }) });
      }
      case 'http':
        return await platform.listenWebSocket({ ...options, port: place.at.port, ...place.rules });
    }
  } catch (error) {
    if (place.scheme === 'http' && place.orFree && isTaken(error)) {
      return openPlace({ ...place, at: { ...place.at, port: 0 }, orFree: false }, platform, accept, logger);
    }
    throw explained(place, error as NodeJS.ErrnoException); // what `listen` rejects with
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function explained(place: Place, { code = '', message }: NodeJS.ErrnoException): OptionError {
  const { at, scheme } = place;
  const isOfSystem = /^E[A-Z]+$/.test(code);
  if (place.scheme === 'rtmps' && !isOfSystem) {
    const { certFile, keyFile } = place.files;
    return new OptionError(`--cert "${certFile}" and --key "${keyFile}" cannot be used: ${reasonOf(message)}`);
  }
  const where = `${at.host.includes(':') ? `[${at.host}]` : at.host}:${at.port}`;
  return new OptionError(`cannot listen on ${where} (--${scheme}): ${REASONS[code] ?? message}`);
}

/** The TLS library's own words, which are the last part of `error:0480006C:PEM routines::no start line`. */
function reasonOf(message: string): string {
  return message.split(':').at(-1)!.replaceAll('_', ' ').trim().toLowerCase();
}

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
