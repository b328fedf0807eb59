import { expect, test } from 'vitest';
import { rankingFixture } from '../../../tests/support/fixtures/ranking.ts';
import { conversionCaption, gainsCaption, liftCaption, weeksCaption } from '../captions/ranking.ts';
import { rankingRows, targetWords, topInWords } from '../views/ranking.ts';
import { conversionChart, gainsChart, liftChart, topByWeekChart } from './ranking-charts.ts';

const ranking = rankingFixture();
const contacted = rankingFixture({
  population: 'contacted',
  gains: ranking.gains.map((point) => ({ ...point, realised: null })),
  deciles: ranking.deciles.map((group, i) => (i < 2 ? group : { ...group, realised: null })),
  lift: null,
});

test('gains begin at nothing, end at all, and stand beside the diagonal', () => {
  const chart = gainsChart({ ranking });
  expect(chart?.x.values).toHaveLength(21);
  for (const { values } of chart?.series ?? []) {
    expect(values[0]).toBe(0);
    expect(values.at(-1)).toBe(1);
  }
  expect(chart?.series.map(({ label }) => label)).toEqual(['Realised', 'Estimated', 'Baseline', 'At random']);
});

test('lift is gains over the share of the list', () => {
  const chart = liftChart({ ranking });
  chart?.series[0]?.values.forEach((lift, i) => {
    const point = ranking.gains[i];
    expect((lift ?? 0) * (point?.share ?? 0)).toBeCloseTo(point?.realised ?? -1, 12);
  });
});

test('what is not known of leads outside the top is not drawn', () => {
  expect(gainsChart({ ranking: contacted })?.series.map(({ label }) => label)).toEqual([
    'Estimated',
    'Baseline',
    'At random',
  ]);
  expect(conversionChart({ ranking: contacted })?.segments).toHaveLength(2);
  expect(gainsCaption(contacted)).toContain('Too few leads outside the top have an outcome');
  expect(conversionCaption(contacted)).toContain('not contacted');
});

test('immature weeks are shaded, and named as waiting', () => {
  const chart = topByWeekChart({ ranking });
  expect(chart?.spans).toEqual([
    {
      from: Date.parse('2026-02-13T12:00:00Z'),
      to: Date.parse('2026-02-20T12:00:00Z'),
      label: 'outcomes still to come',
    },
  ]);
  expect(weeksCaption(ranking).replaceAll('\u00a0', ' ')).toBe(
    'The top 10 % was surely below the target of 60 % in none of 1 mature week. The newest week (shaded) still waits for outcomes.',
  );
});

test('a report without a ranking has no charts', () => {
  for (const chart of [gainsChart, liftChart, conversionChart, topByWeekChart]) {
    expect(chart({})).toBeNull();
    expect(chart({ ranking: rankingFixture({ rows: [], gains: [], deciles: [], weeks: [] }) })).toBeNull();
  }
});

test('the findings stand in words', () => {
  const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ');
  expect(plain(topInWords(ranking))).toBe(
    'Of the top 10 %, 100 leads, 62 % (52 % to 71 %) engaged: 1.61 calls for one lead that engages.',
  );
  expect(plain(targetWords(ranking))).toBe(
    'A threshold of 0.69 holds the target of 60 %: 60 % (51 % to 69 %) of the leads from there on engaged, 110 leads a week. It is 0.19 above the one in use (0.5).',
  );
  expect(plain(targetWords(rankingFixture({ target: null })))).toBe(
    'No threshold holds the target of 60 % among enough leads.',
  );
  expect(plain(gainsCaption(ranking))).toMatch(
    /^About 37 % of the list, from the top, hold half of the leads that engaged\./,
  );
  expect(plain(liftCaption(ranking))).toMatch(/^The top 10 % hold 2\.1 times as many/);
  expect(rankingRows(ranking, false).map(({ top }) => plain(top))).toEqual([
    'Top 10 %',
    'Top 10 %',
    'Top 10 %',
  ]);
  expect(rankingRows(ranking, true)).toHaveLength(4);
});
