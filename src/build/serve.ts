import { createServer, type Server } from 'node:http';
import sirv from 'sirv';

interface ServeOptions {
  readonly directory: string;
  /** Begins and ends with a slash. */
  readonly basePath: string;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
} as const;

/**
 * Serves a built site as GitHub Pages would: directory pages, the site's own 404, hashed assets for ever, everything
 * else revalidated. Resolves once it listens. The directory is read at each request, so that a rebuilt site shows.
 */
export function serveSite(options: ServeOptions): Promise<Server> {
  const files = sirv(options.directory, {
    dev: true,
    etag: true,
    setHeaders: (response, path) => {
      const hashed = path.includes('/_astro/');
      response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    const path = request.url ?? '/';
    if (!path.startsWith(options.basePath)) {
      response.writeHead(path === '/' ? 302 : 404, path === '/' ? { Location: options.basePath } : {});
      response.end();
      return;
    }
    request.url = path.slice(options.basePath.length - 1);
    files(request, response, () => {
      request.url = '/404.html';
      response.statusCode = 404;
      files(request, response, () => {
        response.end('Not found');
      });
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve(server));
  });
}
