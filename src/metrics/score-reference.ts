import type { ScoreReference } from '../ingest/store.ts';
import type { ReferenceScores } from '../model/reference-scores.ts';
import { sentence } from '../wording/clean-text.ts';
import { plural } from '../wording/sentence-numbers.ts';
import { BEFORE_ALL, minuteOf } from '../wording/time.ts';
import { currentVersion, rangeOfVersion } from './current-version.ts';
import type { MetricsContext } from './window.ts';

/** Reference scores for the comparison with production's, and their source. */
export interface ScoreReferenceChoice {
  readonly source: 'reference-column' | 'model' | 'earlier-log' | 'none';
  /** Null where there are none. */
  readonly scores: ScoreReference | null;
  readonly n: number;
  readonly description: string;
  /** The version that made them; null where it is not known. */
  readonly version?: string | null;
}

/**
 * Uses the given scores, else those that the version in use made before the window, else none.
 *
 * @param version the version that made the given scores; null where it is not known.
 */
export async function chooseScoreReference(
  context: MetricsContext,
  given: ReferenceScores,
  version: string | null = null,
): Promise<ScoreReferenceChoice> {
  const { store, window } = context;
  if (given.source !== 'none') {
    const values = given.values.filter((value) => Number.isFinite(value));
    if (values.length > 0) {
      const description = sentence(given.description);
      const scores = { kind: 'values', values } as const;
      return { source: given.source, scores, n: values.length, description, version };
    }
  }
  const why = given.source === 'none' ? sentence(given.reason) : 'The reference scores are all missing.';
  const before = { start: BEFORE_ALL, end: window.predictions.start };
  if ((await store.count('predictions', before)) === 0)
    return none(`${why} The log holds no prediction from before the window either.`);
  const current = await currentVersion(context);
  const range = await rangeOfVersion(context, before, current.version);
  if (range === null) {
    return none(`${why} The log from before the window is of other versions of the model.`);
  }
  const n = await store.count('predictions', range);
  const description = `${plural(n, 'prediction')} of the same log from before ${minuteOf(range.end)}. ${why}`;
  return {
    source: 'earlier-log',
    scores: { kind: 'range', range },
    n,
    description,
    version: current.version,
  };
}

const none = (description: string): ScoreReferenceChoice => ({
  source: 'none',
  scores: null,
  n: 0,
  description,
});
