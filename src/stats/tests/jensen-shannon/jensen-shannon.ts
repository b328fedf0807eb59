import type { StatisticResult } from '../../result.ts';
import { shiftEffect } from '../../shift-effect.ts';
import { type BinnedOptions, binShares } from '../../tables/bin-shares.ts';
import type { JointTable } from '../../tables/joint-table.ts';

/**
 * Jensen–Shannon distance between the histograms of both sides: the square root of the divergence in nats, between 0
 * and √ln 2 = 0.83. Defined for empty bins. Details: `bins`, `emptyBins`.
 *
 * Source: J. Lin (1991); SciPy's `scipy.spatial.distance.jensenshannon`.
 *
 * @example
 * jensenShannonDistance(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic 0.5887
 */
export function jensenShannonDistance(table: JointTable, options: BinnedOptions = {}): StatisticResult {
  const shares = binShares(table, options);
  if (shares.status !== 'ok') return shares;
  let divergence = 0;
  for (let i = 0; i < shares.reference.length; i++) {
    const p = shares.reference[i] ?? 0;
    const q = shares.production[i] ?? 0;
    const middle = (p + q) / 2;
    if (p > 0) divergence += p * Math.log(p / middle);
    if (q > 0) divergence += q * Math.log(q / middle);
  }
  return {
    status: 'ok',
    statistic: Math.sqrt(Math.max(0, divergence) / 2),
    effect: shiftEffect(table),
    nReference: shares.nReference,
    nProduction: shares.nProduction,
    details: { bins: shares.reference.length, emptyBins: shares.emptyBins },
  };
}
