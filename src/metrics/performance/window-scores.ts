import type { TimeRange } from '../../ingest/store.ts';
import type { MetricsContext } from '../window.ts';

/** Different scores, ascending, each with the number of leads that have it. */
export interface ScoreCounts {
  readonly scores: readonly number[];
  readonly counts: readonly number[];
}

/** The scores of all leads of a range, each lead once by its newest prediction. One query. */
export async function windowScores({ store }: MetricsContext, range: TimeRange): Promise<ScoreCounts> {
  const { leads } = await store.scoreTable({ kind: 'values', values: [] }, range);
  const scores: number[] = [];
  const counts: number[] = [];
  leads.values.forEach((score, i) => {
    const count = leads.production[i] ?? 0;
    if (count === 0) return;
    scores.push(score);
    counts.push(count);
  });
  return { scores, counts };
}

export const leadsOf = ({ counts }: ScoreCounts): number => counts.reduce((sum, count) => sum + count, 0);
