import type { TlsOptions } from 'node:tls';
import { OPEN_TIMEOUT_MS, type TlsIdentity } from '../socket-options.ts';

/** How a server of ours speaks TLS. */
export function tlsOptions({ cert, key }: TlsIdentity): TlsOptions {
  return { handshakeTimeout: OPEN_TIMEOUT_MS, cert: pem(cert), key: pem(key) };
}

/** Node takes PEM as text or as its own Buffer. */
function pem(text: string | Uint8Array): string | Buffer {
  return typeof text === 'string' ? text : Buffer.from(text);
}
