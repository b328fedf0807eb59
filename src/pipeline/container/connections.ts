import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** Connections at once. One more ends the one that asked nothing for longest, so idle clients shut nobody out. */
  readonly maxConnections: number;
  /** Requests on one connection that wait for their answers. */
  readonly maxPipelined: number;
  /** Until the head of a request has come. */
  readonly headersMs: number;
  /** Until the whole request has come. */
  readonly requestMs: number;
  /** Without a byte in either direction: a client that does not read. */
  readonly idleMs: number;
  /** For an answer, beside a time in proportion to its size: a client that reads a byte now and then. */
  readonly writeMs: number;
  readonly minBytesPerMs: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  maxConnections: 512,
  maxPipelined: 16,
  headersMs: 10_000,
  requestMs: 20_000,
  idleMs: 30_000,
  writeMs: 30_000,
  minBytesPerMs: 16,
};

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Applies the limits to a server, and answers the requests of a connection one after another. */
export function limitConnections(server: Server, limits: ConnectionLimits, handle: Handler): void {
  server.timeout = limits.idleMs;
  // In the order of their last request; those that never asked keep the place that they came in at.
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const [longestSilent] = open;
    if (open.size > limits.maxConnections) longestSilent?.destroy();
  });
  const turns = new WeakMap<Socket, { waiting: number; last: Promise<void> }>();
  server.on('request', (request, response) => {
    // Errors of both end their connection, which the handler notices.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const { socket } = request;
    if (socket.destroyed) return;
    if (open.delete(socket)) open.add(socket);
    const turn = turns.get(socket) ?? { waiting: 0, last: Promise.resolve() };
    turns.set(socket, turn);
    // Each pipelined request that were answered at once would hold a piece of its answer in memory.
    if (turn.waiting >= limits.maxPipelined) {
      socket.destroy();
      return;
    }
    turn.waiting++;
    turn.last = turn.last
      .then(() => (socket.destroyed ? undefined : handle(request, response)))
      .catch(() => void socket.destroy())
      .finally(() => turn.waiting--);
  });
}
