import type { Feature } from '../../report/schema/report.ts';
import type { CategoricalTable, NumericTable } from '../../stats/tables/joint-table.ts';
import { publicName } from '../../wording/public-name.ts';
import { coarseValues } from '../privacy/coarse-values.ts';
import { type KRule, niceUnit, shownCount, shownShare, toUnit } from '../privacy/k-rule.ts';
import { weightedSummary } from './weighted-values.ts';

type Summary = Feature['summary']['reference'];
type Summaries = Feature['summary'];

/**
 * Summary of the leads of both sides; null for a side with fewer than k. Least and largest are the values that k leads have
 * or exceed; these and the quartiles are so coarse that k leads share each.
 *
 * @param leads joint table with each lead once.
 */
export function numericSummaries(leads: NumericTable, rule: KRule): Summaries {
  return {
    reference: numericSummary(leads.values, leads.reference, rule),
    production: numericSummary(leads.values, leads.production, rule),
  };
}

function numericSummary(values: Float64Array, counts: Float64Array, rule: KRule): Summary {
  const coarse = coarseValues({ values, counts }, rule.k);
  if (coarse === null) return null;
  const { low, high, n } = coarse;
  // Without the extremes one lead moves the mean by a k-th of the unit at most.
  const bounded = rule.rounded ? values.map((value) => Math.min(high, Math.max(low, value))) : values;
  const { mean = low, sd = null } = weightedSummary(bounded, counts) ?? {};
  const unit = rule.rounded ? niceUnit((rule.k * (high - low)) / n) : 0;
  return {
    kind: 'numeric',
    mean: toUnit(mean, unit),
    sd: sd === null ? null : toUnit(sd, unit),
    min: low,
    p25: coarse.quantile(0.25),
    p50: coarse.quantile(0.5),
    p75: coarse.quantile(0.75),
    max: high,
  };
}

/** @param leads joint table with each lead once. */
export function categoricalSummaries(leads: CategoricalTable, rule: KRule): Summaries {
  return {
    reference: categoricalSummary(leads.categories, leads.reference, rule),
    production: categoricalSummary(leads.categories, leads.production, rule),
  };
}

/** The most frequent category is named where at least k leads have it. */
function categoricalSummary(categories: readonly string[], counts: Float64Array, rule: KRule): Summary {
  let n = 0;
  let named = 0;
  let rare = 0;
  let mode = -1;
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row] ?? 0;
    n += count;
    if (count >= rule.k) named++;
    else if (count > 0) rare++;
    if (count > (counts[mode] ?? 0)) mode = row;
  }
  if (n === 0) return null;
  const most = counts[mode] ?? 0;
  return {
    kind: 'categorical',
    distinct: named + shownCount(rare, rule),
    mode: most >= rule.k ? publicName(categories[mode] ?? '') : null,
    modeShare: shownShare(most, n, rule),
  };
}
