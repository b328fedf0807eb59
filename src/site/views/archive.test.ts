import { expect, test } from 'vitest';
import { fixtureSite } from '../../../tests/support/fixtures/site.ts';
import { isFirstReport } from './archive.ts';

test('the first report has none before it, the oldest that was not pruned has', () => {
  const whole = fixtureSite({ runs: 5 });
  const first = (site: typeof whole) =>
    site.runs.filter((run) => isFirstReport(site, run)).map(({ id }) => id);
  expect(first(whole)).toEqual(['2026-02-15']);
  expect(first(fixtureSite({ runs: 5, pruned: 2 }))).toEqual([]);
  expect(isFirstReport({ runs: [], pruned: [] }, whole.current)).toBe(true);
});
