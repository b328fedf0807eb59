import type { TableChunk } from '../../ingest/store.ts';
import type { Feature } from '../../report/schema/report.ts';
import { changePoint } from '../../stats/change-point.ts';
import { tableTotals } from '../../stats/tables/joint-table.ts';
import { runDriftTest } from '../../stats/tests/drift-test.ts';
import { pValue, significant } from '../../wording/sentence-numbers.ts';
import { DAY_MS, isoDate, isoTime } from '../../wording/time.ts';
import type { MetricsContext } from '../window.ts';
import type { ChosenTest } from './feature-test.ts';

/** Fewest values of a chunk for a statistic to be worth a point. */
const FEWEST_VALUES = 10;
/** Draws of a test that needs them: a point of a curve is read off, not judged. */
const DRAWS = 500;
/** Most chunks of a window; longer windows get longer chunks. */
const MOST_CHUNKS = 31;

/** A feature's tables day by day, or by several days where the window is long. */
export function readChunks(
  { store, window }: MetricsContext,
  feature: string,
  type: 'numeric' | 'categorical',
): Promise<readonly TableChunk[]> {
  const range = window.predictions;
  const days = (range.end - range.start) / DAY_MS;
  const chunkMs = Math.max(1, Math.ceil(days / MOST_CHUNKS)) * DAY_MS;
  return store.chunkTables(feature, type, range, chunkMs);
}

/** The feature's own test, each day against the whole reference, so that a reader sees when a drift began. */
export function driftOverTime(chunks: readonly TableChunk[], test: ChosenTest): Feature['overTime'] {
  return chunks.map((chunk) => {
    const { table } = chunk.feature;
    const result = runDriftTest(test.name, table, {
      threshold: test.threshold,
      bins: test.bins,
      minimum: FEWEST_VALUES,
      permutations: DRAWS,
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

/** A chunk beyond this is as sure as any; without a ceiling one extreme day would hide the day it all began. */
const SUREST = 12;
const LEVEL = 0.05;

/**
 * When the drift of a drifted feature began: the change point of the daily series, where there is a clear one.
 *
 * The series is −log10 p, which has one law on every day without a change, whatever the day's number of rows, as the
 * permutation test asks; for tests without p it is the distance.
 */
export function driftBegan(overTime: Feature['overTime'], test: ChosenTest): Feature['began'] {
  const points = overTime.flatMap((chunk) => {
    const value = evidence(chunk, test);
    return value === null ? [] : [{ start: Date.parse(chunk.start), value }];
  });
  const change = changePoint(points.map((point) => point.value));
  if (change.status !== 'ok' || change.p >= LEVEL || change.meanAfter <= change.meanBefore) return null;
  const startOf = (index: number): number => points[index]?.start ?? 0;
  const [first, last] = change.interval.map(startOf);
  const at = startOf(change.index);
  const measure = test.scoreKind === 'p' ? 'evidence against "no change" (−log10 p)' : 'distance';
  const explanation = `The daily ${measure} rose from ${significant(change.meanBefore, 2)} to ${significant(change.meanAfter, 2)} on average at ${isoDate(at)}; 95 % interval ${isoDate(first ?? at)} to ${isoDate(last ?? at)}, permutation p ${pValue(change.p)}.`;
  return { at: isoTime(at), from: isoTime(first ?? at), to: isoTime(last ?? at), explanation };
}

function evidence({ statistic, p }: Feature['overTime'][number], test: ChosenTest): number | null {
  if (test.scoreKind === 'distance') return statistic;
  return p === null ? null : Math.min(SUREST, -Math.log10(Math.max(p, 1e-300)));
}
