import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionLimits } from '../../src/pipeline/container/connections.ts';
import { openSiteImage } from '../../src/pipeline/container/site-image.ts';
import { type SiteServer, siteServer } from '../../src/pipeline/container/site-server.ts';

/** Larger than the socket buffers of both ends of a connection. */
export const LARGE = 'x'.repeat(16 * 1024 * 1024);

type Files = Readonly<Record<string, string>>;

interface Serving {
  readonly files?: Files;
  readonly limits?: Partial<ConnectionLimits>;
  readonly basePath?: string;
  readonly unhealthy?: () => string | null;
  readonly embedders?: string;
  /** True while the first build is running, before there is a site. */
  readonly building?: boolean;
}

/** The site server in this process, over a made-up site with a page `home`. */
export interface LocalServer {
  readonly served: SiteServer;
  readonly directory: string;
  /** Adds files to the site and publishes it. */
  readonly show: (files: Files) => Promise<void>;
  readonly client: (...requests: readonly string[]) => Client;
  /** Everything received for one request until the server closes the connection. */
  readonly ask: (request: string) => Promise<string>;
  readonly connections: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export interface Client {
  readonly socket: Socket;
  readonly connected: Promise<void>;
  readonly text: () => string;
  /** Milliseconds until the connection ended. */
  readonly ended: Promise<number>;
}

export async function localServer({
  files = {},
  building = false,
  ...options
}: Serving = {}): Promise<LocalServer> {
  const directory = await mkdtemp(join(tmpdir(), 'server-'));
  const served = await siteServer({ host: '127.0.0.1', port: 0, basePath: '/', ...options });
  const show = async (added: Files): Promise<void> => {
    for (const [name, text] of Object.entries(added)) {
      await mkdir(join(directory, name, '..'), { recursive: true });
      await writeFile(join(directory, name), text);
    }
    await served.show(await openSiteImage(directory, { scratchDirectory: tmpdir() }));
  };
  if (!building) await show({ 'index.html': 'home', ...files });
  const client = (...requests: readonly string[]): Client =>
    rawClient(Number(new URL(served.url).port), requests);
  return {
    served,
    directory,
    show,
    client,
    ask: async (request) => {
      const { text, ended } = client(request);
      await ended;
      return text();
    },
    connections: () =>
      new Promise((resolve) => {
        served.server.getConnections((_, number) => resolve(number));
      }),
    close: async () => {
      await served.close();
      await rm(directory, { recursive: true });
    },
  };
}

/** Sends raw bytes. A reset of the connection counts as its end. */
export function rawClient(port: number, requests: readonly (string | Buffer)[]): Client {
  const socket = connect(port, '127.0.0.1');
  const began = performance.now();
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const connected = new Promise<void>((resolve) => {
    socket.once('connect', resolve);
  });
  const ended = new Promise<number>((resolve) => {
    socket.once('close', () => resolve(performance.now() - began));
  });
  for (const request of requests) socket.write(request);
  return { socket, connected, text: () => Buffer.concat(chunks).toString('latin1'), ended };
}

export const CLOSE = 'Connection: close\r\n';

/** @param headers each with its line break. */
export const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers}\r\n`;
