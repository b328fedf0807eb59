import { expect, test } from 'vitest';
import { CHANGE_DAY, DROP_SCENARIOS } from '../../../scripts/dev/performance/drop-study.ts';
import { performancePowerRows, performanceStudyDate } from './performance-power.ts';

const rows = performancePowerRows();

test('models that do not change come first, each model once', () => {
  expect(performanceStudyDate).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(
    new Set(rows.map(({ model, baseline, leadsAWeek }) => `${model} ${baseline} ${leadsAWeek}`)).size,
  ).toBe(rows.length);
  const steady = rows.filter(({ model }) => !model.includes('from day'));
  expect(rows.slice(0, steady.length)).toEqual(steady);
  expect(steady.length).toBeGreaterThan(1);
  for (const { daysToFind } of steady) expect(daysToFind).toBeNull();
});

test('a model that dies is found, days after it did, and its smallest fall stands beside it', () => {
  const dead = rows.find(({ model }) => model === `0.85, 0.50 from day ${CHANGE_DAY}`);
  expect(dead?.opened).toBe(dead?.logs);
  // Outcomes come three weeks late.
  expect(dead?.daysToFind).toBeGreaterThan(21);
  expect(dead?.daysToFind).toBeLessThan(60);
  for (const { detectable } of rows) {
    for (const fall of [detectable.rocAuc, detectable.accuracy]) expect(fall).toBeGreaterThan(0.01);
  }
});

test('every model was one of the study’s', () => {
  const known = DROP_SCENARIOS.map(({ auc, becomes }) => (becomes === null ? auc : `${auc}, ${becomes}`));
  for (const { model } of rows) expect(known).toContain(model.replace(` from day ${CHANGE_DAY}`, ''));
});
