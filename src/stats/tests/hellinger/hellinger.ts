import type { StatisticResult } from '../../result.ts';
import { shiftEffect } from '../../shift-effect.ts';
import { type BinnedOptions, binShares } from '../../tables/bin-shares.ts';
import type { JointTable } from '../../tables/joint-table.ts';

/**
 * Hellinger distance between the histograms of both sides, √(1 − Σ √(p·q)), between 0 and 1. Defined for empty bins.
 * Details: `bins`, `emptyBins`.
 *
 * Source: E. Hellinger (1909). Computed as √(Σ (√p − √q)²/2), which does not cancel for near-equal histograms.
 *
 * @example
 * hellingerDistance(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic 0.7071
 */
export function hellingerDistance(table: JointTable, options: BinnedOptions = {}): StatisticResult {
  const shares = binShares(table, options);
  if (shares.status !== 'ok') return shares;
  const squares = shares.reference.reduce(
    (sum, p, i) => sum + (Math.sqrt(p) - Math.sqrt(shares.production[i] ?? 0)) ** 2,
    0,
  );
  return {
    status: 'ok',
    statistic: Math.min(1, Math.sqrt(squares / 2)),
    effect: shiftEffect(table),
    nReference: shares.nReference,
    nProduction: shares.nProduction,
    details: { bins: shares.reference.length, emptyBins: shares.emptyBins },
  };
}
