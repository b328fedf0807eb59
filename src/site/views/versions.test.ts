import { expect, test } from 'vitest';
import { pairFixture } from '../../../tests/support/fixtures/versions.ts';
import {
  comparedWords,
  hasVersions,
  pairNames,
  pairRows,
  pairSlugs,
  recommendation,
  sameLeadsWords,
  scoreRows,
} from './versions.ts';

const plainly = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ');

test('a better version is recommended, with both figures and their difference', () => {
  const pair = pairFixture();
  expect(recommendation(pair)).toBe('0.4.0 (shadow) is better: use it.');
  expect(recommendation(pairFixture({ recommended: 'first' }))).toBe('0.3.0 is better: use it.');
  const rows = pairRows(pair).map((row) => Object.values(row).map(plainly));
  expect(rows[0]).toEqual(['Precision of the top 10 %', '55 %', '62 %', '7 % (1 % to 13 %)']);
  expect(rows[1]?.slice(0, 3)).toEqual(['ROC AUC', '0.71', '0.76']);
  expect(plainly(comparedWords(pair))).toContain('4,000 leads that both scored, 3,800 with an outcome');
  expect(plainly(sameLeadsWords(pair))).toContain('70 % of the top 10 % are the same leads');
  expect(scoreRows(pair)).toHaveLength(6);
});

test('without a recommendation it says why, and what it would take', () => {
  const open = pairFixture({
    recommended: null,
    needed: 1_200,
    reason: 'No interval of a difference excludes zero.',
  });
  expect(plainly(recommendation(open))).toBe(
    'No recommendation. No interval of a difference excludes zero. A difference as large as the seen one would take about 1,200 more outcomes.',
  );
  const none = pairFixture({
    recommended: null,
    precision: null,
    rocAuc: null,
    sameLeads: null,
    reason: 'Not compared: why.',
  });
  expect(recommendation(none)).toBe('No recommendation. Not compared: why.');
  expect(pairRows(none)).toEqual([]);
  expect(sameLeadsWords(none)).toBeNull();
});

test('versions that are not published have no name, and one version is no pair', () => {
  const side = { version: null, shadow: false, leads: 50, quantiles: [] };
  expect(pairNames(pairFixture({ first: side, second: side }))).toEqual(['earlier version', 'later version']);
  expect([hasVersions({}), hasVersions({ modelVersions: [] })]).toEqual([false, false]);
});

test('each pair has a page with a name of its own, whatever versions are called', () => {
  const named = (version: string | null) => pairFixture({ second: { ...pairFixture().second, version } });
  expect(pairSlugs([pairFixture(), named('0.4.0'), named('../../x y'), named(null)])).toEqual([
    '0-3-0-and-0-4-0-shadow',
    '0-3-0-and-0-4-0-shadow-2',
    '0-3-0-and-x-y-shadow',
    '0-3-0-and-later-version-shadow',
  ]);
});
