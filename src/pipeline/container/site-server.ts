import { createServer, type Server } from 'node:http';
import { configurationError } from '../../monitor-error.ts';
import { CONNECTION_LIMITS, type ConnectionLimits, limitConnections } from './connections.ts';
import { send } from './send.ts';
import { answerTo } from './site-answer.ts';
import type { SiteImage } from './site-image.ts';

interface SiteServerOptions {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Begins and ends with a slash. */
  readonly basePath: string;
  /** Why `/healthz` has to answer 503; null while all is well. */
  readonly unhealthy?: () => string | null;
  readonly report?: (message: string) => void;
  readonly limits?: Partial<ConnectionLimits>;
}

export interface SiteServer {
  readonly server: Server;
  /** Where it listens, with the base path. */
  readonly url: string;
  /** From the next request on this is the site; what is being sent of the one before is sent to its end. */
  show(image: SiteImage): Promise<void>;
  /** Ends every connection at once. */
  close(): Promise<void>;
}

const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  // Whole answers only, which RFC 9110 (section 14.2) allows: pages of a few kilobytes gain nothing by ranges.
  'Accept-Ranges': 'none',
} as const;

/**
 * Serves one site after another without a request falling in between. Before the first, pages answer 503 and
 * `Retry-After`; `/healthz` always answers, for the container's health check. No request and no client can end the
 * process: an error ends its own connection.
 *
 * @throws MonitorError (exit code 2) `port-unusable`.
 */
export async function siteServer(options: SiteServerOptions): Promise<SiteServer> {
  const limits = { ...CONNECTION_LIMITS, ...options.limits };
  const { host, basePath, unhealthy } = options;
  let image: SiteImage | null = null;
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    // Both are looked at this often only; Node's own 30 seconds would be added to them.
    connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
  });
  limitConnections(server, limits, async (request, response) => {
    const site = image;
    const respond = async (): Promise<void> => {
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
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
      // Such as a connection that cannot be accepted because the process has no file handle left.
      server.on('error', (error) => report?.(`The server goes on after: ${error.message}`));
      resolve();
    });
  });
}
