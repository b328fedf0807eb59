import { createServer, type Server } from 'node:http';
import { configurationError } from '../../monitor-error.ts';
import { CONNECTION_LIMITS, type ConnectionLimits, limitConnections } from './connections.ts';
import { framingHeaders } from './framing.ts';
import { requestPath } from './http-request.ts';
import { send } from './send.ts';
import { answerTo } from './site-answer.ts';
import type { SiteImage } from './site-image.ts';

interface SiteServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Starts and ends with a slash. */
  readonly basePath: string;
  /** Reason for `/healthz` to answer 503; null while healthy. */
  readonly unhealthy?: () => string | null;
  readonly report?: (message: string) => void;
  /** Sites that may show the embeddable cards in a frame; default `*`. */
  readonly embedders?: string;
  readonly limits?: Partial<ConnectionLimits>;
}

export interface SiteServer {
  readonly server: Server;
  /** Address of the server, with the base path. */
  readonly url: string;
  /** Replaces the site for the following requests; responses in progress are completed from the old site. */
  show(image: SiteImage): Promise<void>;
  /** Closes every connection immediately. */
  close(): Promise<void>;
}

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // No range requests, which RFC 9110 (section 14.2) makes optional: pages have only a few kilobytes.
  'Accept-Ranges': 'none',
} as const;

/**
 * Serves successive sites without downtime. Before the first site, pages answer 503 with `Retry-After`; `/healthz` always
 * answers, for the container's health check. An error in a request closes that connection only, never the process.
 *
 * @throws MonitorError (exit code 2) `port-unusable`.
 */
export async function siteServer(options: SiteServerOptions): Promise<SiteServer> {
  const limits = { ...CONNECTION_LIMITS, ...options.limits };
  const { host, basePath, unhealthy, embedders = '*' } = options;
  let image: SiteImage | null = null;
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    // Interval at which Node checks both timeouts; its default of 30 seconds would delay them.
    connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
  });
  limitConnections(server, limits, async (request, response) => {
    const site = image;
    const respond = async (): Promise<void> => {
      const framing = framingHeaders(requestPath(request.url ?? '/'), basePath, embedders);
      response.setHeaders(new Map(Object.entries({ ...HEADERS, ...framing })));
      const answer = answerTo(request, { basePath, image: site, unhealthy: unhealthy?.() ?? null });
      await send(request, response, answer, limits);
    };
    await (site === null ? respond() : site.use(respond));
  });
  await listen(server, options);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    server,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}${basePath}`,
    show: async (next) => {
      const last = image;
      image = next;
      await last?.retire();
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await image?.retire();
    },
  };
}

function listen(server: Server, { host, port, report }: SiteServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      const words = `${host}:${port}: ${error.message}. Choose another with --port.`;
      reject(configurationError('port-unusable', words, error));
    };
    server.once('error', refuse);
    server.listen(port, host, () => {
      server.off('error', refuse);
      // For example a connection that cannot be accepted because no file handle is available.
      server.on('error', (error) => report?.(`The server goes on after: ${error.message}`));
      resolve();
    });
  });
}
