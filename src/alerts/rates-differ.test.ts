import { describe, expect, test } from 'vitest';
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
  performance: null,
  referencePerformance: null,
  estimated: null,
  reason: null,
});
/** `labelled` of n leads are labelled engaged, `engaged` of them did, at this mean score. */
const matched = (labelled: number, engaged: number, n: number, meanScore: number): Outcomes => ({
  ...unmatched(n, 0, n),
  joined: n,
  performance: {
    n,
    positives: engaged,
    auc: null,
    prAuc: null,
    brier: null,
    logLoss: null,
    accuracy: null,
    confusion: { tp: 0, fp: labelled, fn: engaged, tn: n - labelled - engaged },
    calibration: [{ predicted: meanScore, actual: engaged / n, n, interval: [0, 1] }],
  },
});

describe('outcomes matched with their predictions', () => {
  test.each([
    ['39 % against 17 %', 390, 170, 1_000, 0.39, true],
    ['17 % against 39 %', 170, 390, 1_000, 0.2, true],
    ['the same rates', 390, 390, 1_000, 0.39, false],
    ['39 % against 17 % of 20 leads, whose intervals overlap', 8, 3, 20, 0.39, false],
    ['51 % against 50 % of very many leads, which is nothing', 51_000, 50_000, 100_000, 0.52, false],
    ['few labelled by a model whose mean score is right', 20, 170, 1_000, 0.17, false],
  ])('%s', (_, labelled, engaged, n, mean, told) => {
    const words = ratesDiffer(matched(labelled, engaged, n, mean));
    if (told) expect(words).toMatch(/Predicted to engage \d+ %, engaged \d+ % of the same 1,000 leads\./);
    else expect(words).toBeNull();
  });
});

describe('outcomes without a key', () => {
  test('tell where far fewer engage than were predicted', () => {
    expect(ratesDiffer(unmatched(390, 170, 1_000))).toBe(
      'Predicted to engage 39 %, engaged 17 % of 1,000 outcomes.',
    );
  });

  test('tell nothing where more engage: only leads with high scores are contacted', () => {
    expect(ratesDiffer(unmatched(170, 390, 1_000))).toBeNull();
  });

  test('tell nothing where intervals overlap or nothing is known', () => {
    expect(ratesDiffer(unmatched(8, 3, 20))).toBeNull();
    expect(ratesDiffer({ ...unmatched(8, 3, 20), actualRate: null })).toBeNull();
  });
});
