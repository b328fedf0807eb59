import { type CalibrationMap, calibrate, knotsAt } from './calibration-map.ts';
import type { ScoredRows } from './scored-rows.ts';

export interface Miscalibration {
  /** Positive outcomes over those expected. */
  readonly ratio: number;
  /** Outcomes less expected, in standard errors. */
  readonly z: number;
}

/**
 * Outcomes against what their calibrated scores expect. The map was itself learnt from a sample (`fitted`), and its error
 * counts as much as that of the outcomes: taking it as known rejects a map that is right far too often. Undefined where
 * nothing is expected.
 *
 * The map's error is by the delta method: from Platt's information matrix, or from the rows of each isotonic block.
 */
export function miscalibration(
  rows: ScoredRows,
  map: CalibrationMap,
  fitted: ScoredRows,
): Miscalibration | undefined {
  let [observed, expected, variance] = [0, 0, 0];
  for (let i = 0; i < rows.scores.length; i++) {
    const p = calibrate(map, rows.scores[i] ?? 0);
    observed += rows.labels[i] ?? 0;
    expected += p;
    variance += p * (1 - p);
  }
  if (!(expected > 0)) return undefined;
  const error = map.kind === 'platt' ? plattError(rows, map, fitted) : isotonicError(rows, map, fitted);
  return {
    ratio: observed / expected,
    z: (observed - expected) / Math.sqrt(Math.max(variance + error, 0.25)),
  };
}

/** Variance of the expected number of positives over `rows`. */
function plattError(
  rows: ScoredRows,
  map: CalibrationMap & { readonly kind: 'platt' },
  fitted: ScoredRows,
): number {
  const { slope, intercept } = map;
  // Logits are linear in the score's logit, which two calls of the map give back.
  const sums = (given: ScoredRows): readonly [number, number, number] => {
    let [w, wx, wxx] = [0, 0, 0];
    for (let i = 0; i < given.scores.length; i++) {
      const p = calibrate(map, given.scores[i] ?? 0);
      const x = slope === 0 ? 0 : (logOdds(p) - intercept) / slope;
      w += p * (1 - p);
      wx += p * (1 - p) * x;
      wxx += p * (1 - p) * x * x;
    }
    return [w, wx, wxx];
  };
  const [h22, h12, h11] = sums(fitted);
  const [g2, g1] = sums(rows);
  const determinant = h11 * h22 - h12 * h12;
  if (!(determinant > 1e-12 * h11 * h22)) return h22 > 0 ? (g2 * g2) / h22 : 0;
  return (g1 * g1 * h22 - 2 * g1 * g2 * h12 + g2 * g2 * h11) / determinant;
}

function isotonicError(
  rows: ScoredRows,
  map: CalibrationMap & { readonly kind: 'isotonic' },
  fitted: ScoredRows,
): number {
  // Rows of a block share its value, which no other block has.
  const sizes = new Map<number, number>();
  for (let i = 0; i < fitted.scores.length; i++) {
    const value = calibrate(map, fitted.scores[i] ?? 0);
    sizes.set(value, (sizes.get(value) ?? 0) + 1);
  }
  const leaning = new Map<number, number>();
  const lean = (value: number, share: number): void => {
    leaning.set(value, (leaning.get(value) ?? 0) + share);
  };
  for (let i = 0; i < rows.scores.length; i++) {
    const { low, high, share } = knotsAt(map, rows.scores[i] ?? 0);
    lean(low, 1 - share);
    lean(high, share);
  }
  let variance = 0;
  for (const [value, count] of leaning) {
    const n = sizes.get(value) ?? 1;
    // A block of only one kind of label is not known without error.
    const rate = (value * n + 0.5) / (n + 1);
    variance += (count * count * rate * (1 - rate)) / n;
  }
  return variance;
}

const logOdds = (p: number): number => Math.log(p / (1 - p));
