import type { TimeRange } from '../../ingest/store.ts';
import { tableTotals } from '../../stats/tables/joint-table.ts';
import type { MetricsContext } from '../window.ts';

/** Most scores that an estimate reads; beyond them it takes evenly spaced ranks. */
const MOST_SCORES = 50_000;

/** Scores of all predictions of a range in ascending order, thinned where there are very many. One query. */
export async function windowScores({ store }: MetricsContext, range: TimeRange): Promise<number[]> {
  const table = await store.scoreTable({ kind: 'values', values: [] }, range);
  const { nProduction } = tableTotals(table);
  const wanted = Math.min(nProduction, MOST_SCORES);
  const scores: number[] = [];
  let seen = 0;
  for (let i = 0; i < table.values.length; i++) {
    seen += table.production[i] ?? 0;
    while (scores.length < wanted && ((scores.length + 0.5) * nProduction) / wanted <= seen) {
      scores.push(table.values[i] ?? 0);
    }
  }
  return scores;
}
