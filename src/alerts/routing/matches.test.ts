import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesRoute, type Routable } from './matches.ts';

const incident = (over: Partial<Routable> = {}): Routable => ({
  owner: 'Data science',
  peak: 'high',
  segment: null,
  members: [],
  ...over,
});

test('a route without filters is for every incident', () => {
  expect(matchesRoute(incident(), {})).toBe(true);
});

test.each([
  ['Data science', 'Data science', true],
  ['data Science', 'Data science', true],
  ['Data science', 'Business / Data science', true],
  ['Backend', 'API / Backend', true],
  ['API / Backend', 'API / Backend', true],
  ['Data', 'Data science', false],
  ['science', 'Data science', false],
])('owner %s, incident of %s: %s', (owner, of, expected) => {
  expect(matchesRoute(incident({ owner: of }), { owner })).toBe(expected);
  expect(matchesRoute(incident({ owner: of }), { owner: ['Nobody', owner] })).toBe(expected);
});

test('severity is the worst that the incident has been', () => {
  expect(matchesRoute(incident({ peak: 'critical' }), { severity: ['critical', 'high'] })).toBe(true);
  expect(matchesRoute(incident({ peak: 'medium' }), { severity: ['critical', 'high'] })).toBe(false);
  expect(matchesRoute(incident({ peak: 'low' }), { severity: 'low' })).toBe(true);
});

test.each([
  ['industry', 'industry', true],
  ['industry', 'industry = Media', false],
  ['industry*', 'industry = Media', true],
  ['*Media', 'industry = Media', true],
  ['ind*=*dia', 'industry = Media', true],
  ['*', 'anything', true],
  ['a*a', 'a', false],
  ['ab*ba', 'aba', false],
  ['*b*b*', 'abc', false],
  ['industry', null, false],
] as const)('segment %s, incident of %s: %s', (segment, of, expected) => {
  expect(matchesRoute(incident({ segment: of }), { segment })).toBe(expected);
  expect(matchesRoute(incident({ members: [{ segment: of }] }), { segment: ['x', segment] })).toBe(expected);
});

test('all filters must hold', () => {
  const one = incident({ owner: 'ML', peak: 'high', segment: 'France' });
  expect(matchesRoute(one, { owner: 'ML', severity: 'high', segment: 'France' })).toBe(true);
  expect(matchesRoute(one, { owner: 'ML', severity: 'low', segment: 'France' })).toBe(false);
  expect(matchesRoute(one, { owner: 'X', severity: 'high', segment: 'France' })).toBe(false);
});

test('a pattern means what the regular expression of its parts means, and takes no longer for it', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '('), maxLength: 12 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), text, (parts, name) => {
      const expression = new RegExp(
        `^${parts.map((part) => part.replace(/[.(]/g, '\\$&')).join('.*')}$`,
        's',
      );
      expect(matchesRoute(incident({ segment: name }), { segment: parts.join('*') })).toBe(
        expression.test(name),
      );
    }),
  );
  const began = performance.now();
  matchesRoute(incident({ segment: 'a'.repeat(200) }), { segment: `${'a*'.repeat(99)}b` });
  expect(performance.now() - began).toBeLessThan(100);
});
