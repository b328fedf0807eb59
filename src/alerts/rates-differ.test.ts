import { describe, expect, test } from 'vitest';
import { times } from '../../tests/support/metrics-context.ts';
import { realisedFigures, shown } from '../metrics/performance/figures.ts';
import type { Report } from '../report/schema/report.ts';
import { wilsonInterval } from '../stats/distributions/wilson.ts';
import { ratesDiffer } from './rates-differ.ts';

type Outcomes = Report['outcomes'];

const rate = (count: number, n: number): NonNullable<Outcomes['actualRate']> => {
  const [low, high] = wilsonInterval(count, n);
  return { value: count / n, interval: [low, high] };
};
const unmatched = (predicted: number, actual: number, n: number): Outcomes => ({
  status: 'green',
  present: true,
  n,
  joined: 0,
  predictedRate: rate(predicted, n),
  actualRate: rate(actual, n),
  reason: null,
});

type Section = NonNullable<Report['performance']>;
type Figures = NonNullable<Section['realised']>;

/** `engaged` of n leads engaged at this mean score. */
const figures = (engaged: number, n: number, mean: number): Figures => {
  const rows = {
    scores: times(n, () => mean),
    labels: times(n, (i) => (i < engaged ? 1 : 0)),
  };
  const made = shown(realisedFigures(rows, 0.5), null);
  if (made === null) throw new Error('no figures');
  return made;
};
const matched = (realised: Figures, baseline: Figures | null = null) => ({
  outcomes: { ...unmatched(realised.n, 0, realised.n), joined: realised.n },
  performance: { realised, baseline } as Section,
});

describe('outcomes matched with their predictions', () => {
  test.each([
    ['39 % against 17 %', 170, 1_000, 0.39, true],
    ['17 % against 39 %', 390, 1_000, 0.17, true],
    ['the same rates', 390, 1_000, 0.39, false],
    ['39 % against 17 % of 20 leads, whose interval holds both', 4, 20, 0.39, false],
    ['51 % against 50 % of very many leads, which is nothing', 50_000, 100_000, 0.51, false],
  ])('%s', (_, engaged, n, mean, told) => {
    const words = ratesDiffer(matched(figures(engaged, n, mean)));
    if (told) expect(words).toMatch(/Predicted to engage \d+ %, engaged \d+ % of the same 1,000 leads\./);
    else expect(words).toBeNull();
  });

  test('tell nothing where the scores never were probabilities', () => {
    const before = figures(180, 1_000, 0.39);
    expect(ratesDiffer(matched(figures(170, 1_000, 0.39), before))).toBeNull();
    expect(ratesDiffer(matched(figures(170, 1_000, 0.39), figures(390, 1_000, 0.39)))).not.toBeNull();
  });
});

describe('outcomes without a key', () => {
  test('tell where far fewer engage than were predicted', () => {
    expect(ratesDiffer({ outcomes: unmatched(390, 170, 1_000) })).toBe(
      'Predicted to engage 39 %, engaged 17 % of 1,000 outcomes.',
    );
  });

  test('tell nothing where more engage: only leads with high scores are contacted', () => {
    expect(ratesDiffer({ outcomes: unmatched(170, 390, 1_000) })).toBeNull();
  });

  test('tell nothing where intervals overlap or nothing is known', () => {
    expect(ratesDiffer({ outcomes: unmatched(8, 3, 20) })).toBeNull();
    expect(ratesDiffer({ outcomes: { ...unmatched(8, 3, 20), actualRate: null } })).toBeNull();
  });
});
