import { serviceError } from '../../monitor-error.ts';
import type { Payload } from '../profile/payloads.ts';
import { type RowAnswer, scoreRow } from './score-row.ts';

/** What is known of a row: its score, or why there is none. */
export type RowResult = { readonly score: number } | { readonly reason: string; readonly final: boolean };

export interface ScoreRowsOptions {
  readonly url: string;
  readonly rows: readonly Payload[];
  /** Results of an earlier run, by row. Rows that the API refused are not sent again. */
  readonly known: ReadonlyMap<number, RowResult>;
  /** Requests a second, at most; never more than one at a time. */
  readonly rate: number;
  readonly timeoutMs: number;
  readonly scorePath: readonly string[] | null;
  readonly signal: AbortSignal;
  readonly clock: { now(): number; sleep(ms: number): Promise<void> };
  /** Called after each row with its result. */
  readonly onResult: (row: number, result: RowResult) => Promise<void>;
}

const MAX_TRIES = 4;
const FIRST_BACKOFF_MS = 1_000;
const MAX_WAIT_MS = 60_000;
/** So many rows in a row without an answer: the API is down, and the rest would fail as well. */
const MAX_FAILED_IN_A_ROW = 5;

/**
 * Scores rows by asking the API, one at a time. A row that fails is tried four times.
 *
 * @returns the result of every row that has one; fewer where it was aborted.
 * @throws MonitorError `api-unreachable` (exit code 4) where five rows in a row failed.
 */
export async function scoreRows(options: ScoreRowsOptions): Promise<ReadonlyMap<number, RowResult>> {
  const { rows, known, rate, clock, signal, onResult } = options;
  const results = new Map(known);
  let notBefore = clock.now();
  let failedInARow = 0;
  const send = async (row: number): Promise<RowAnswer> => {
    await clock.sleep(Math.max(0, notBefore - clock.now()));
    notBefore = Math.max(notBefore, clock.now()) + 1000 / rate;
    return scoreRow({ ...options, payload: rows[row] ?? {}, now: () => clock.now() });
  };
  for (const row of rows.keys()) {
    const earlier = results.get(row);
    if (earlier !== undefined && ('score' in earlier || earlier.final)) continue;
    if (signal.aborted) return results;
    const result = await tryRow(row, send, options);
    if (result === null) return results;
    results.set(row, result);
    await onResult(row, result);
    failedInARow = 'score' in result || result.final ? 0 : failedInARow + 1;
    if (failedInARow >= MAX_FAILED_IN_A_ROW && 'reason' in result) {
      throw serviceError(
        'api-unreachable',
        `${new URL(options.url).origin}: ${MAX_FAILED_IN_A_ROW} rows in a row got no answer after ${MAX_TRIES} tries each; the last one: ${result.reason}. What was scored is kept: run the same command again.`,
      );
    }
  }
  return results;
}

/** The result of one row after its tries; null where it was aborted. */
async function tryRow(
  row: number,
  send: (row: number) => Promise<RowAnswer>,
  { clock, signal }: ScoreRowsOptions,
): Promise<RowResult | null> {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await send(row);
      if (answer.kind === 'scored') return { score: answer.score };
      if (answer.kind === 'refused') return { reason: answer.reason, final: true };
      const wait = answer.retryAfterMs ?? FIRST_BACKOFF_MS * 2 ** (tries - 1);
      if (tries === MAX_TRIES || wait > MAX_WAIT_MS) return { reason: answer.reason, final: false };
      await clock.sleep(wait);
    } catch (error) {
      if (signal.aborted) return null;
      throw error;
    }
    if (signal.aborted) return null;
  }
}
