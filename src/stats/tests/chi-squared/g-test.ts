import type { StatisticResult } from '../../result.ts';
import type { CategoricalTable } from '../../tables/joint-table.ts';
import { type HomogeneityOptions, homogeneityTest } from './chi-squared.ts';

/**
 * G-test (likelihood ratio) of homogeneity; pooling, effect and details as in `chiSquaredHomogeneity`.
 *
 * Source: R. R. Sokal and F. J. Rohlf, Biometry; SciPy's `chi2_contingency(…, lambda_='log-likelihood')`.
 *
 * @example
 * const once = new Map([['a', 10], ['b', 20]]);
 * const now = new Map([['a', 20], ['b', 10]]);
 * gHomogeneity(categoricalTableFromCounts(once, now)); // statistic 6.796, p 0.0091
 */
export function gHomogeneity(table: CategoricalTable, options: HomogeneityOptions = {}): StatisticResult {
  return homogeneityTest(table, options, (observed, expected) =>
    observed === 0 ? 0 : 2 * observed * Math.log(observed / expected),
  );
}
