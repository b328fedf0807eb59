import type { Feature } from '../../report/schema/report.ts';
import type { NumericTable } from '../../stats/tables/joint-table.ts';
import { coarseValues } from '../privacy/coarse-values.ts';
import { type KRule, shownShare } from '../privacy/k-rule.ts';

/** Points of the cumulative curves. */
const POINTS = 30;

/**
 * Cumulative shares of both sides at about 30 values: all where there are so few, else quantiles of either side, each so
 * coarse that k leads share it. Null where a side has fewer than k leads.
 *
 * @param leads joint table with each lead once.
 */
export function thinnedEcdf(leads: NumericTable, rule: KRule): Feature['ecdf'] {
  const { values } = leads;
  const sides = (['reference', 'production'] as const).map((side) =>
    coarseValues({ values, counts: leads[side] }, rule.k),
  );
  const [reference, production] = sides;
  if (!reference || !production) return null;
  const wanted =
    values.length <= POINTS
      ? sides.flatMap((side, i) =>
          [...values]
            .filter((_, row) => (leads[i === 0 ? 'reference' : 'production'][row] ?? 0) > 0)
            .map((value) => side?.coarse(value) ?? value),
        )
      : sides.flatMap((side) =>
          Array.from({ length: POINTS / 2 }, (_, i) => side?.quantile(i / (POINTS / 2 - 1)) ?? 0),
        );
  const gapValue = values[largestGap(leads, reference.n, production.n)];
  if (gapValue !== undefined) wanted.push(reference.coarse(gapValue), production.coarse(gapValue));
  const low = Math.min(reference.low, production.low);
  const high = Math.max(reference.high, production.high);
  const points = [...new Set(wanted.map((value) => Math.min(high, Math.max(low, value))))].sort(
    (a, b) => a - b,
  );
  let row = 0;
  let before = 0;
  let after = 0;
  let gap = 0;
  let gapAt: number | null = null;
  const curve = points.map((value) => {
    while (row < values.length && (values[row] ?? 0) <= value) {
      before += leads.reference[row] ?? 0;
      after += leads.production[row] ?? 0;
      row++;
    }
    const here = Math.abs(before / reference.n - after / production.n);
    // Equal gaps may differ by rounding; the first one is reported.
    if (here > gap + 1e-12) [gap, gapAt] = [here, value];
    return {
      reference: shownShare(before, reference.n, rule),
      production: shownShare(after, production.n, rule),
    };
  });
  return {
    values: points,
    reference: curve.map((point) => point.reference),
    production: curve.map((point) => point.production),
    gapAt,
  };
}

/** Row of the largest distance between the curves; of equal ones, which may differ by rounding, the first. */
function largestGap(leads: NumericTable, nReference: number, nProduction: number): number {
  let before = 0;
  let after = 0;
  let row = 0;
  let gap = -1;
  for (let i = 0; i < leads.values.length; i++) {
    before += leads.reference[i] ?? 0;
    after += leads.production[i] ?? 0;
    const here = Math.abs(before / nReference - after / nProduction);
    if (here > gap + 1e-12) [gap, row] = [here, i];
  }
  return row;
}
