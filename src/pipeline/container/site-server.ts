import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';

interface SiteServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Begins and ends with a slash. */
  readonly basePath: string;
}

export interface SiteServer {
  readonly server: Server;
  /** From the next request on, this directory is the site. What is being sent from the one before is sent to its end. */
  show(directory: string): void;
}

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Accept-Ranges': 'none',
} as const;

const BUILDING = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="5">
<title>Building</title><p>The first site is being built. This page asks again every five seconds.</p></html>
`;

interface Site {
  readonly files: ReturnType<typeof sirv>;
  /** The site's own page for addresses that it does not have. */
  readonly notFound: string;
}

/**
 * Serves one directory after another without a request falling in between: the whole file list of a site is read once,
 * when it is shown. Before the first site, pages answer 503 and `Retry-After`. `/healthz` always answers, for the
 * container's health check.
 */
export function siteServer({ host, port, basePath }: SiteServerOptions): Promise<SiteServer> {
  let site: Site | null = null;
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const path = request.url ?? '/';
    if (path === '/healthz')
      return answer(response, 200, 'text/plain; charset=utf-8', site === null ? 'building\n' : 'ok\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return answer(response, 405, 'text/plain; charset=utf-8', 'Only GET and HEAD.\n');
    }
    if (!path.startsWith(basePath)) {
      if (path === '/' || `${path}/` === basePath) response.setHeader('Location', basePath);
      const status = response.hasHeader('Location') ? 302 : 404;
      return answer(response, status, 'text/plain; charset=utf-8', 'Not here.\n');
    }
    if (site === null) {
      response.setHeader('Retry-After', '5');
      return answer(response, 503, 'text/html; charset=utf-8', BUILDING);
    }
    request.url = path.slice(basePath.length - 1);
    // Whole answers only, as RFC 9110 (section 14.2) allows: sirv throws outside of this function for a range such as
    // `10-5`, which would end the process, and misreads suffixes, lists and units other than bytes.
    delete request.headers.range;
    return serve(site, request, response);
  });
  // Slow clients must not hold connections for ever.
  server.requestTimeout = 30_000;
  server.headersTimeout = 15_000;
  const show = (directory: string): void => {
    site = {
      files: sirv(directory, { etag: true, gzip: true, brotli: true, setHeaders: cacheHeaders }),
      notFound: readNotFound(directory),
    };
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve({ server, show }));
  });
}

/** Hashed assets never change; everything else is asked for again, and answered 304 when it is the same. */
function cacheHeaders(response: ServerResponse, path: string): void {
  const hashed = path.startsWith('/_astro/');
  response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (path.endsWith('.prom')) {
    response.setHeader('Content-Type', 'application/openmetrics-text; version=1.0.0; charset=utf-8');
  }
}

/** sirv answers 200 with whatever file it finds, so the page for what it does not find is sent here. */
function serve({ files, notFound }: Site, request: IncomingMessage, response: ServerResponse): void {
  files(request, response, () => answer(response, 404, 'text/html; charset=utf-8', notFound));
}

function readNotFound(directory: string): string {
  const path = join(directory, '404.html');
  return existsSync(path) ? readFileSync(path, 'utf8') : 'Not found.\n';
}

function answer(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' });
  response.end(body);
}
