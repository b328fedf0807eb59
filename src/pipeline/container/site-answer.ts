import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { extname } from 'node:path';
import { lookup } from 'mrmime';
import { chooseCoding, clientHas, requestPath } from './http-request.ts';
import type { SiteImage, StoredFile } from './site-image.ts';

export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  /** Length of the body in bytes. */
  readonly size: number;
  readonly body: AsyncIterable<Buffer> | Iterable<Buffer>;
}

export interface SiteState {
  /** Starts and ends with a slash. */
  readonly basePath: string;
  /** Null before the first site. */
  readonly image: SiteImage | null;
  /** Reason for `/healthz` to answer 503; null while healthy. */
  readonly unhealthy: string | null;
}

const BUILDING = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<title>Building</title><p>The first site is being built. This page asks again every five seconds.</p></html>
`;

/** Response to a request; the body is read when it is sent. */
export function answerTo(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  { basePath, image, unhealthy }: SiteState,
): Answer {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    // The connection is closed, because a request body is not read.
    return text(405, 'Only GET and HEAD.\n', { Allow: 'GET, HEAD', Connection: 'close' });
  }
  const path = requestPath(request.url ?? '/');
  if (path === null) return text(400, 'This address is not well-formed.\n');
  if (path === '/healthz') return health(unhealthy, image);
  if (path === '/' && basePath !== '/') return text(302, 'Not here.\n', { Location: basePath });
  if (`${path}/` === basePath) return text(302, 'Not here.\n', { Location: basePath });
  if (!path.startsWith(basePath)) return text(404, 'Not here.\n');
  if (image === null) {
    return text(503, BUILDING, { 'Retry-After': '5', 'Content-Type': 'text/html; charset=utf-8' });
  }
  return page(image, path.slice(basePath.length - 1), request.headers);
}

function health(unhealthy: string | null, image: SiteImage | null): Answer {
  if (unhealthy !== null) return text(503, `${unhealthy}\n`);
  return text(200, image === null ? 'building\n' : 'ok\n');
}

function text(status: number, content: string, headers: OutgoingHttpHeaders = {}): Answer {
  const body = Buffer.from(content);
  const plain = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status, headers: { ...plain, ...headers }, size: body.length, body: [body] };
}

function page(image: SiteImage, path: string, headers: IncomingMessage['headers']): Answer {
  const names = path.endsWith('/') ? [`${path}index.html`] : [path, `${path}/index.html`, `${path}.html`];
  for (const name of names) {
    const file = image.find(name);
    if (file !== undefined) return found(image, name, file, headers);
  }
  const notFound = image.find('/404.html');
  if (notFound === undefined) return text(404, 'Not found.\n');
  const { bytes, coding } = chooseCoding(notFound, headers['accept-encoding']);
  return {
    status: 404,
    headers: { ...fileHeaders('/404.html', coding), 'Cache-Control': 'no-store' },
    size: bytes.size,
    body: image.read(bytes),
  };
}

function found(
  image: SiteImage,
  name: string,
  file: StoredFile,
  headers: IncomingMessage['headers'],
): Answer {
  const { bytes, coding } = chooseCoding(file, headers['accept-encoding']);
  return {
    status: clientHas(bytes.etag, headers['if-none-match']) ? 304 : 200,
    headers: { ...fileHeaders(name, coding), ETag: bytes.etag },
    size: bytes.size,
    body: image.read(bytes),
  };
}

function fileHeaders(name: string, coding: string | null): OutgoingHttpHeaders {
  return {
    'Content-Type': contentType(name),
    // Names of hashed assets change with their content; everything else must be revalidated.
    'Cache-Control': name.startsWith('/_astro/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    ...(coding === null ? {} : { 'Content-Encoding': coding }),
  };
}

function contentType(name: string): string {
  if (extname(name) === '.prom') return 'application/openmetrics-text; version=1.0.0; charset=utf-8';
  const type = lookup(name) ?? 'application/octet-stream';
  return /^text\/|\/json$|[+/]xml$|\+json$/.test(type) ? `${type}; charset=utf-8` : type;
}
