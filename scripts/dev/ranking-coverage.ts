/**
 * How often the 95 % intervals of the ranking hold the truth: npx node scripts/dev/ranking-coverage.ts [samples]
 *
 * Leads of a population whose score is the probability, its logit normal; the truth is the population's own precision,
 * recall and lift at the same share. An estimate is held against the outcomes of the same leads.
 */
import { normalQuantile } from '../../src/stats/distributions/normal.ts';
import { type Random, seededRandom } from '../../src/stats/distributions/random.ts';
import type { Estimate } from '../../src/stats/performance/scored-rows.ts';
import { precisionAtK } from '../../src/stats/ranking/precision-at-k.ts';
import { type RankedRows, rankRows } from '../../src/stats/ranking/ranked-rows.ts';
import { recallAtK } from '../../src/stats/ranking/recall-at-k.ts';

const POPULATION = 20_000;
const SIZES = [
  [50, 5],
  [100, 10],
  [200, 20],
  [100, 30],
  [300, 30],
  [1_000, 30],
  [500, 50],
  [1_000, 100],
  [3_000, 300],
] as const;
const BASES = [0.1, 0.3, 0.5];
/** Standard deviation of the logit: ROC AUC about 0.58, 0.70 and 0.83. */
const STRENGTHS = [0.3, 0.8, 1.6];
/** Distinct scores; 0: all differ. */
const LEVELS = [0, 20];

interface World {
  readonly offset: number;
  readonly strength: number;
  readonly levels: number;
}

const probability = ({ offset, strength }: World, z: number): number =>
  1 / (1 + Math.exp(-offset - strength * z));

const scoreOf = ({ levels }: World, p: number): number =>
  levels === 0 ? p : Math.round(p * levels) / levels;

const normals = Array.from({ length: POPULATION }, (_, i) => normalQuantile((i + 0.5) / POPULATION));

/** The population at even quantiles, with the base rate wanted. */
function worldOf(base: number, strength: number, levels: number): { world: World; whole: RankedRows } {
  let [low, high] = [-10, 10];
  for (let round = 0; round < 50; round++) {
    const offset = (low + high) / 2;
    const mean =
      normals.reduce((sum, z) => sum + probability({ offset, strength, levels }, z), 0) / POPULATION;
    if (mean < base) low = offset;
    else high = offset;
  }
  const world = { offset: (low + high) / 2, strength, levels };
  const chances = normals.map((z) => probability(world, z));
  return {
    world,
    whole: rankRows(
      chances.map((p) => scoreOf(world, p)),
      chances,
    ),
  };
}

const holds = (estimate: Estimate | undefined, value: number | undefined): boolean =>
  estimate !== undefined &&
  value !== undefined &&
  estimate.interval[0] <= value + 1e-12 &&
  value <= estimate.interval[1] + 1e-12;

/** Shares of samples: precision, recall (and with it lift) of the population; the same of outcomes, by their estimate. */
function coverage(n: number, k: number, base: number, strength: number, levels: number, random: Random) {
  const { world, whole } = worldOf(base, strength, levels);
  const at = (k * POPULATION) / n;
  const truth = [precisionAtK(whole, at, 'labels')?.value, recallAtK(whole, at, 'labels')?.value];
  const held = [0, 0, 0, 0];
  let known = 0;
  for (let sample = 0; sample < samples; sample++) {
    const chances = Array.from({ length: n }, () => probability(world, random.normal()));
    const scores = chances.map((p) => scoreOf(world, p));
    const real = rankRows(
      scores,
      chances.map((p) => (random.uniform() < p ? 1 : 0)),
    );
    // Undefined where no lead engages.
    const recall = recallAtK(real, k, 'outcomes');
    if (recall === undefined) continue;
    known++;
    const foretold = rankRows(scores, chances);
    const precision = precisionAtK(real, k, 'outcomes');
    const found = [
      holds(precision, truth[0]),
      holds(recall, truth[1]),
      holds(precisionAtK(foretold, k, 'labels'), precision?.value),
      holds(recallAtK(foretold, k, 'labels'), recall.value),
    ];
    found.forEach((hit, i) => {
      if (hit) held[i] = (held[i] ?? 0) + 1;
    });
  }
  return held.map((count) => (100 * count) / known);
}

const samples = Number(process.argv[2] ?? 1_000);
const random = seededRandom(1);
console.log('| Leads | k | Precision | Recall, lift | Estimated precision | Estimated recall, lift |');
console.log('| --- | --- | --- | --- | --- | --- |');
for (const [n, k] of SIZES) {
  const rows = BASES.flatMap((base) =>
    STRENGTHS.flatMap((strength) => LEVELS.map((levels) => coverage(n, k, base, strength, levels, random))),
  );
  const cells = [0, 1, 2, 3].map((column) => {
    const shares = rows.map((row) => row[column] ?? 0);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    return `${mean.toFixed(1)} (${Math.min(...shares).toFixed(1)}–${Math.max(...shares).toFixed(1)})`;
  });
  console.log(`| ${n.toLocaleString('en')} | ${k} | ${cells.join(' | ')} |`);
}
