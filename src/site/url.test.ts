import { describe, expect, test } from 'vitest';
import { archivedLinks, currentLinks, joinBase } from './url.ts';

test.each([
  ['/', 'health/', '/health/'],
  ['/repo', 'health/', '/repo/health/'],
  ['/repo/', '/health/', '/repo/health/'],
  ['/a/b/', '', '/a/b/'],
])('%s and %s make %s', (base, path, address) => {
  expect(joinBase(base, path)).toBe(address);
});

describe('sections of the current report are pages', () => {
  const links = currentLinks('/repo/');
  test.each([
    ['overview', '/repo/'],
    ['health', '/repo/health/'],
    ['drift', '/repo/drift/'],
    ['drift#feature-llm-industry', '/repo/drift/llm-industry/'],
    ['alerts#slow-inference', '/repo/alerts/#slow-inference'],
    ['retraining', '/repo/alerts/#retraining'],
    ['inputs', '/repo/method/#inputs'],
    ['prediction-drift', '/repo/scores/#score-drift'],
    ['something new', '/repo/'],
  ])('%s', (section, address) => {
    expect(links.section(section)).toBe(address);
  });
});

describe('sections of an archived report are anchors of its permalink', () => {
  test.each([
    ['overview', '/reports/2026-02-20/'],
    ['health', '/reports/2026-02-20/#health'],
    ['drift#feature-a', '/reports/2026-02-20/#feature-a'],
    ['alerts#api-down', '/reports/2026-02-20/#api-down'],
    // A permalink page has no part of these.
    ['method', '/method/'],
    ['workflow', '/workflow/'],
  ])('%s', (section, address) => {
    expect(archivedLinks('/', '2026-02-20', false).section(section)).toBe(address);
  });

  test('a feature has a page of its own only in the newest reports', () => {
    expect(archivedLinks('/', 'x', true).feature('a')).toBe('/reports/x/drift/a/');
    expect(archivedLinks('/', 'x', false).feature('a')).toBe('/reports/x/#feature-a');
  });
});
