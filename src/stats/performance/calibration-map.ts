/**
 * Maps from a model's score to a probability, fitted where labels exist. Both are plain data, so that they can be stored.
 */
export type CalibrationMap =
  | {
      readonly kind: 'isotonic';
      readonly scores: readonly number[];
      readonly probabilities: readonly number[];
    }
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number };

/** Scores at exactly 0 or 1 have no logit. */
const SMALLEST_SCORE = 1e-6;

/** Probability of the positive class at a score. */
export function calibrate(map: CalibrationMap, score: number): number {
  if (map.kind === 'platt') return sigmoid(map.slope * logit(score) + map.intercept);
  const { low, high, share } = knotsAt(map, score);
  return low + share * (high - low);
}

/** The fitted probabilities below and above a score, and how far it stands from the first to the second. */
export function knotsAt(
  { scores: xs, probabilities: ys }: CalibrationMap & { readonly kind: 'isotonic' },
  score: number,
): { readonly low: number; readonly high: number; readonly share: number } {
  let low = 0;
  let high = xs.length - 1;
  const at = (i: number, share: number) => ({ low: ys[i] ?? 0.5, high: ys[i + 1] ?? ys[i] ?? 0.5, share });
  if (score <= (xs[low] ?? 0)) return at(low, 0);
  if (score >= (xs[high] ?? 0)) return at(high, 0);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) <= score) low = middle;
    else high = middle;
  }
  return at(low, (score - (xs[low] ?? 0)) / ((xs[high] ?? 1) - (xs[low] ?? 0)));
}

/** Fewest labelled rows for the isotonic map, which follows the data more closely than Platt's two numbers. */
export const ISOTONIC_FROM = 1_000;

/** The map that so many labelled rows can bear. */
export const fitCalibration = (scores: readonly number[], labels: readonly number[]): CalibrationMap =>
  labels.length >= ISOTONIC_FROM ? fitIsotonic(scores, labels) : fitPlatt(scores, labels);

/**
 * Isotonic regression of labels on scores by pooling adjacent violators; between the fitted points linear, beyond them
 * flat.
 *
 * Source: M. Ayer et al. (1955); scikit-learn's `IsotonicRegression(out_of_bounds='clip')`.
 */
export function fitIsotonic(scores: readonly number[], labels: readonly number[]): CalibrationMap {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const points: { score: number; sum: number; weight: number }[] = [];
  for (const i of order) {
    const score = scores[i] ?? 0;
    const last = points[points.length - 1];
    if (last !== undefined && last.score === score) {
      last.sum += labels[i] ?? 0;
      last.weight++;
    } else points.push({ score, sum: labels[i] ?? 0, weight: 1 });
  }
  const blocks: { first: number; last: number; sum: number; weight: number }[] = [];
  for (const { score, sum, weight } of points) {
    let block = { first: score, last: score, sum, weight };
    for (let before = blocks.at(-1); before !== undefined; before = blocks.at(-1)) {
      if (before.sum / before.weight < block.sum / block.weight) break;
      blocks.pop();
      block = {
        first: before.first,
        last: block.last,
        sum: before.sum + block.sum,
        weight: before.weight + block.weight,
      };
    }
    blocks.push(block);
  }
  const ends = blocks.flatMap(({ first, last, sum, weight }) => {
    const value = sum / weight;
    return first === last
      ? [{ score: first, value }]
      : [
          { score: first, value },
          { score: last, value },
        ];
  });
  return {
    kind: 'isotonic',
    scores: ends.map(({ score }) => score),
    probabilities: ends.map(({ value }) => value),
  };
}

/**
 * Platt's logistic calibration on the logit of the score, with his smoothed targets, by Newton's method.
 *
 * Source: J. Platt (1999); H.-T. Lin, C.-J. Lin, R. C. Weng (2007).
 */
export function fitPlatt(scores: readonly number[], labels: readonly number[]): CalibrationMap {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (labels.length - positives + 2);
  const xs = scores.map(logit);
  const targets = labels.map((label) => (label === 1 ? high : low));
  let slope = 0;
  let intercept = Math.log((positives + 1) / (labels.length - positives + 1));
  let loss = crossEntropy(xs, targets, slope, intercept);
  for (let round = 0; round < 100; round++) {
    const step = newtonStep(xs, targets, slope, intercept);
    let scale = 1;
    let next = crossEntropy(xs, targets, slope + step.slope, intercept + step.intercept);
    while (next > loss && scale > 1e-10) {
      scale /= 2;
      next = crossEntropy(xs, targets, slope + scale * step.slope, intercept + scale * step.intercept);
    }
    if (next > loss) break;
    slope += scale * step.slope;
    intercept += scale * step.intercept;
    if (loss - next < 1e-13 * Math.abs(loss)) break;
    loss = next;
  }
  return { kind: 'platt', slope, intercept };
}

function newtonStep(xs: readonly number[], targets: readonly number[], slope: number, intercept: number) {
  let [gradientSlope, gradientIntercept] = [0, 0];
  let [h11, h12, h22] = [1e-10, 0, 1e-10];
  xs.forEach((x, i) => {
    const p = sigmoid(slope * x + intercept);
    const residual = p - (targets[i] ?? 0);
    const weight = p * (1 - p);
    gradientSlope += residual * x;
    gradientIntercept += residual;
    h11 += weight * x * x;
    h12 += weight * x;
    h22 += weight;
  });
  const determinant = h11 * h22 - h12 * h12;
  if (!(determinant > 0)) return { slope: 0, intercept: -gradientIntercept / h22 };
  return {
    slope: -(h22 * gradientSlope - h12 * gradientIntercept) / determinant,
    intercept: -(h11 * gradientIntercept - h12 * gradientSlope) / determinant,
  };
}

function crossEntropy(
  xs: readonly number[],
  targets: readonly number[],
  slope: number,
  intercept: number,
): number {
  return xs.reduce((sum, x, i) => {
    const z = slope * x + intercept;
    // log(1 + e^z) − t·z, without overflow.
    return sum + Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - (targets[i] ?? 0) * z;
  }, 0);
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

function logit(score: number): number {
  const inside = Math.min(1 - SMALLEST_SCORE, Math.max(SMALLEST_SCORE, score));
  return Math.log(inside / (1 - inside));
}
