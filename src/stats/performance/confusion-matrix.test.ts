import { expect, test } from 'vitest';
import { expectScipy } from '../../../tests/support/tolerance.ts';
import { confusionMatrix } from './confusion-matrix.ts';

test('confusionMatrix counts by hand, and a score at the threshold is predicted negative', () => {
  const matrix = confusionMatrix([0.9, 0.8, 0.5, 0.5, 0.2, 0.7], [1, 0, 1, 0, 0, 1], 0.5);
  expect(matrix).toMatchObject({
    truePositives: 2,
    falsePositives: 1,
    trueNegatives: 2,
    falseNegatives: 1,
    accuracy: { value: 4 / 6, successes: 4, total: 6 },
    precision: { value: 2 / 3 },
    recall: { value: 2 / 3 },
    specificity: { value: 2 / 3 },
  });
  // scipy.stats.binomtest(1, 3).proportion_ci(method='wilson'), turned round for 2 of 3.
  expectScipy(matrix.precision.interval[0], 1 - 0.7923403991979523);
  expectScipy(matrix.precision.interval[1], 1 - 0.06149194472039626);
});

test('confusionMatrix has no value where nothing was predicted or happened, only the whole interval', () => {
  const { precision, recall } = confusionMatrix([0.1, 0.2], [0, 0], 0.5);
  for (const share of [precision, recall]) {
    expect(share).toEqual({ interval: [0, 1], successes: 0, total: 0 });
  }
});
