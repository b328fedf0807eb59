import { effectWord, PSI_BOUNDS } from '../../effect.ts';
import type { StatisticResult } from '../../result.ts';
import { type BinnedOptions, binShares, emptyBinNotes, withHalfCounts } from '../../tables/bin-shares.ts';
import type { JointTable } from '../../tables/joint-table.ts';

/**
 * Population stability index: Σ (p − q)·ln(p/q) over common bins, which is the symmetric Kullback–Leibler divergence.
 * Customarily below 0.1 is stable, 0.1 to 0.25 a moderate and above 0.25 a large shift. Bins that are empty on one side
 * count half a value there. Details: `bins`, `emptyBins`.
 *
 * Source: N. Siddiqi, Credit Risk Scorecards (2006).
 *
 * @example
 * populationStabilityIndex(categoricalTable(['a', 'a', 'b'], ['a', 'b', 'b'])); // statistic (2 ln 2)/3 =
 * 0.4621
 */
export function populationStabilityIndex(table: JointTable, options: BinnedOptions = {}): StatisticResult {
  const shares = binShares(table, options);
  if (shares.status !== 'ok') return shares;
  const { p, q } = withHalfCounts(shares);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const reference = p[i] ?? 0;
    const production = q[i] ?? 0;
    sum += (reference - production) * Math.log(reference / production);
  }
  const statistic = Math.max(0, sum);
  // Mean of PSI without a shift (B. Yurdakul 2018): the word must not depend on the number of rows.
  const chance = (p.length - 1) * (1 / shares.nReference + 1 / shares.nProduction);
  const notes = emptyBinNotes(shares);
  return {
    status: 'ok',
    statistic,
    effect: { name: 'PSI', value: statistic, word: effectWord(Math.max(0, statistic - chance), PSI_BOUNDS) },
    nReference: shares.nReference,
    nProduction: shares.nProduction,
    ...(notes.length > 0 ? { notes } : {}),
    details: { bins: p.length, emptyBins: shares.emptyBins },
  };
}
