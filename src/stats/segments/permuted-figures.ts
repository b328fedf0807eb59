import type { Random } from '../distributions/random.ts';

/** A segment's places among the leads in ascending order of score, with the rank of each within the segment. */
export interface SegmentFigures {
  /** Ascending. */
  readonly places: Uint32Array;
  /** From 1; equal scores share the mean of theirs. */
  readonly ranks: Float64Array;
}

/** @param sorted scores of all leads, ascending. */
export function segmentFigures(sorted: Float64Array, places: Uint32Array): SegmentFigures {
  const ranks = new Float64Array(places.length);
  for (let start = 0; start < places.length; ) {
    let end = start + 1;
    while (end < places.length && sorted[places[end] ?? 0] === sorted[places[start] ?? 0]) end++;
    ranks.fill((start + 1 + end) / 2, start, end);
    start = end;
  }
  return { places, ranks };
}

/** Leads of neighbouring scores among which a label may go; with more, segments that go with the score look off. */
const STRATUM = 10;

/**
 * Rate of positives and ROC AUC of each segment in turn (NaN for the AUC of one class), as they are and then after each of
 * several permutations of the labels among leads of neighbouring scores.
 *
 * @param labels of leads in ascending order of score.
 * @returns `1 + permutations` times `2 × segments` figures.
 */
export function permutedFigures(
  labels: Uint8Array,
  segments: readonly SegmentFigures[],
  permutations: number,
  random: Random,
): Float64Array {
  const size = 2 * segments.length;
  const draws = new Float64Array((1 + permutations) * size);
  computeFigures(labels, segments, draws, 0);
  const shuffled = labels.slice();
  const strata = Math.max(1, Math.floor(labels.length / STRATUM));
  for (let b = 1; b <= permutations; b++) {
    for (let s = 0; s < strata; s++) {
      const start = Math.floor((s * labels.length) / strata);
      const end = Math.floor(((s + 1) * labels.length) / strata);
      for (let i = end - 1; i > start; i--) {
        const j = start + random.below(i - start + 1);
        const held = shuffled[i] ?? 0;
        shuffled[i] = shuffled[j] ?? 0;
        shuffled[j] = held;
      }
    }
    computeFigures(shuffled, segments, draws, b * size);
  }
  return draws;
}

function computeFigures(
  labels: Uint8Array,
  segments: readonly SegmentFigures[],
  target: Float64Array,
  offset: number,
): void {
  let at = offset;
  for (const { places, ranks } of segments) {
    const n = places.length;
    let positives = 0;
    let rankSum = 0;
    for (let i = 0; i < n; i++) {
      const label = labels[places[i] as number] as number;
      positives += label;
      rankSum += label * (ranks[i] as number);
    }
    const pairs = positives * (n - positives);
    target[at++] = positives / n;
    target[at++] = pairs > 0 ? (rankSum - (positives * (positives + 1)) / 2) / pairs : Number.NaN;
  }
}

/** Of each figure over the draws that have it. */
export function meanAndDeviation(
  draws: Float64Array,
  size: number,
): { readonly mean: number; readonly deviation: number }[] {
  return Array.from({ length: size }, (_, f) => {
    let [n, sum, squares] = [0, 0, 0];
    for (let at = f; at < draws.length; at += size) {
      const value = draws[at] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      n++;
      sum += value;
      squares += value * value;
    }
    if (n < 2) return { mean: 0, deviation: 0 };
    const mean = sum / n;
    return { mean, deviation: Math.sqrt(Math.max(0, (squares - n * mean * mean) / (n - 1))) };
  });
}
