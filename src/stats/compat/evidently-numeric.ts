import type { StatisticResult } from '../result.ts';
import { histogram, sturgesEdges } from '../tables/binning.ts';
import type { NumericTable } from '../tables/joint-table.ts';
import { tableTotals } from '../tables/joint-table.ts';
import { moments, safeValues } from '../tables/numeric-side.ts';
import { andersonDarling } from '../tests/anderson-darling/anderson-darling.ts';
import { clippedAndersonP } from '../tests/anderson-darling/anderson-darling-clipped.ts';
import { cramerVonMises } from '../tests/cramer-von-mises/cramer-von-mises.ts';
import { energyDistance } from '../tests/energy/energy.ts';
import { eppsSingleton } from '../tests/epps-singleton/epps-singleton.ts';
import { ksTwoSample } from '../tests/ks/ks.ts';
import { mannWhitney, mannWhitneyLess } from '../tests/mann-whitney/mann-whitney.ts';
import { maximumMeanDiscrepancy } from '../tests/mmd/mmd.ts';
import { studentT } from '../tests/t/t-test.ts';
import { wassersteinDistance } from '../tests/wasserstein/wasserstein.ts';
import { above, atLeast, atMost, below, type EvidentlyRule } from './evidently-rule.ts';

/** Evidently's lower bound of the standard deviation that it divides by. */
const MIN_DEVIATION = 0.001;

export const EVIDENTLY_NUMERIC = {
  ks: { threshold: 0.05, drifted: atMost, run: ksTwoSample },
  wasserstein: {
    threshold: 0.1,
    drifted: atLeast,
    run: flooredWasserstein,
    score: (result) => result.details?.['normed'] ?? result.statistic,
  },
  anderson: { threshold: 0.1, drifted: below, run: clippedAnderson },
  cramer_von_mises: { threshold: 0.1, drifted: atMost, run: exactWhereSmall },
  ed: { threshold: 0.1, drifted: above, run: energyDistance },
  es: { threshold: 0.05, drifted: below, run: eppsSingleton },
  mannw: { threshold: 0.05, drifted: below, run: oneSidedMannWhitney },
  t_test: { threshold: 0.05, drifted: below, run: studentT },
  empirical_mmd: {
    threshold: 0.1,
    drifted: below,
    run: (table, options) =>
      maximumMeanDiscrepancy(table, { permutations: 100, ...options, evidently: true }),
  },
} as const satisfies Readonly<Record<string, EvidentlyRule<NumericTable>>>;

function flooredWasserstein(table: NumericTable): StatisticResult {
  const result = wassersteinDistance(table);
  if (result.status !== 'ok') return result;
  const { values, scale } = safeValues(table);
  const reference = moments(values, table.reference);
  const deviation = Math.max(Math.sqrt(reference.squares / reference.n) * scale, MIN_DEVIATION);
  return { ...result, details: { normed: Math.min(Number.MAX_VALUE, result.statistic / deviation) } };
}

function clippedAnderson(table: NumericTable): StatisticResult {
  const result = andersonDarling(table);
  return result.status === 'ok' ? { ...result, p: clippedAndersonP(result.statistic) } : result;
}

function exactWhereSmall(table: NumericTable): StatisticResult {
  const result = cramerVonMises(table);
  const exact = result.status === 'ok' ? result.details?.['exactP'] : undefined;
  if (result.status !== 'ok' || exact === undefined) return result;
  return { ...result, p: exact, pMethod: 'exact' };
}

/** Evidently's test is one-sided: the alternative is that the reference's values are smaller. */
function oneSidedMannWhitney(table: NumericTable): StatisticResult {
  const result = mannWhitney(table);
  return result.status === 'ok' ? { ...result, p: mannWhitneyLess(table) } : result;
}

/** Evidently's numeric Hellinger distance bins by Sturges' rule over the distinct values, however few there are. */
export function evidentlyNumericHellinger(table: NumericTable): number {
  const { nReference, nProduction } = tableTotals(table);
  const { values } = safeValues(table);
  const bins = histogram(values, table, sturgesEdges(values, values.length));
  const overlap = bins.reference.reduce(
    (sum, count, i) => sum + Math.sqrt((count / nReference) * ((bins.production[i] ?? 0) / nProduction)),
    0,
  );
  return Math.sqrt(1 - Math.min(1, overlap));
}
