import { seededRandom } from '../distributions/random.ts';
import type { NotEnoughData } from '../result.ts';
import { type CalibrationMap, calibrate } from './calibration-map.ts';
import type { Estimate } from './scored-rows.ts';

const DRAWS = 400;

export interface EstimatedPerformance {
  readonly status: 'ok';
  readonly n: number;
  /** Each interval is where the realised figure would fall 95 times in 100, were the assumption true. */
  readonly accuracy: Estimate;
  readonly positiveRate: Estimate;
  readonly brier: Estimate;
  /** Absent where the estimate expects one class only. */
  readonly auc?: Estimate;
  readonly assumption: string;
}

/**
 * Confidence-based performance estimation (CBPE): what the figures would be if the calibrated scores were the true
 * probabilities. Right under covariate shift; blind to concept drift, which changes the probabilities themselves.
 *
 * Expected figures are exact sums; the intervals come from labels drawn with the seed.
 *
 * Source: NannyML's CBPE; J. Białek et al., "Estimating Model Performance Under Covariate Shift Without Labels" (2024).
 */
export function estimatePerformance(
  scores: readonly number[],
  map: CalibrationMap,
  options: { readonly threshold?: number; readonly minimum?: number; readonly seed?: number } = {},
): EstimatedPerformance | NotEnoughData {
  const n = scores.length;
  const minimum = Math.max(1, options.minimum ?? 1);
  if (n < minimum) {
    const reason = `${n} predictions; at least ${minimum} needed`;
    return { status: 'not-enough-data', nReference: n, nProduction: n, minimum, reason };
  }
  const threshold = options.threshold ?? 0.5;
  const probabilities = Float64Array.from(scores, (score) => calibrate(map, score));
  const random = seededRandom(options.seed ?? 1);
  const drawn: DrawnFigures = { accuracy: [], positiveRate: [], brier: [], auc: [] };
  const labels = new Uint8Array(n);
  const order = ascending(scores);
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let i = 0; i < n; i++) labels[i] = random.uniform() < (probabilities[i] ?? 0) ? 1 : 0;
    collect(drawn, scores, order, labels, threshold);
  }
  const expected = expectedFigures(scores, probabilities, threshold);
  const auc = expectedAuc(scores, probabilities);
  return {
    status: 'ok',
    n,
    accuracy: { value: expected.accuracy, interval: middle95(drawn.accuracy) },
    positiveRate: { value: expected.positiveRate, interval: middle95(drawn.positiveRate) },
    brier: { value: expected.brier, interval: middle95(drawn.brier) },
    ...(auc === undefined || drawn.auc.length === 0
      ? {}
      : { auc: { value: auc, interval: middle95(drawn.auc) } }),
    assumption:
      'an estimate: it assumes that leads with the same score engage as often as they did in the reference',
  };
}

interface DrawnFigures {
  readonly accuracy: number[];
  readonly positiveRate: number[];
  readonly brier: number[];
  readonly auc: number[];
}

function collect(
  drawn: DrawnFigures,
  scores: readonly number[],
  order: Uint32Array,
  labels: Uint8Array,
  threshold: number,
): void {
  let [correct, positives, squares] = [0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i] ?? 0;
    const label = labels[i] ?? 0;
    positives += label;
    if (score > threshold === (label === 1)) correct++;
    squares += (score - label) ** 2;
  }
  drawn.accuracy.push(correct / scores.length);
  drawn.positiveRate.push(positives / scores.length);
  drawn.brier.push(squares / scores.length);
  const pairs = positives * (scores.length - positives);
  if (pairs > 0) drawn.auc.push(pairsWon(scores, order, labels) / pairs);
}

/** Rows from the lowest score to the highest. */
const ascending = (scores: readonly number[]): Uint32Array =>
  Uint32Array.from(scores, (_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));

/** Pairs of a positive and a negative row that the scores order rightly; ties count half. A whole number of halves. */
function pairsWon(scores: readonly number[], order: Uint32Array, labels: Uint8Array): number {
  let won = 0;
  let negativesBelow = 0;
  for (let start = 0; start < order.length; ) {
    const score = scores[order[start] ?? 0];
    let end = start;
    let positives = 0;
    while (end < order.length && scores[order[end] ?? 0] === score)
      positives += labels[order[end++] ?? 0] ?? 0;
    const negatives = end - start - positives;
    won += positives * (negativesBelow + negatives / 2);
    negativesBelow += negatives;
    start = end;
  }
  return won;
}

function expectedFigures(scores: readonly number[], probabilities: Float64Array, threshold: number) {
  let [accuracy, positiveRate, brier] = [0, 0, 0];
  scores.forEach((score, i) => {
    const p = probabilities[i] ?? 0;
    accuracy += score > threshold ? p : 1 - p;
    positiveRate += p;
    brier += p * (score - 1) ** 2 + (1 - p) * score ** 2;
  });
  const n = scores.length;
  return { accuracy: accuracy / n, positiveRate: positiveRate / n, brier: brier / n };
}

/** Expected share of (positive, negative) pairs of different rows that the scores order rightly; ties count half. */
function expectedAuc(scores: readonly number[], probabilities: Float64Array): number | undefined {
  const order = ascending(scores);
  let negativesBelow = 0;
  let won = 0;
  let pairs = 0;
  const allNegatives = probabilities.reduce((sum, p) => sum + 1 - p, 0);
  for (let start = 0; start < order.length; ) {
    let end = start;
    let tiedNegatives = 0;
    while (end < order.length && scores[order[end] ?? 0] === scores[order[start] ?? 0]) {
      tiedNegatives += 1 - (probabilities[order[end] ?? 0] ?? 0);
      end++;
    }
    for (let k = start; k < end; k++) {
      const p = probabilities[order[k] ?? 0] ?? 0;
      // A row is not a pair with itself.
      won += p * (negativesBelow + (tiedNegatives - (1 - p)) / 2);
      pairs += p * (allNegatives - (1 - p));
    }
    negativesBelow += tiedNegatives;
    start = end;
  }
  return pairs > 0 ? won / pairs : undefined;
}

function middle95(values: readonly number[]): readonly [number, number] {
  const sorted = Float64Array.from(values).sort();
  const at = (q: number): number => sorted[Math.round(q * (sorted.length - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}
