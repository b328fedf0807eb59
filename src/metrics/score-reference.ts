import type { ScoreReference } from '../ingest/store.ts';
import type { ReferenceScores } from '../model/reference-scores.ts';
import { sentence } from '../wording/clean-text.ts';
import { plural } from '../wording/sentence-numbers.ts';
import { BEFORE_ALL, minuteOf } from '../wording/time.ts';
import type { MetricsContext } from './window.ts';

/** Reference scores for the comparison with production's, and their source. */
export interface ScoreReferenceChoice {
  readonly source: 'reference-column' | 'model' | 'earlier-log' | 'none';
  /** Null where there are none. */
  readonly scores: ScoreReference | null;
  readonly n: number;
  readonly description: string;
}

/** Uses the given scores, else those in the log before the window, else none. */
export async function chooseScoreReference(
  { store, window }: MetricsContext,
  given: ReferenceScores,
): Promise<ScoreReferenceChoice> {
  if (given.source !== 'none') {
    const values = given.values.filter((value) => Number.isFinite(value));
    if (values.length > 0) {
      const description = sentence(given.description);
      return { source: given.source, scores: { kind: 'values', values }, n: values.length, description };
    }
  }
  const why = given.source === 'none' ? sentence(given.reason) : 'The reference scores are all missing.';
  const range = { start: BEFORE_ALL, end: window.predictions.start };
  const n = await store.count('predictions', range);
  if (n === 0) {
    const description = `${why} The log holds no prediction from before the window either.`;
    return { source: 'none', scores: null, n: 0, description };
  }
  const description = `${plural(n, 'prediction')} of the same log from before ${minuteOf(range.end)}. ${why}`;
  return { source: 'earlier-log', scores: { kind: 'range', range }, n, description };
}
