/** Messages for failed connections by the code that Node gives the error. */
const MESSAGES: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'connection refused: nothing listens there'],
  ['ENOTFOUND', 'the host name is not known'],
  ['EAI_AGAIN', 'the host name could not be looked up'],
  ['ECONNRESET', 'the server closed the connection'],
  ['EPIPE', 'the server closed the connection'],
  ['UND_ERR_SOCKET', 'the server closed the connection'],
  ['ETIMEDOUT', 'the connection timed out'],
  ['UND_ERR_CONNECT_TIMEOUT', 'the connection timed out'],
  ['UND_ERR_HEADERS_OVERFLOW', 'the answer has too large headers'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['CERT_HAS_EXPIRED', 'TLS: the certificate has expired'],
  ['CERT_NOT_YET_VALID', 'TLS: the certificate is not valid yet (check the clock)'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'TLS: the certificate is self-signed'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'TLS: the certificate chain ends in a self-signed certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'TLS: the server does not send its intermediate certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'TLS: the issuer of the certificate is not trusted here'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'TLS: the certificate is for another host name'],
  [
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'TLS: the server does not speak TLS on that port (http instead of https?)',
  ],
  [
    'ERR_SSL_PACKET_LENGTH_TOO_LONG',
    'TLS: the server does not speak TLS on that port (http instead of https?)',
  ],
]);

/** Code at the root of a failed request: "ECONNREFUSED", "CERT_HAS_EXPIRED", …; null where there is none. */
export function networkCode(error: unknown): string | null {
  for (
    let cause: unknown = error, depth = 0;
    cause instanceof Error && depth < 5;
    cause = cause.cause, depth++
  ) {
    const code = (cause as { code?: unknown }).code;
    if (typeof code === 'string') return code;
    if (cause instanceof AggregateError && cause.errors.length > 0) return networkCode(cause.errors[0]);
  }
  return null;
}

/** Message for a failed request. Never quotes the error itself, which may contain the URL with its password. */
export function describeNetworkError(error: unknown): string {
  const code = networkCode(error);
  if (error instanceof Error && error.cause instanceof Error && error.cause.name === 'HTTPParserError') {
    return 'the answer is not HTTP';
  }
  if (code === null) return 'the request failed';
  if (code.startsWith('HPE_')) return `the answer is not HTTP (${code})`;
  return MESSAGES.get(code) ?? `the request failed (${code})`;
}
