import type { StoredBytes, StoredFile } from './site-image.ts';

/**
 * Decoded path of a request target without the query, also of an absolute form (RFC 9112, section 3.2.2). Null where the
 * percent-encoding is invalid. The path is only looked up in a map, never opened, so `..` and NUL are harmless.
 */
export function requestPath(target: string): string | null {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  try {
    return path === '' ? '/' : decodeURIComponent(path);
  } catch {
    return null;
  }
}

interface Chosen {
  readonly bytes: StoredBytes;
  /** Value of `Content-Encoding`; null for none. */
  readonly coding: 'br' | 'gzip' | null;
}

/** The smallest encoding of a file that the client accepts (RFC 9110, section 12.5.3). */
export function chooseCoding(file: StoredFile, acceptEncoding: string | undefined): Chosen {
  const accepted = acceptedCodings(acceptEncoding ?? '');
  if (file.br !== null && accepted('br')) return { bytes: file.br, coding: 'br' };
  if (file.gzip !== null && accepted('gzip')) return { bytes: file.gzip, coding: 'gzip' };
  return { bytes: file.plain, coding: null };
}

function acceptedCodings(header: string): (coding: string) => boolean {
  const weights = new Map<string, boolean>();
  for (const item of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    weights.set(name, !parameters.some((parameter) => /^q\s*=\s*0(?:\.0*)?$/.test(parameter)));
  }
  return (coding) => weights.get(coding) ?? weights.get('*') ?? false;
}

/** Whether `If-None-Match` contains this ETag (RFC 9110, section 13.1.2). */
export function clientHas(etag: string, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((item) => item.trim().replace(/^W\//, '') === etag);
}
