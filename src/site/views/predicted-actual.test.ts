import { expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { predictedActual } from './predicted-actual.ts';

const { outcomes } = fixtureReport({});

const withRealised = (n: number, positives: number) =>
  predictedActual({
    outcomes,
    performance: {
      realised: {
        n,
        positives,
        window: { start: '2026-02-06T12:00:00Z', end: '2026-02-13T12:00:00Z' },
        rateRatio: { value: 0.9, interval: [0.8, 1] },
      },
    },
  });

test('mature outcomes are told with their days, and with the digits that their number leaves', () => {
  expect(withRealised(130, 55)).toEqual({
    predicted: expect.stringMatching(/^38.%$/),
    actual: expect.stringMatching(/^42.%$/),
    basis: expect.stringMatching(/^the same 130.leads of 6.Feb to 13.Feb, mature outcomes$/),
  });
  expect(withRealised(1300, 550)?.actual).toMatch(/^42\.3.%$/);
});

test('without mature outcomes the known ones stand, and nothing without any', () => {
  expect(predictedActual({ outcomes: { ...outcomes, actualRate: null } })).toBeNull();
  const rate = { value: 0.25, interval: [0.2, 0.3] as [number, number] };
  const known = { ...outcomes, n: 200, actualRate: rate, predictedRate: rate };
  expect(predictedActual({ outcomes: known })).toMatchObject({ actual: expect.stringMatching(/^25.%$/) });
});
