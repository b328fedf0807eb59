import type { StatisticResult } from '../../result.ts';
import { shiftEffect } from '../../shift-effect.ts';
import { type BinnedOptions, binShares, emptyBinNotes, withHalfCounts } from '../../tables/bin-shares.ts';
import type { JointTable } from '../../tables/joint-table.ts';

/**
 * Kullback–Leibler divergence of production from the reference, Σ p·ln(p/q) in nats with p the reference's shares. Not
 * symmetric. Bins that are empty on one side count half a value there. Details: `bins`, `emptyBins`.
 *
 * Source: S. Kullback and R. A. Leibler (1951); SciPy's `entropy(p, q)`.
 *
 * @example
 * kullbackLeibler(categoricalTable(['a', 'a', 'b'], ['a', 'b', 'b'])); // statistic 0.2310
 */
export function kullbackLeibler(table: JointTable, options: BinnedOptions = {}): StatisticResult {
  const shares = binShares(table, options);
  if (shares.status !== 'ok') return shares;
  const { p, q } = withHalfCounts(shares);
  const divergence = p.reduce((sum, share, i) => sum + share * Math.log(share / (q[i] ?? 1)), 0);
  const notes = emptyBinNotes(shares);
  return {
    status: 'ok',
    statistic: Math.max(0, divergence),
    effect: shiftEffect(table),
    nReference: shares.nReference,
    nProduction: shares.nProduction,
    ...(notes.length > 0 ? { notes } : {}),
    details: { bins: p.length, emptyBins: shares.emptyBins },
  };
}
