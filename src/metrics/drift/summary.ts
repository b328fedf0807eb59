import type { Feature } from '../../report/schema/report.ts';
import type { CategoricalTable, NumericTable } from '../../stats/tables/joint-table.ts';
import { publicName } from '../../wording/public-name.ts';
import { weightedQuantiles, weightedSummary } from './weighted-values.ts';

type Summary = Feature['summary']['reference'];
type Summaries = Feature['summary'];

/**
 * Summary of both sides; null for a side with fewer than k values, whose quartiles could be values of single leads.
 */
export function numericSummaries(table: NumericTable, k: number): Summaries {
  return {
    reference: numericSummary(table.values, table.reference, k),
    production: numericSummary(table.values, table.production, k),
  };
}

function numericSummary(values: Float64Array, counts: Float64Array, k: number): Summary {
  const summary = weightedSummary(values, counts);
  if (summary === null || summary.n < k) return null;
  const { mean, sd, min, max } = summary;
  const [p25 = min, p50 = min, p75 = max] = weightedQuantiles(values, counts, [0.25, 0.5, 0.75]);
  return { kind: 'numeric', mean, sd, min, p25, p50, p75, max };
}

export function categoricalSummaries(table: CategoricalTable, k: number): Summaries {
  return {
    reference: categoricalSummary(table.categories, table.reference, k),
    production: categoricalSummary(table.categories, table.production, k),
  };
}

/** The most frequent category is named where at least k rows hold it; its share is always given. */
function categoricalSummary(categories: readonly string[], counts: Float64Array, k: number): Summary {
  let n = 0;
  let distinct = 0;
  let mode = -1;
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row] ?? 0;
    n += count;
    if (count > 0) distinct++;
    if (count > (counts[mode] ?? 0)) mode = row;
  }
  if (n === 0) return null;
  const most = counts[mode] ?? 0;
  return {
    kind: 'categorical',
    distinct,
    mode: most >= k ? publicName(categories[mode] ?? '') : null,
    modeShare: most / n,
  };
}
