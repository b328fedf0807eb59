import { readLimitedBody, retryAfterMs } from '../../ingest/services/http.ts';
import { describeNetworkError } from '../../ingest/services/network-errors.ts';
import type { Payload } from '../profile/payloads.ts';

/** What the API said of one row. */
export type RowAnswer =
  | { readonly kind: 'scored'; readonly score: number }
  /** The API refuses this row and would again. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Another try may succeed. */
  | { readonly kind: 'failed'; readonly reason: string; readonly retryAfterMs: number | null };

export interface ScoreRequest {
  readonly url: string;
  readonly payload: Payload;
  readonly timeoutMs: number;
  /** Names that lead to the score in the answer; null: one of the usual names at its top level. */
  readonly scorePath: readonly string[] | null;
  readonly signal: AbortSignal;
  readonly now: () => number;
}

const MAX_BODY_BYTES = 1024 * 1024;
/** In the order in which they are looked for. */
const SCORE_NAMES = [
  'score',
  'predicted_score',
  'probability',
  'proba',
  'prediction_score',
  'predicted_probability',
];
/** Answers after which the same request may succeed. */
const TRANSIENT = new Set([408, 425, 429]);

/** Sends one row and reads the score of the answer. Throws only when it is aborted. */
export async function scoreRow({
  url,
  payload,
  timeoutMs,
  scorePath,
  signal,
  now,
}: ScoreRequest): Promise<RowAnswer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const failed = (reason: string, after: number | null = null): RowAnswer => ({
    kind: 'failed',
    reason,
    retryAfterMs: after,
  });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(payload),
      // A redirected POST would arrive as a GET.
      redirect: 'manual',
      signal: AbortSignal.any([timeout, signal]),
    });
    const { status } = response;
    if (!response.ok) {
      await response.body?.cancel();
      if (status >= 500 || TRANSIENT.has(status)) {
        return failed(`HTTP ${status}`, retryAfterMs(response.headers.get('retry-after'), now()));
      }
      return { kind: 'refused', reason: `HTTP ${status}` };
    }
    const text = await readLimitedBody(response, MAX_BODY_BYTES);
    if (text === null) return { kind: 'refused', reason: 'an answer of more than 1 MB' };
    return scoreIn(text, scorePath);
  } catch (error) {
    signal.throwIfAborted();
    return failed(timeout.aborted ? `no answer within ${timeoutMs / 1000} s` : describeNetworkError(error));
  }
}

function scoreIn(text: string, path: readonly string[] | null): RowAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return { kind: 'refused', reason: 'an answer that is not JSON' };
  }
  const found =
    path === null
      ? SCORE_NAMES.map((name) => at(answer, [name])).find((value) => value !== undefined)
      : at(answer, path);
  if (typeof found !== 'number') return { kind: 'refused', reason: 'an answer without a number as score' };
  if (found < 0 || found > 1) return { kind: 'refused', reason: 'a score that is not between 0 and 1' };
  return { kind: 'scored', score: found };
}

function at(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const name of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined;
    inner = (inner as Readonly<Record<string, unknown>>)[name];
  }
  return inner;
}
