import { once } from 'node:events';
import { createServer as createHttp, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Misbehaving servers. */

const servers: Server[] = [];
const sockets = new Set<Socket>();
const timers: NodeJS.Timeout[] = [];
/** Closes all servers of this file and their open responses. */
export function closeServers(): void {
  for (const timer of timers) clearInterval(timer);
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
}

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
export const http = (answer: RequestListener): Promise<number> => listen(createHttp(answer));
export const raw = (answer: (socket: Socket) => void): Promise<number> => listen(createServer(answer));

let sent = 0;
/** Bytes written by endless responses. */
export const bytesSent = (): number => sent;

/** Writes for as long as the client reads. */
function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const more = (): void => {
    if (response.destroyed) return;
    response.once('drain', more);
    response.write(chunk);
    sent += chunk.length;
  };
  more();
}
/** Writes a few bytes ten times a second, without end. */
export function trickle(write: () => void): void {
  timers.push(setInterval(write, 100));
}

export const SERVERS: Readonly<Record<string, () => Promise<number>>> = {
  'never answers': () => http(() => undefined),
  'takes the connection and is silent': () => raw(() => undefined),
  'closes at once': () => raw((socket) => void socket.destroy()),
  'trickles its head': () =>
    raw((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      trickle(() => socket.destroyed || socket.write('x-a: b\r\n'));
    }),
  'trickles its body': () =>
    http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      trickle(() => response.destroyed || response.write(' '));
    }),
  'redirects to itself': () =>
    http((request, response) => void response.writeHead(302, { location: request.url }).end()),
  'redirects without end': () =>
    http((request, response) => void response.writeHead(307, { location: `${request.url}x` }).end()),
  'redirects to a file': () =>
    http((_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
  'answers without end': () =>
    http((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      endless(response);
    }),
  'promises 10 GB': () =>
    http((_, response) => {
      response.writeHead(200, { 'content-length': String(10 * 2 ** 30) });
      endless(response);
    }),
  'answers HTML': () => http((_, response) => void response.end('<!doctype html><script>alert(1)</script>')),
  'answers broken JSON': () => http((_, response) => void response.end('{"version": "1')),
  'answers with another shape': () =>
    http(
      (_, response) =>
        void response.end('{"version": {"a": []}, "model_versions": 7, "registered_model": []}'),
    ),
  'answers null': () => http((_, response) => void response.end('null')),
  'is no HTTP server': () => raw((socket) => void socket.end('SSH-2.0-OpenSSH_9.6\r\n')),
  'sends a head of 1 MB': () =>
    raw((socket) => void socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(2 ** 20)}\r\n\r\n`)),
  'says 500 with a page': () => http((_, response) => void response.writeHead(500).end('<h1>oops</h1>')),
  'repeats the login': () =>
    http((request, response) => {
      const echo = `${request.headers.authorization} ${request.url}`;
      response.writeHead(400).end(JSON.stringify({ error_code: echo, message: echo, version: echo }));
    }),
  'greets with its guest’s login': () =>
    http(
      (request, response) => void response.end(JSON.stringify({ version: request.headers.authorization })),
    ),
};

/** Starts a misbehaving server by name; returns its port. */
export function start(name: string): Promise<number> {
  const server = SERVERS[name];
  if (server === undefined) throw new Error(`no such server: ${name}`);
  return server();
}
