import { expect, test } from 'vitest';
import { fixtureReport } from '../../tests/support/fixtures/report.ts';
import type { Report } from '../report/schema/report.ts';
import { diagnose, diagnosisSection } from './diagnosis.ts';

test.each([
  ['no', 'no', 'none'],
  ['no', 'yes', 'concept'],
  ['yes', 'no', 'covariate'],
  ['yes', 'yes', 'both'],
  ['no', 'unknown', 'unknown'],
  ['yes', 'unknown', 'unknown'],
  ['unknown', 'no', 'unknown'],
  ['unknown', 'yes', 'unknown'],
] as const)('inputs moved %s, outcomes differ from scores %s: %s', (data, concept, kind) => {
  expect(diagnose(data, concept)).toBe(kind);
});

const base = fixtureReport();
const LIMITS = { tolerance: 0.01, criticalDrop: 0.1 };
type Residual = NonNullable<NonNullable<Report['performance']>['residual']>;
const figure = (difference: number, error: number): Residual['rate'] => ({
  difference,
  error,
  z: difference / error,
  p: 0.5,
});
const diagnosed = (residual: Partial<Residual> | null, edit: Partial<Report> = {}) => {
  const held = figure(0.001, 0.005);
  const whole = residual && { weeks: 4, n: 4_000, rocAuc: held, accuracy: held, rate: held, ...residual };
  const performance = { ...base.performance, residual: whole } as Report['performance'];
  const { drift, predictionDrift } = { ...base, ...edit };
  return diagnosisSection(drift, predictionDrift, performance, LIMITS);
};
const features = (effect: 'negligible' | 'small', pAdjusted: number): Report['drift'] => ({
  ...base.drift,
  features: base.drift.features.map((feature) => ({
    ...feature,
    pAdjusted,
    effect: feature.effect && { ...feature.effect, word: effect },
  })),
});

test('scores that moved prove nothing without outcomes', () => {
  const predictionDrift = { ...base.predictionDrift, status: 'drifted' as const, p: 1e-9 };
  const found = diagnosed(null, { predictionDrift, drift: features('small', 0.9) });
  expect(found).toMatchObject({ kind: 'unknown', predictionDrift: 'yes', residual: null });
  expect(found.wouldDecide.join()).toContain('OUTCOMES_PATH');
});

test('inputs that moved while outcomes are what the scores foretell are covariate shift', () => {
  const found = diagnosed({ rate: figure(-0.03, 0.003) }, { drift: features('small', 1e-6) });
  expect(found).toMatchObject({ kind: 'covariate', residual: { rate: { z: -10 } } });
  expect(found.reasoning.join(' ')).toContain(
    'accuracy +0.001 (z 0.2), rate −0.03 (z −10) on 4,000 outcomes',
  );
});

test('a negligible effect is no movement, however small its p', () => {
  expect(diagnosed({}, { drift: features('negligible', 1e-12) }).kind).toBe('none');
});

test('outcomes that differ surely and by more than the tolerance are concept drift', () => {
  const moved = { drift: features('small', 1e-6) };
  const still = { drift: features('small', 0.9) };
  expect(diagnosed({ rocAuc: figure(-0.05, 0.01) }, still).kind).toBe('concept');
  expect(diagnosed({ accuracy: figure(-0.05, 0.01) }, moved).kind).toBe('both');
  expect(diagnosed({ accuracy: figure(-0.009, 0.001) }, still).kind).toBe('none');
  expect(diagnosed({ accuracy: figure(-0.05, 0.02), rocAuc: figure(0.05, 0.02) }, still).kind).toBe('none');
});

test('too few outcomes tell nothing', () => {
  const few = { rocAuc: figure(-0.05, 0.03), accuracy: figure(0.01, 0.03) };
  const found = diagnosed(few, { drift: features('small', 1e-6) });
  expect(found).toMatchObject({ kind: 'unknown', wouldDecide: ['More mature outcomes.'] });
});
