import { expect, test } from 'vitest';
import { fixtureSite } from '../../../tests/support/fixtures/site.ts';
import { reportStrip, verdictAge } from './report-strip.ts';

const { runs } = fixtureSite({ current: { errors: 0.3, red: true }, runs: 40 });
const NOW = '2026-02-20T12:05:00.000Z';

test('thirty reports, newest first, with versions, outages and days without a report', () => {
  const strip = reportStrip(runs, NOW);
  expect(strip).toHaveLength(30);
  expect(strip[0]?.id).toBe('2026-02-20');
  // The fixture has no report 12 to 14 days back, and another model from 21 days back.
  expect(strip.filter(({ afterGap }) => afterGap).map(({ id }) => id)).toEqual(['2026-02-09']);
  expect(strip.filter(({ isNewVersion }) => isNewVersion).map(({ id }) => id)).toEqual(['2026-01-31']);
  expect(strip[0]).toMatchObject({ isOutage: true, status: 'red' });
  expect(strip[0]?.words.replace(/\u00a0/g, ' ')).toBe('20 Feb: Critical, outage');
  expect(reportStrip(runs, '2026-02-10T12:05:00.000Z')[0]?.id).toBe('2026-02-10');
});

test('a verdict has an age from its second report on', () => {
  const all = runs.map((run, i) => ({ ...run, status: i < 3 ? ('red' as const) : ('green' as const) }));
  expect(verdictAge(all, 'red', NOW)?.replace(/\u00a0/g, ' ')).toBe('since 18 Feb, 3 reports');
  expect(verdictAge(all, 'yellow', NOW)).toBeNull();
  expect(verdictAge(all.slice(2), 'red', '2026-02-18T12:05:00.000Z')).toBeNull();
});
