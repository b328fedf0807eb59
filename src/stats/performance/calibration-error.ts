import { Z_95 } from '../distributions/normal.ts';
import { normalTwoSided } from '../distributions/survival.ts';
import { countOf, type ErrorSource, type Estimate, type ScoredRows, weightOf } from './scored-rows.ts';

const BINS = 10;
const ROUNDS = 60;

interface Gap {
  /** The bin's share of all rows. */
  readonly share: number;
  /** Mean label less mean score. */
  readonly gap: number;
  readonly deviation: number;
}

/**
 * Expected calibration error over ten bins of equal width: the mean over rows of the distance between their bin's mean
 * score and its share of positive labels.
 *
 * Noise makes every distance larger, so an interval around the value would be far off where scores are well calibrated.
 * It is found by inversion instead: the true errors, in the proportions seen, under which a value like this one is neither
 * too high nor too low (folded normal distances). It is widened to hold the value itself.
 *
 * Source: C. Guo et al., "On Calibration of Modern Neural Networks" (2017).
 */
export function calibrationError(rows: ScoredRows, source: ErrorSource): Estimate {
  const gaps = gapsOf(rows);
  const value = gaps.reduce((sum, { share, gap }) => sum + share * Math.abs(gap), 0);
  if (source === 'labels') {
    const { mean, deviation } = foldedAt(gaps, 1);
    return { value, interval: [Math.max(0, mean - Z_95 * deviation), Math.min(1, mean + Z_95 * deviation)] };
  }
  const pattern = steadied(gaps, value);
  const scaleAt = (side: 1 | -1): number =>
    solve((scale) => {
      const { mean, deviation } = foldedAt(pattern, scale);
      return mean + side * Z_95 * deviation - value;
    });
  const low = value * scaleAt(1);
  const high = value * scaleAt(-1);
  return { value, interval: [Math.min(value, low), Math.min(1, Math.max(value, high))] };
}

function gapsOf(rows: ScoredRows): Gap[] {
  const bins = Array.from({ length: BINS }, () => ({ weight: 0, squares: 0, score: 0, label: 0 }));
  let total = 0;
  for (let i = 0; i < rows.scores.length; i++) {
    const score = rows.scores[i] ?? 0;
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.floor(score * BINS)))];
    if (bin === undefined) continue;
    const weight = countOf(rows, i) * weightOf(rows, i);
    total += weight;
    bin.weight += weight;
    bin.squares += weight * weightOf(rows, i);
    bin.score += weight * score;
    bin.label += weight * (rows.labels[i] ?? 0);
  }
  return bins
    .filter(({ weight }) => weight > 0)
    .map(({ weight, squares, score, label }) => {
      const n = (weight * weight) / squares;
      const rate = (label / weight) * (n / (n + 1)) + 0.5 / (n + 1);
      return {
        share: weight / total,
        gap: (label - score) / weight,
        deviation: Math.sqrt((rate * (1 - rate)) / n),
      };
    });
}

/** Half way between the gaps seen, which noise has spread, and their mean. */
const steadied = (gaps: readonly Gap[], mean: number): Gap[] =>
  gaps.map((bin) => ({ ...bin, gap: (Math.abs(bin.gap) + mean) / 2 }));

/** Mean and standard deviation of the error were the true gaps `scale` times those given. */
function foldedAt(gaps: readonly Gap[], scale: number): { mean: number; deviation: number } {
  let [mean, variance] = [0, 0];
  for (const { share, gap, deviation } of gaps) {
    const centre = Math.abs(gap) * scale;
    const z = centre / deviation;
    const folded =
      deviation * Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2) + centre * (1 - normalTwoSided(z));
    mean += share * folded;
    variance += share * share * Math.max(0, centre * centre + deviation * deviation - folded * folded);
  }
  return { mean, deviation: Math.sqrt(variance) };
}

/** The scale from 0 at which an increasing function passes 0; 0 where it is above it already. */
function solve(excess: (scale: number) => number): number {
  if (excess(0) >= 0) return 0;
  let [low, high] = [0, 1];
  while (excess(high) < 0 && high < 1e3) high *= 2;
  for (let round = 0; round < ROUNDS; round++) {
    const middle = (low + high) / 2;
    if (excess(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
