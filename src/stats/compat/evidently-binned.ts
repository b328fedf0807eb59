import { notEnoughData, type StatisticResult } from '../result.ts';
import { shiftEffect } from '../shift-effect.ts';
import { binTable } from '../tables/binning.ts';
import type { JointTable } from '../tables/joint-table.ts';
import { tableTotals } from '../tables/joint-table.ts';
import { hellingerDistance } from '../tests/hellinger/hellinger.ts';
import { jensenShannonDistance } from '../tests/jensen-shannon/jensen-shannon.ts';
import { evidentlyNumericHellinger } from './evidently-numeric.ts';
import { atLeast, type EvidentlyRule } from './evidently-rule.ts';

export const EVIDENTLY_BINNED = {
  jensenshannon: { threshold: 0.1, drifted: atLeast, run: (table) => jensenShannonDistance(table) },
  psi: {
    threshold: 0.1,
    drifted: atLeast,
    run: (table) => filledDistance(table, (p, q) => (p - q) * Math.log(p / q)),
  },
  kl_div: { threshold: 0.1, drifted: atLeast, run: klDivergence },
  hellinger: { threshold: 0.1, drifted: atLeast, run: hellinger },
} as const satisfies Readonly<Record<string, EvidentlyRule<JointTable>>>;

function hellinger(table: JointTable): StatisticResult {
  const result = hellingerDistance(table);
  if (result.status !== 'ok' || table.kind !== 'numeric') return result;
  return { ...result, statistic: evidentlyNumericHellinger(table) };
}

/** SciPy's `entropy` normalises both sides again after the empty bins were filled. */
function klDivergence(table: JointTable): StatisticResult {
  const sums = filledShares(table);
  const total = (shares: Float64Array): number => shares.reduce((sum, share) => sum + share, 0);
  const [p0, q0] = [total(sums.p), total(sums.q)];
  return filledDistance(table, (p, q) => (p / p0) * Math.log(p / p0 / (q / q0)));
}

function filledDistance(table: JointTable, cell: (p: number, q: number) => number): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  if (Math.min(nReference, nProduction) < 1) return notEnoughData(nReference, nProduction, 1);
  const { p, q } = filledShares(table);
  return {
    status: 'ok',
    statistic: p.reduce((sum, share, i) => sum + cell(share, q[i] ?? 1), 0),
    effect: shiftEffect(table),
    nReference,
    nProduction,
  };
}

/** Shares per bin, empty bins filled with 0.0001, or a millionth of the smallest share where that is no larger. */
function filledShares(table: JointTable): { readonly p: Float64Array; readonly q: Float64Array } {
  const { nReference, nProduction } = tableTotals(table);
  const bins = binTable(table);
  const fill = (counts: Float64Array, n: number): Float64Array => {
    const shares = counts.map((count) => count / Math.max(1, n));
    const smallest = shares.reduce((least, share) => (share > 0 ? Math.min(least, share) : least), Infinity);
    const filling = smallest <= 0.0001 ? smallest / 1e6 : 0.0001;
    return shares.map((share) => share || filling);
  };
  return { p: fill(bins.reference, nReference), q: fill(bins.production, nProduction) };
}
