import { describe, expect, test } from 'vitest';
import { seededRandom } from '../distributions/random.ts';
import { calibrate, fitIsotonic } from './calibration-map.ts';
import { performanceFigures } from './performance-figures.ts';
import type { ScoredRows } from './scored-rows.ts';

const SCORES = [0.1, 0.4, 0.35, 0.8, 0.8, 0.65, 0.2, 0.9];
const LABELS = [0, 0, 1, 1, 0, 1, 0, 1];

const figuresOf = (rows: ScoredRows, source: 'outcomes' | 'labels' = 'outcomes') => {
  const figures = performanceFigures(rows, { threshold: 0.5, source });
  if (figures === undefined) throw new Error('no figures');
  return figures;
};

/** The same numbers in [0, 1) as the scripts drew that called the peers. */
function congruential(n: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: n }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x80000000;
  });
}
function peerRows(n: number, seed: number, power: number) {
  const scores = congruential(n, seed).map((u) => Math.round(u ** power * 1e4) / 1e4);
  const labels = congruential(n, seed + 1).map((u, i) => (u < (scores[i] ?? 0) ** 1.5 ? 1 : 0));
  return { scores, labels };
}

describe('against the peers', () => {
  const rows = peerRows(1_000, 3, 0.7);

  test('equals scikit-learn 1.9.1', () => {
    const figures = figuresOf(rows);
    const values = {
      rocAuc: 0.8373593044146302,
      averagePrecision: 0.8394192954354971,
      accuracy: 0.744,
      precision: 0.7050243111831442,
      recall: 0.8546168958742633,
      f1: 0.7726465364120781,
      brier: 0.17004866746,
      logLoss: 0.5082949666177954,
    };
    for (const [name, value] of Object.entries(values)) {
      expect(figures[name as keyof typeof values]?.value, name).toBeCloseTo(value, 12);
    }
  });

  test('equals its sample weights', () => {
    const figures = figuresOf({ ...rows, weights: rows.scores.map((score) => 1 + 2 * score) });
    expect(figures.rocAuc?.value).toBeCloseTo(0.8230444728363074, 12);
    expect(figures.averagePrecision?.value).toBeCloseTo(0.8644355549205797, 12);
    expect(figures.accuracy.value).toBeCloseTo(0.7405762980544965, 12);
    expect(figures.f1?.value).toBeCloseTo(0.8010975725838766, 12);
    expect(figures.brier.value).toBeCloseTo(0.17240151668657092, 12);
    expect(figures.effectiveN).toBeLessThan(1_000);
  });

  test("equals NannyML 0.13.1's estimate (CBPE) on the same rows and calibration", () => {
    const reference = peerRows(3_000, 1, 1);
    const map = fitIsotonic(reference.scores, reference.labels);
    const labels = rows.scores.map((score) => calibrate(map, score));
    const figures = figuresOf({ scores: rows.scores, labels }, 'labels');
    const values = {
      rocAuc: 0.84222003,
      accuracy: 0.73499279,
      precision: 0.67235235,
      recall: 0.86843223,
      f1: 0.75791575,
    };
    for (const [name, value] of Object.entries(values)) {
      expect(Math.abs((figures[name as keyof typeof values]?.value ?? 0) - value), name).toBeLessThan(1e-6);
    }
    // It takes tied scores one by one, in no particular order.
    expect(figures.averagePrecision?.value).toBeCloseTo(0.83487, 4);
  });

  test('AUC and average precision count ties half and once', () => {
    const figures = figuresOf({ scores: SCORES, labels: LABELS });
    expect(figures.rocAuc?.value).toBeCloseTo(0.78125, 12);
    expect(figures.averagePrecision?.value).toBeCloseTo(0.7708333333333333, 12);
  });

  test('has no figure without rows, and none that needs two classes with one', () => {
    const one = { threshold: 0.5, source: 'outcomes' as const };
    expect(performanceFigures({ scores: [], labels: [] }, one)).toBeUndefined();
    expect(performanceFigures({ scores: [0.2, 0.4], labels: [0, 0] }, one)).toMatchObject({
      rocAuc: null,
      averagePrecision: null,
      precision: null,
      recall: null,
      rateRatio: null,
      accuracy: { value: 1 },
    });
  });
});

describe('an estimate', () => {
  test('expects what all outcomes together give, each weighted by its probability', () => {
    const scores = [0.2, 0.6, 0.6, 0.9];
    const chances = scores.map((score) => 0.1 + 0.8 * score);
    let [accuracy, positives, brier, won, pairs] = [0, 0, 0, 0, 0];
    for (let outcome = 0; outcome < 16; outcome++) {
      const labels = scores.map((_, i) => (outcome >> i) & 1);
      const weight = labels.reduce(
        (p, label, i) => p * (label === 1 ? (chances[i] ?? 0) : 1 - (chances[i] ?? 0)),
        1,
      );
      scores.forEach((score, i) => {
        const label = labels[i] ?? 0;
        accuracy += (weight * Number(score > 0.5 === (label === 1))) / 4;
        positives += weight * label;
        brier += (weight * (score - label) ** 2) / 4;
        scores.forEach((other, j) => {
          if (label !== 1 || labels[j] !== 0) return;
          pairs += weight;
          won += weight * (score > other ? 1 : score === other ? 0.5 : 0);
        });
      });
    }
    // As NannyML has it, a row is also a tied pair of its positive and its negative part.
    for (const p of chances) {
      pairs += p * (1 - p);
      won += (p * (1 - p)) / 2;
    }
    const estimate = figuresOf({ scores, labels: chances }, 'labels');
    expect(estimate.accuracy.value).toBeCloseTo(accuracy, 12);
    expect(estimate.positives).toBeCloseTo(positives, 12);
    expect(estimate.brier.value).toBeCloseTo(brier, 12);
    expect(estimate.rocAuc?.value).toBeCloseTo(won / pairs, 12);
  });

  test('has no AUC where one class only is expected', () => {
    expect(figuresOf({ scores: [0.3, 0.4], labels: [1, 1] }, 'labels').rocAuc).toBeNull();
  });

  test('foretells what then happens under covariate shift', () => {
    const random = seededRandom(5);
    const engage = (scores: readonly number[]) => scores.map((score) => (random.uniform() < score ? 1 : 0));
    const before = Array.from({ length: 3_000 }, () => random.uniform());
    const map = fitIsotonic(before, engage(before));
    const scores = Array.from({ length: 2_000 }, () => random.uniform() ** 2);
    const estimate = figuresOf({ scores, labels: scores.map((score) => calibrate(map, score)) }, 'labels');
    const realised = figuresOf({ scores, labels: engage(scores) });
    expect(Math.abs((estimate.rocAuc?.value ?? 0) - (realised.rocAuc?.value ?? 1))).toBeLessThan(0.03);
    expect(Math.abs(estimate.accuracy.value - realised.accuracy.value)).toBeLessThan(0.03);
  });
});

/** Outcomes engage as the logit of the score says, times `slope`, plus `shift`. */
function drawn(random: ReturnType<typeof seededRandom>, n: number, slope: number, shift: number) {
  const logits = Array.from({ length: n }, () => -0.7 + 1.2 * random.normal());
  const scores = logits.map(sigmoid);
  const probabilities = logits.map((logit) => sigmoid(slope * logit + shift));
  return { scores, probabilities };
}
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

const NAMES = [
  'rocAuc',
  'averagePrecision',
  'accuracy',
  'precision',
  'recall',
  'f1',
  'brier',
  'logLoss',
  'ece',
  'rateRatio',
] as const;

describe.each([
  ['calibrated', 1, 0],
  ['overconfident', 0.6, -0.4],
])('intervals of %s scores', (kind, slope, shift) => {
  const random = seededRandom(3);
  const many = drawn(random, 300_000, slope, shift);
  // With the probabilities as labels only the draw of the scores is left as an error.
  const truth = figuresOf({ scores: many.scores, labels: many.probabilities }, 'labels');
  const repetitions = 1_500;
  const covered = Object.fromEntries(NAMES.map((name) => [name, 0]));
  const foretold = Object.fromEntries(NAMES.map((name) => [name, 0]));
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const { scores, probabilities } = drawn(random, 400, slope, shift);
    const labels = probabilities.map((p) => (random.uniform() < p ? 1 : 0));
    const realised = figuresOf({ scores, labels });
    const expected = figuresOf({ scores, labels: probabilities }, 'labels');
    for (const name of NAMES) {
      const [low, high] = realised[name]?.interval ?? [0, 0];
      const value = truth[name]?.value ?? -1;
      if (low <= value && value <= high) covered[name] = (covered[name] ?? 0) + 1;
      const [from, to] = expected[name]?.interval ?? [0, 0];
      const came = realised[name]?.value ?? -1;
      if (from <= came && came <= to) foretold[name] = (foretold[name] ?? 0) + 1;
    }
  }

  test.each(NAMES)('%s: 95 %% hold the truth', (name) => {
    const share = (covered[name] ?? 0) / repetitions;
    expect(share).toBeGreaterThan(0.93);
    // The interval of the ECE is widened to hold the value itself, which matters where the true error is near 0.
    expect(share).toBeLessThan(name === 'ece' && kind === 'calibrated' ? 1.01 : 0.97);
  });

  test.each(NAMES)('%s: 95 %% of the outcomes fall where the estimate says', (name) => {
    const share = (foretold[name] ?? 0) / repetitions;
    expect(share).toBeGreaterThan(0.93);
    expect(share).toBeLessThan(0.97);
  });
});

test.each(['outcomes', 'labels'] as const)(
  'rows that are counted give the figures of as many single ones: errors of %s',
  (source) => {
    const random = seededRandom(12);
    const entries = Array.from({ length: 60 }, () => ({
      score: Math.round(random.uniform() * 40) / 40,
      label: source === 'labels' ? random.uniform() : random.uniform() < 0.4 ? 1 : 0,
      weight: 0.1 + random.uniform(),
      count: 1 + Math.floor(random.uniform() * 30),
    }));
    const of = (given: typeof entries, weighted: boolean) => ({
      scores: given.map(({ score }) => score),
      labels: given.map(({ label }) => label),
      ...(weighted ? { weights: given.map(({ weight }) => weight) } : {}),
    });
    const single = entries.flatMap((entry) => Array<typeof entry>(entry.count).fill(entry));
    for (const weighted of [false, true]) {
      const counts = entries.map(({ count }) => count);
      const counted = figuresOf({ ...of(entries, weighted), counts }, source);
      const numbers = (figures: object): number[] =>
        Object.values(figures).flatMap((value) =>
          typeof value === 'object' && value !== null ? numbers(value) : [Number(value)],
        );
      const [ours, theirs] = [numbers(counted), numbers(figuresOf(of(single, weighted), source))];
      expect(ours.length).toBeGreaterThan(30);
      ours.forEach((value, i) => {
        expect(value).toBeCloseTo(theirs[i] ?? Number.NaN, 9);
      });
    }
  },
);
