import { readFileSync } from 'node:fs';
import { seededRandom } from '../../src/stats/distributions/random.ts';

export interface RankingCase {
  readonly scores: readonly number[];
  readonly labels: readonly number[];
  readonly k: number;
  readonly hits: number;
  readonly precision: number;
  readonly recall: number;
  readonly lift: number;
  readonly threshold: number;
  readonly holds: number | null;
}

/**
 * Rankings with ties, made by NumPy. `hits` are those of scikit-learn 1.9's tie-averaged gain with a discount of 1 for the
 * first k and 0 beyond; `holds` is the lowest threshold of its `precision_recall_curve` with a precision of at least 0.6
 * among three or more leads.
 */
export const frozenRankings = (): readonly RankingCase[] =>
  JSON.parse(readFileSync(new URL('../frozen/ranking.json', import.meta.url), 'utf8'));

export interface RandomRanking {
  readonly scores: number[];
  readonly labels: number[];
  readonly k: number;
}

/** Rankings of 2 to 60 leads, most with ties, at least one of them positive. */
export function randomRankings(count: number, seed: number): RandomRanking[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const n = 2 + random.below(59);
    const levels = [2, 5, 12, 1e9][random.below(4)] ?? 5;
    const scores = Array.from({ length: n }, () => Math.round(random.uniform() * levels) / levels);
    const labels = scores.map((score) => (random.uniform() < 0.1 + 0.7 * score ? 1 : 0));
    labels[random.below(n)] = 1;
    return { scores, labels, k: 1 + random.below(n - 1) };
  });
}

/** Mean number of positives among the first k over every order that the scores allow, by hand: no ranking is made. */
export function hitsByHand({ scores, labels, k }: RandomRanking): number {
  let hits = 0;
  for (let i = 0; i < scores.length; i++) {
    const own = scores[i] ?? 0;
    const above = scores.filter((score) => score > own).length;
    const equal = scores.filter((score) => score === own).length;
    hits += (labels[i] ?? 0) * Math.min(1, Math.max(0, (k - above) / equal));
  }
  return hits;
}

/** Leads of a population in which the logit of the score is normal and the score the probability. */
export function calibratedLeads(n: number, seed: number, { base = 0.3, strength = 1 } = {}) {
  const random = seededRandom(seed);
  const draw = () => {
    const p = 1 / (1 + Math.exp(-(Math.log(base / (1 - base)) + strength * random.normal())));
    return { score: p, label: random.uniform() < p ? 1 : 0 };
  };
  return () => Array.from({ length: n }, draw);
}
