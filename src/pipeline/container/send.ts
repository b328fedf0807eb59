import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { ConnectionLimits } from './connections.ts';
import type { Answer } from './site-answer.ts';

/**
 * Sends a complete response.
 *
 * @throws Error where the connection closes early, or the client reads slower than the limits allow.
 */
export async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, size, body }: Answer,
  { writeMs, minBytesPerMs }: ConnectionLimits,
): Promise<void> {
  const { socket } = request;
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const timer = setTimeout(() => socket.destroy(), writeMs + size / minBytesPerMs);
  // A response gets no event if its connection closes before its turn in the pipeline.
  socket.once('close', end);
  try {
    const bodiless = request.method === 'HEAD' || status === 304;
    response.writeHead(status, status === 304 ? headers : { ...headers, 'Content-Length': size });
    await pipeline(bodiless ? [] : body, response, { signal: ended.signal });
  } finally {
    clearTimeout(timer);
    socket.off('close', end);
  }
}
