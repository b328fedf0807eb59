import type { Random } from '../../../src/stats/distributions/random.ts';
import { drawSplit } from '../../../src/stats/tables/hypergeometric-table.ts';
import type { JointTable, TextSamples } from '../../../src/stats/tables/joint-table.ts';
import { categoricalTableFromCounts, numericTable } from '../../../src/stats/tables/joint-table-from.ts';

/** A kind of data without drift; each run draws both sides of a test from it. */
export interface Scenario {
  /** Description of the data. */
  readonly data: string;
  /** True where ties or few values make a test conservative; other scenarios must reach the level. */
  readonly discrete: boolean;
  /** Draws both sides; `shift` moves production, in standard deviations for numbers, in shares for categories. */
  readonly draw: (
    nReference: number,
    nProduction: number,
    random: Random,
    shift: number,
  ) => JointTable | TextSamples;
}

const numbers = (
  data: string,
  discrete: boolean,
  value: (random: Random, shift: number) => number,
): Scenario => ({
  data,
  discrete,
  draw: (nReference, nProduction, random, shift) => {
    const side = (n: number, moved: number): Float64Array => {
      const sample = new Float64Array(n);
      for (let i = 0; i < n; i++) sample[i] = value(random, moved);
      return sample;
    };
    return numericTable(side(nReference, 0), side(nProduction, shift));
  },
});

export const NORMAL = numbers('normal', false, (random, shift) => random.normal() + shift);

export const NUMERIC_SCENARIOS: readonly Scenario[] = [
  NORMAL,
  numbers('skewed (lognormal)', false, (random, shift) => Math.exp(random.normal() + shift)),
  numbers('heavy-tailed (Cauchy)', false, (random, shift) => random.normal() / random.normal() + shift),
  numbers('tied (whole numbers, about 7 values)', true, (random, shift) =>
    Math.round(1.2 * random.normal() + shift),
  ),
];

/** Size of the population from which categories are drawn without replacement; large, so that draws are nearly independent. */
const POPULATION = 1e9;

/** Categories of equal shares, or of shares proportional to 1/rank. */
export function categories(count: number, shape: 'even' | 'rare'): Scenario {
  const weights = Float64Array.from({ length: count }, (_, i) => (shape === 'even' ? 1 : 1 / (i + 1)));
  return {
    data: `${count} categories, ${shape === 'even' ? 'of equal share' : 'most of them rare'}`,
    discrete: true,
    draw: (nReference, nProduction, random, shift) => {
      const side = (n: number, moved: number): ReadonlyMap<string, number> => {
        // The first category gains the moved share from all others.
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const totals = weights.map((weight, i) =>
          Math.round(POPULATION * ((1 - moved) * (weight / total) + (i === 0 ? moved : 0))),
        );
        const split = new Float64Array(count);
        drawSplit(totals, n, random, split);
        return new Map(Array.from(split, (drawn, i) => [`c${i}`, drawn]));
      };
      return categoricalTableFromCounts(side(nReference, 0), side(nProduction, shift));
    },
  };
}

/** Texts of eight words from a vocabulary of 200, the frequent ones far more frequent. */
export const TEXTS: Scenario = {
  data: 'texts of eight words',
  discrete: false,
  draw: (nReference, nProduction, random) => {
    const text = (): string =>
      Array.from({ length: 8 }, () => `word${Math.floor(200 * random.uniform() ** 2)}`).join(' ');
    const side = (n: number): readonly string[] => Array.from({ length: n }, text);
    return { kind: 'text', reference: side(nReference), production: side(nProduction) };
  },
};
