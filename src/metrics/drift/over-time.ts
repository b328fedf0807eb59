import type { Feature } from '../../report/schema/report.ts';
import { runDriftTest } from '../../stats/drift-test.ts';
import { tableTotals } from '../../stats/joint-table.ts';
import { DAY_MS, isoTime } from '../time.ts';
import type { MetricsContext } from '../window.ts';
import type { ChosenTest } from './feature-test.ts';

/** Fewest values of a chunk for a statistic to be worth a point. */
const FEWEST_VALUES = 10;
/** Most chunks of a window; longer windows get longer chunks. */
const MOST_CHUNKS = 31;

/** The feature's own test, each day against the whole reference, so that a reader sees when a drift began. */
export async function driftOverTime(
  { store, window }: MetricsContext,
  feature: string,
  type: 'numeric' | 'categorical',
  test: ChosenTest,
): Promise<Feature['overTime']> {
  const range = window.predictions;
  const days = (range.end - range.start) / DAY_MS;
  const chunkMs = Math.max(1, Math.ceil(days / MOST_CHUNKS)) * DAY_MS;
  const chunks = await store.chunkTables(feature, type, range, chunkMs);
  return chunks.map((chunk) => {
    const { table } = chunk.feature;
    const result = runDriftTest(test.name, table, {
      threshold: test.threshold,
      bins: test.bins,
      minimum: FEWEST_VALUES,
    });
    const point = {
      start: isoTime(chunk.start),
      end: isoTime(chunk.end),
      n: tableTotals(table).nProduction,
    };
    if (result.status !== 'ok') return { ...point, statistic: null, p: null };
    // Where a distance is compared, it is the curve; else the statistic.
    const statistic = test.scoreKind === 'distance' ? result.score : result.statistic;
    return { ...point, statistic, p: result.p ?? null };
  });
}
