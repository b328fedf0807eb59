import { wilsonInterval } from '../distributions/wilson.ts';

/** A share with its numerator, denominator and Wilson interval; no value where the denominator is 0. */
export interface Share {
  readonly value?: number;
  readonly interval: readonly [number, number];
  readonly successes: number;
  readonly total: number;
}

export interface ConfusionMatrix {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  readonly accuracy: Share;
  readonly precision: Share;
  /** Sensitivity, the true positive rate. */
  readonly recall: Share;
  readonly specificity: Share;
}

/** Outcomes against predictions; predicted positive is a score above the threshold. */
export function confusionMatrix(
  scores: readonly number[],
  labels: readonly number[],
  threshold: number,
): ConfusionMatrix {
  let [truePositives, falsePositives, trueNegatives, falseNegatives] = [0, 0, 0, 0];
  scores.forEach((score, i) => {
    const positive = labels[i] === 1;
    if (score > threshold) positive ? truePositives++ : falsePositives++;
    else positive ? falseNegatives++ : trueNegatives++;
  });
  return {
    threshold,
    truePositives,
    falsePositives,
    trueNegatives,
    falseNegatives,
    accuracy: share(truePositives + trueNegatives, scores.length),
    precision: share(truePositives, truePositives + falsePositives),
    recall: share(truePositives, truePositives + falseNegatives),
    specificity: share(trueNegatives, trueNegatives + falsePositives),
  };
}

const share = (successes: number, total: number): Share => ({
  ...(total > 0 ? { value: successes / total } : {}),
  interval: wilsonInterval(successes, total),
  successes,
  total,
});
