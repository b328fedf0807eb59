import { describe, expect, test } from 'vitest';
import { fourCategories, tied } from '../../../tests/support/samples.ts';
import { ok } from '../../../tests/support/tolerance.ts';
import { textDrift } from '../tests/text-content/text-drift.ts';
import { evidentlyDriftTest } from './evidently-compat.ts';

describe('evidentlyDriftTest', () => {
  test('picks the rule by the type of the feature, and says where there is none', () => {
    expect(evidentlyDriftTest('ks', tied, {})).toMatchObject({ status: 'ok', test: 'ks' });
    expect(evidentlyDriftTest('psi', tied, {})).toMatchObject({ status: 'ok', test: 'psi' });
    expect(evidentlyDriftTest('psi', fourCategories, {})).toMatchObject({ status: 'ok', test: 'psi' });
    expect(evidentlyDriftTest('chisquare', fourCategories, {})).toMatchObject({ status: 'ok' });
    expect(evidentlyDriftTest('ks', fourCategories, {})).toEqual({
      status: 'not-applicable',
      reason: 'Evidently does not offer "ks" for this type of feature',
    });
  });

  test('takes a threshold of the team in place of its own', () => {
    expect(ok(evidentlyDriftTest('ks', tied, { threshold: 0.3 }))).toMatchObject({
      threshold: 0.3,
      drifted: true,
    });
  });

  test('gives our text tests, whose AUC must be above 0.55', () => {
    const texts = (word: string) => Array.from({ length: 12 }, (_, i) => `${word} lead ${i % 3}x`);
    const samples = { kind: 'text' as const, reference: texts('sales'), production: texts('data') };
    const auc = ok(textDrift(samples)).statistic;
    expect(ok(evidentlyDriftTest('abs_text_content_drift', samples, {}))).toMatchObject({
      score: auc,
      threshold: 0.55,
      drifted: true,
    });
    expect(ok(evidentlyDriftTest('abs_text_content_drift', samples, { threshold: auc })).drifted).toBe(false);
    expect(ok(evidentlyDriftTest('perc_text_content_drift', samples, {}))).toMatchObject({ threshold: 0.05 });
  });
});
