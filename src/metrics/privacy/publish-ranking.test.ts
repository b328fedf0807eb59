import { expect, test } from 'vitest';
import { rankingFixture } from '../../../tests/support/fixtures/ranking.ts';
import { judgeLift, judgePrecision } from '../../figures/top-of-list.ts';
import { policySchema } from '../../settings/policy-schema.ts';
import { publishedRanking } from './publish-ranking.ts';

const POLICY = policySchema.parse({});
const judged = (engaged: number, n: number, all: number, leads: number, high = 1) => {
  const value = engaged / n;
  const lift = (value * leads) / all;
  const estimate = (given: number) => ({
    value: given,
    interval: [given * 0.8, given * high] as [number, number],
  });
  const given = rankingFixture({
    precision: estimate(value),
    lift: estimate(lift),
    leads,
    reach: leads / Math.max(n, all),
  });
  const rows = given.rows.map((row) => ({ ...row, n, recall: estimate(engaged / all) }));
  return { ...given, rows };
};

test('precision, recall and lift of a top tell neither its leads nor all leads', () => {
  // 64 of 101, of 317 of 1,013: as fractions with more digits they could be nothing else.
  const { rows, leads } = publishedRanking(judged(64, 101, 317, 1_013), POLICY);
  expect(rows[0]).toMatchObject({
    n: 100,
    precision: { value: 0.63 },
    recall: { value: 0.2 },
    lift: { value: 2 },
  });
  expect(leads).toBe(1_010);
  expect(rows[0]?.leadsToCall?.value).toBeCloseTo(1 / 0.63, 12);
});

test('what is published is judged like the exact numbers', () => {
  let different = 0;
  for (let engaged = 5; engaged < 60; engaged++) {
    for (const n of [61, 73, 101]) {
      const exact = judged(engaged, n, 2 * engaged + 7, 4 * n + 3, 1.25);
      const shown = publishedRanking(exact, POLICY);
      for (const judge of [judgePrecision, judgeLift]) {
        expect(judge(shown).status, `${engaged} of ${n}`).toBe(judge(exact).status);
      }
      different +=
        Number(judgePrecision(exact).status !== 'green') + Number(judgeLift(exact).status === 'unknown');
    }
  }
  expect(different).toBeGreaterThan(50);
});

test('the reach of a lift stays on its side of the minimum, where leads are few', () => {
  for (const reach of [1.44, 1.49, 1.51, 1.58]) {
    const shown = publishedRanking({ ...rankingFixture({ leads: 43 }), reach }, POLICY);
    expect((shown.reach ?? 0) < 1.5).toBe(reach < 1.5);
  }
});
