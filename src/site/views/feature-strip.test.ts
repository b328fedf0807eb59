import { expect, test } from 'vitest';
import { fixtureSite } from '../../../tests/support/fixtures/site.ts';
import { featureStrip, STRIP_HEIGHT, stripWords } from './feature-strip.ts';

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

test('the words of the strip count what it shows, from its first day', () => {
  const run = (day: number, status: 'drifted' | 'stable', effect: number | null) => ({
    ...{ id: String(day), status, effect, day: `${day} Feb`, height: 3, words: '', isNewVersion: false },
  });
  const words = (strip: Parameters<typeof stripWords>[0]) => stripWords(strip).replaceAll('\u00a0', ' ');
  expect(words([run(3, 'drifted', 0.2), run(2, 'drifted', 0.42), run(1, 'stable', null)])).toBe(
    'Drifted in 2 of 3 reports since 1 Feb, at most 0.42; newest at the right.',
  );
  expect(words([run(2, 'stable', null), run(1, 'stable', null)])).toBe(
    'Drifted in 0 of 2 reports since 1 Feb; newest at the right.',
  );
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
