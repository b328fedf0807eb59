import { expect, test } from 'vitest';
import { diagnose } from './diagnosis.ts';

test.each([
  ['no', 'no', 'unknown', 'none'],
  ['no', 'no', 'held', 'none'],
  ['no', 'no', 'degraded', 'concept'],
  ['no', 'yes', 'unknown', 'concept'],
  ['no', 'yes', 'held', 'concept'],
  ['no', 'unknown', 'unknown', 'unknown'],
  ['no', 'unknown', 'held', 'unknown'],
  ['no', 'unknown', 'degraded', 'concept'],
  ['yes', 'no', 'unknown', 'covariate'],
  ['yes', 'no', 'held', 'covariate'],
  ['yes', 'no', 'degraded', 'both'],
  ['yes', 'yes', 'unknown', 'both'],
  ['yes', 'yes', 'held', 'covariate'],
  ['yes', 'yes', 'degraded', 'both'],
  ['yes', 'unknown', 'unknown', 'unknown'],
  ['yes', 'unknown', 'held', 'covariate'],
  ['yes', 'unknown', 'degraded', 'both'],
  ['unknown', 'yes', 'held', 'unknown'],
  ['unknown', 'no', 'degraded', 'unknown'],
] as const)('data %s, prediction %s, accuracy %s: %s', (data, prediction, accuracy, kind) => {
  expect(diagnose(data, prediction, accuracy)).toBe(kind);
});
