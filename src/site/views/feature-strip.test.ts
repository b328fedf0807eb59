import { expect, test } from 'vitest';
import { fixtureSite } from '../../../tests/support/fixtures/site.ts';
import { featureStrip, STRIP_HEIGHT } from './feature-strip.ts';

const { runs } = fixtureSite({ runs: 40 });
const NOW = '2026-02-20T12:05:00.000Z';

test('the shift of a feature over thirty reports, newest first, the largest at full height', () => {
  const strip = featureStrip(runs, 'llm-industry', NOW);
  expect(strip.map(({ id }) => id)).toEqual(runs.slice(0, 30).map(({ id }) => id));
  expect(Math.max(...strip.map(({ height }) => height))).toBe(STRIP_HEIGHT);
  const drifted = runs
    .slice(0, 30)
    .filter(({ features }) =>
      features.some(({ slug, status }) => slug === 'llm-industry' && status === 'drifted'),
    );
  expect(strip.filter(({ status }) => status === 'drifted')).toHaveLength(drifted.length);
  expect(drifted.length).toBeGreaterThan(1);
  expect(strip.filter(({ isNewVersion }) => isNewVersion).map(({ id }) => id)).toEqual(['2026-01-31']);
});

test('a report without a known version is not of another one', () => {
  const unknown = runs.map((run, i) => (i === 3 ? { ...run, modelVersion: null } : run));
  const strip = featureStrip(unknown, 'llm-industry', NOW);
  expect(strip.filter(({ isNewVersion }) => isNewVersion).map(({ id }) => id)).toEqual(['2026-01-31']);
});

test('one report is no history', () => {
  expect(featureStrip(runs.slice(-1), 'llm-industry', NOW)).toEqual([]);
  expect(featureStrip(runs, 'no-such', NOW)).toEqual([]);
});
