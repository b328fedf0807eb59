import type { TableChunk } from '../../ingest/store.ts';
import type { Feature } from '../../report/schema/report.ts';
import { changePoint } from '../../stats/change-point.ts';
import { runDriftTest } from '../../stats/tests/drift-test.ts';
import { pValue, significant } from '../../wording/sentence-numbers.ts';
import { DAY_MS, isoDate, isoTime } from '../../wording/time.ts';
import type { MetricsContext } from '../window.ts';
import type { ChosenTest } from './feature-test.ts';

/** A chunk with fewer values gets no point. */
const MIN_VALUES = 10;
/** Permutations or Monte Carlo draws per chunk. Few suffice: points of a curve are shown, not judged. */
const DRAWS = 500;
/** Chunks of a window; longer windows get longer chunks. */
const MAX_CHUNKS = 31;

/** Joint tables of a feature by day, or by several days where the window is long. */
export function readChunks(
  { store, window }: MetricsContext,
  feature: string,
  type: 'numeric' | 'categorical',
): Promise<readonly TableChunk[]> {
  const range = window.predictions;
  const days = (range.end - range.start) / DAY_MS;
  const chunkMs = Math.max(1, Math.ceil(days / MAX_CHUNKS)) * DAY_MS;
  return store.chunkTables(feature, type, range, chunkMs);
}

/** Runs the feature's test on each chunk against the whole reference, to show when a drift began. */
export function driftOverTime(chunks: readonly TableChunk[], test: ChosenTest): Feature['overTime'] {
  return chunks.map((chunk) => {
    const { table } = chunk.feature;
    const result = runDriftTest(test.name, table, {
      threshold: test.threshold,
      bins: test.bins,
      minimum: MIN_VALUES,
      permutations: DRAWS,
    });
    const point = {
      start: isoTime(chunk.start),
      end: isoTime(chunk.end),
      n: chunk.leads,
    };
    if (result.status !== 'ok') return { ...point, statistic: null, p: null };
    // Tests judged by a distance plot that distance, others the statistic.
    const statistic = test.scoreKind === 'distance' ? result.score : result.statistic;
    return { ...point, statistic, p: result.p ?? null };
  });
}

/** Cap on the evidence of a chunk: without it one extreme day would outweigh the day on which the drift began. */
const MAX_MINUS_LOG_P = 12;
const LEVEL = 0.05;

/**
 * When the drift of a drifted feature began: the change point of the series over chunks; null where none is
 * significant.
 *
 * The series is −log10 p: without a change its distribution does not depend on a day's number of rows, as the
 * permutation test requires. For tests without p it is the distance.
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
  return p === null ? null : Math.min(MAX_MINUS_LOG_P, -Math.log10(Math.max(p, 1e-300)));
}
