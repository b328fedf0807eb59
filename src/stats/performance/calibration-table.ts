import { wilsonInterval } from '../distributions/wilson.ts';

const BINS = 10;

/** One row of a calibration table: what was foretold and what came. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly meanScore: number;
  /** Share of positive outcomes with its Wilson interval. */
  readonly observed: number;
  readonly interval: readonly [number, number];
}

/** Ten bins of equal width over the scores from 0 to 1; empty ones are left out. */
export function calibrationTable(
  scores: readonly number[],
  labels: readonly number[],
): readonly CalibrationBin[] {
  const bins = Array.from({ length: BINS }, (_, i) => ({ index: i, n: 0, score: 0, positives: 0 }));
  scores.forEach((score, i) => {
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.floor(score * BINS)))];
    if (bin === undefined) return;
    bin.n++;
    bin.score += score;
    bin.positives += labels[i] ?? 0;
  });
  return bins
    .filter(({ n }) => n > 0)
    .map(({ index, n, score, positives }) => ({
      from: index / BINS,
      to: (index + 1) / BINS,
      n,
      meanScore: score / n,
      observed: positives / n,
      interval: wilsonInterval(positives, n),
    }));
}
