import type { Random } from '../../stats/distributions/random.ts';
import type { PairContributions } from './tree-shap.ts';

/** How much one feature, or several that go together, moved the mean output. */
export interface MeanChange {
  readonly contribution: number;
  /** 95 % bootstrap interval over the rows of both sides. */
  readonly interval: readonly [number, number];
}

const DRAWS = 1_000;

/** Contribution of a group of players by row of one side, scaled so that its mean is the group's contribution. */
function rowMeans(sums: Float64Array, players: number, group: readonly number[]): Float64Array {
  const rows = players === 0 ? 0 : sums.length / players;
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (const player of group) sum += sums[row * players + player] as number;
    return sum * rows;
  });
}

/** How often a bootstrap sample holds each row. */
function drawCounts(counts: Float64Array, random: Random): void {
  counts.fill(0);
  for (let i = 0; i < counts.length; i += 1) {
    const row = random.below(counts.length);
    counts[row] = (counts[row] as number) + 1;
  }
}

function weightedMean(values: Float64Array, counts: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += (values[i] as number) * (counts[i] as number);
  return sum / values.length;
}

/**
 * Change of the mean output by groups of players, each with a 95 % percentile bootstrap interval. Both sides' rows are drawn
 * anew; a contribution is the mean over pairs of rows, so it varies as the sum of its two sides' means does, to first order
 * (Hoeffding's projection of a two-sample U-statistic).
 */
export function meanChanges(
  contributions: PairContributions,
  groups: readonly (readonly number[])[],
  random: Random,
): MeanChange[] {
  const { players } = contributions;
  const sides = groups.map((group) => ({
    explained: rowMeans(contributions.explained, players, group),
    background: rowMeans(contributions.background, players, group),
  }));
  const counts = {
    explained: new Float64Array(contributions.explained.length / Math.max(1, players)),
    background: new Float64Array(contributions.background.length / Math.max(1, players)),
  };
  const even = counts.explained.slice().fill(1);
  const points = sides.map(({ explained }) => weightedMean(explained, even));
  const draws = groups.map(() => new Float64Array(DRAWS));
  for (let draw = 0; draw < DRAWS; draw += 1) {
    drawCounts(counts.explained, random);
    drawCounts(counts.background, random);
    sides.forEach(({ explained, background }, g) => {
      (draws[g] as Float64Array)[draw] =
        weightedMean(explained, counts.explained) +
        weightedMean(background, counts.background) -
        (points[g] as number);
    });
  }
  return points.map((contribution, g) => {
    const sorted = (draws[g] as Float64Array).sort();
    const at = (share: number): number => sorted[Math.round(share * (DRAWS - 1))] as number;
    return { contribution, interval: [at(0.025), at(0.975)] };
  });
}
