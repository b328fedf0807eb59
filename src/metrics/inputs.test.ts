import { describe, expect, test } from 'vitest';
import {
  DEFAULT_POLICY,
  NO_OUTCOMES,
  NOW,
  referenceOf,
  testContext,
} from '../../tests/support/metrics-context.ts';
import { DAY_MS } from '../wording/time.ts';
import { inputsSection, rejectionStatus } from './inputs.ts';

test.each([
  [1_000, 0, 'green'],
  [1_000, 10, 'green'],
  [1_000, 11, 'yellow'],
  [1_000, 100, 'yellow'],
  [1_000, 101, 'red'],
  [1, 1, 'red'],
  [0, 0, 'unknown'],
])('%i rows of which %i are refused: %s', (rows, rejected, status) => {
  expect(rejectionStatus(rows, rejected, DEFAULT_POLICY)).toBe(status);
});

describe('a log', () => {
  test('counts rows in, before and after the window, and shows refused ones by reason', async () => {
    const sample = { file: '/home/jane/logs/p.jsonl', line: 7, field: 'score', detail: 'expected a number' };
    const context = await testContext({
      predictions: [{ time: NOW }, { time: NOW - 8 * DAY_MS }],
      quality: {
        predictions: {
          rows: 5,
          rejected: 2,
          afterNow: 1,
          files: ['/home/jane/logs/p.jsonl'],
          reasons: [{ code: 'score-not-a-number', count: 2, samples: [sample] }],
        },
      },
    });
    const { predictions, status } = await inputsSection(context, referenceOf({}), NO_OUTCOMES);
    expect(predictions).toMatchObject({
      status: 'red',
      files: ['p.jsonl'],
      rows: 5,
      rejected: 2,
      inWindow: 1,
      beforeWindow: 1,
      afterNow: 1,
    });
    expect(predictions.reasons).toEqual([
      { code: 'score-not-a-number', count: 2, samples: [{ ...sample, file: 'p.jsonl' }] },
    ]);
    expect(status).toBe('red');
    expect(JSON.stringify(predictions)).not.toContain('jane');
  });

  test('that is absent or empty is unknown, with the reason', async () => {
    const context = await testContext({ predictions: [] });
    const { predictions, requests } = await inputsSection(context, referenceOf({}), NO_OUTCOMES);
    expect(predictions).toMatchObject({
      present: true,
      status: 'unknown',
      reason: 'The predictions log is empty.',
    });
    expect(requests).toMatchObject({ present: false, status: 'unknown' });
    expect(requests.reason).toContain('API_REQUESTS_LOG');
  });

  test('whose rows were all refused says so', async () => {
    const quality = { predictions: { rows: 3, rejected: 3, last: null, first: null } };
    const context = await testContext({ predictions: [], quality });
    const { predictions } = await inputsSection(context, referenceOf({}), NO_OUTCOMES);
    expect(predictions).toMatchObject({
      status: 'red',
      reason: expect.stringMatching(
        /^All 3 rows of the predictions log were refused\. PREDICTIONS_LOG has to/,
      ),
    });
  });
});

test('counts refused rows of the reference beside its usable ones', async () => {
  const reference = {
    ...referenceOf({ reference: { a: [1, 2, 3] } }),
    rejected: 1,
    reasons: [{ code: 'too-many-cells', count: 1, lines: [4] }],
  };
  const { reference: input } = await inputsSection(await testContext({}), reference, NO_OUTCOMES);
  expect(input).toMatchObject({ status: 'red', file: 'reference.csv', rows: 3, rejected: 1, columns: 1 });
  expect(input.reasons[0]?.samples).toEqual([
    { file: 'reference.csv', line: 4, field: null, detail: 'too many cells' },
  ]);
});
