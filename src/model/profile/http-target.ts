import { describeNetworkError } from '../../ingest/services/network-errors.ts';
import type { RequestOutcome } from './load-generator.ts';
import type { Payload } from './payloads.ts';

/** Sends one lead to the API and reads the whole response, so that the latency is what a caller sees. Never throws. */
export async function postLead(options: {
  url: string;
  payload: Payload;
  timeoutMs: number;
  fetchImpl?: typeof fetch;
}): Promise<RequestOutcome> {
  const timeout = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await (options.fetchImpl ?? fetch)(options.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(options.payload),
      signal: timeout,
    });
    await response.arrayBuffer();
    return { kind: 'answered', statusCode: response.status };
  } catch (error) {
    return { kind: 'failed', reason: timeout.aborted ? 'timeout' : describeNetworkError(error) };
  }
}
