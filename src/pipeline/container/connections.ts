import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** Open connections. Beyond this, the one that has been idle longest is closed, so that idle clients cannot block others. */
  readonly maxConnections: number;
  /** Pending requests per connection. */
  readonly maxPipelined: number;
  /** Timeout for the head of a request. */
  readonly headersMs: number;
  /** Timeout for a complete request. */
  readonly requestMs: number;
  /** How long a connection without a request may be reused, as clients are told. */
  readonly keepAliveMs: number;
  /**
   * How much longer it stays open. A request that crosses with the closing of its connection is reset, which a client may
   * repeat (RFC 9112, section 9.3.1) but must not have to: one that keeps to the announced time is reset only where it, or
   * this process, is held up for longer than this and the second by which clients close early.
   */
  readonly keepAliveSlackMs: number;
  /** Timeout without a byte in either direction, for clients that do not read. */
  readonly idleMs: number;
  /** Timeout for a response, plus a time proportional to its size, for clients that read very slowly. */
  readonly writeMs: number;
  readonly minBytesPerMs: number;
}

export const CONNECTION_LIMITS: ConnectionLimits = {
  maxConnections: 512,
  maxPipelined: 16,
  headersMs: 10_000,
  requestMs: 20_000,
  keepAliveMs: 5_000,
  keepAliveSlackMs: 25_000,
  idleMs: 30_000,
  writeMs: 30_000,
  minBytesPerMs: 16,
};

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Applies the limits to a server and handles the requests of a connection sequentially. */
export function limitConnections(server: Server, limits: ConnectionLimits, handle: Handler): void {
  server.timeout = limits.idleMs;
  server.keepAliveTimeout = limits.keepAliveMs;
  server.keepAliveTimeoutBuffer = limits.keepAliveSlackMs;
  // Ordered by last request, or by time of connection where there was none.
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const [longestSilent] = open;
    if (open.size > limits.maxConnections) longestSilent?.destroy();
  });
  const turns = new WeakMap<Socket, { waiting: number; last: Promise<void> }>();
  server.on('request', (request, response) => {
    // Errors of either close the connection, which the handler detects.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const { socket } = request;
    if (socket.destroyed) return;
    if (open.delete(socket)) open.add(socket);
    const turn = turns.get(socket) ?? { waiting: 0, last: Promise.resolve() };
    turns.set(socket, turn);
    // Handling pipelined requests concurrently would hold part of every response in memory.
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
