import { expect, test } from 'vitest';
import { featureSlugs } from './slug.ts';

const slugs = (...names: string[]): string[] => [...featureSlugs(names).values()];

test('keeps a name that is an address', () => {
  expect(slugs('industry', 'llm_quality', 'Company Size')).toEqual([
    'industry',
    'llm-quality',
    'company-size',
  ]);
});

test('is unique, ASCII and short, whatever the names', () => {
  const names = [
    'a b',
    'a-b',
    'a_b',
    'A B',
    '日本',
    '中国',
    '',
    ' ',
    '../..',
    'index',
    'é',
    'e',
    'x'.repeat(500),
  ];
  const made = slugs(...names);
  expect(new Set(made).size).toBe(names.length);
  for (const slug of made) expect(slug).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/);
  expect(made).not.toContain('index');
});

test('gives a name the same address in whatever company of other collisions', () => {
  expect(featureSlugs(['a b', 'a_b']).get('a b')).toBe(featureSlugs(['x', 'a_b', 'a b', 'a.b']).get('a b'));
  expect(featureSlugs(['a-b', 'a_b']).get('a-b')).toBe('a-b');
});

test('is unique where somebody names a feature like the address of another', () => {
  const [hashed = ''] = slugs('a b', 'a_b');
  const made = slugs('a b', 'a_b', hashed, `${hashed}-2`);
  expect(new Set(made).size).toBe(4);
});

test('keeps away from names that Windows keeps for devices', () => {
  for (const slug of slugs('con', 'NUL', 'aux', 'com1', 'LPT9')) expect(slug).toMatch(/-[0-9a-f]{8}$/);
});
