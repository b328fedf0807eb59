import { expect, test } from 'vitest';
import { ruleFigures } from './rule-figures.ts';

test('every number that a rule can judge has an id of its own', () => {
  const ids = ruleFigures({}).map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(
    expect.arrayContaining(['traffic', 'success-rate', 'missing-rate-rise', 'segment-rate']),
  );
});
