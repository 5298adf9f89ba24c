/** What a failure of the transport means, in words; its own where there are no better ones. One line. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error);
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }; // any of the two may be missing
  const reason = typeof code === 'string' ? REASONS[code] : undefined;
  return reason ?? (typeof message === 'string' && message !== '' ? (message.split('\n', 1)[0] ?? '') : String(code));
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ECONNRESET: 'the server dropped the connection',
  ECONNABORTED: 'the connection was dropped',
  EPIPE: 'the server dropped the connection',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host cannot be looked up now',
  ERR_SSL_WRONG_VERSION_NUMBER: 'expected TLS, got other bytes; is it plain RTMP?',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate signs itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is signed by nobody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is signed by nobody known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'the certificate is signed by nobody known',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
};
