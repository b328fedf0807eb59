import { scoreGroups } from './score-groups.ts';
import type { Influence, ScoredRows } from './scored-rows.ts';

/**
 * Area under the precision–recall curve as average precision: Σ (recall step)·precision over the distinct scores from
 * high to low. Undefined where no row is positive.
 *
 * Influence: with P(s) the precision and B(s) the share of rows at or above s, a row adds to the recall where it stands
 * and moves the precision of every positive row at or below it.
 *
 * Source: scikit-learn's `average_precision_score`.
 */
export function averagePrecision(rows: ScoredRows): Influence | undefined {
  const { order, list, positives, negatives } = scoreGroups(rows);
  if (!(positives > 0)) return undefined;
  const total = positives + negatives;
  const rate = positives / total;
  // From high to low.
  const precision = new Float64Array(list.length);
  const above = new Float64Array(list.length);
  let [found, seen, value] = [0, 0, 0];
  for (let g = list.length - 1; g >= 0; g--) {
    const { positive = 0, negative = 0 } = list[g] ?? {};
    found += positive;
    seen += positive + negative;
    precision[g] = seen > 0 ? found / seen : 0;
    above[g] = seen / total;
    value += (positive / positives) * (precision[g] ?? 0);
  }
  const ifPositive = new Float64Array(order.length);
  const ifNegative = new Float64Array(order.length);
  let [moved, movedTimesPrecision] = [0, 0];
  list.forEach(({ start, end, positive }, g) => {
    const share = (above[g] ?? 0) > 0 ? positive / total / (above[g] ?? 1) : 0;
    moved += share;
    movedTimesPrecision += share * (precision[g] ?? 0);
    for (let k = start; k < end; k++) {
      const row = order[k] ?? 0;
      ifPositive[row] = ((precision[g] ?? 0) - value + moved - movedTimesPrecision) / rate;
      ifNegative[row] = -movedTimesPrecision / rate;
    }
  });
  return { value, ifPositive, ifNegative };
}
