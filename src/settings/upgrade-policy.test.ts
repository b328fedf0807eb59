import { describe, expect, test } from 'vitest';
import { parsePolicy } from './read-policy.ts';
import { describeRenamed, namesNow, RENAMED_KEYS } from './renamed-keys.ts';
import { upgradePolicy, upgradeWords } from './upgrade-policy.ts';

/** Nested object of a dotted key: `a.b` gives `{a: {b: value}}`. */
const policyWith = (key: string, value: unknown): Record<string, unknown> =>
  key.split('.').reduceRight<unknown>((inner, step) => ({ [step]: inner }), value) as Record<string, unknown>;

/** A value that is valid for the renamed key. */
function exampleOf(key: string): unknown {
  if (key === 'health.successRate') return { green: 1 };
  if (key.startsWith('scores.')) return { min: 0.1 };
  if (key.endsWith('trainedAt')) return '2026-01-01T00:00:00Z';
  if (key === 'health.successRate') return { green: 0.98, yellow: 0.9 };
  if (key.startsWith('scores.')) return { min: 0.1, max: 0.9 };
  return /Months|Nights|Examples|Ms\.p\d\d$/.test(key) ? 7 : 0.2;
}

describe('every renamed key', () => {
  test.each(RENAMED_KEYS.map(({ old }) => old))(
    '%s is refused by its new name, and a valid policy once upgraded',
    (key) => {
      const old = policyWith(key, exampleOf(key));
      for (const name of namesNow(key)) {
        expect(() => parsePolicy(old, 'p.json')).toThrow(`${key}: no such key any more; it is called`);
        expect(describeRenamed(key)).toContain(name);
      }
      if (namesNow(key).length === 0) {
        expect(() => parsePolicy(old, 'p.json')).toThrow(`${key}: decided nothing`);
      }
      const { policy, conflicts } = upgradePolicy(old);
      expect(conflicts).toEqual([]);
      expect(() => parsePolicy(policy, 'p.json')).not.toThrow();
      for (const name of namesNow(key)) expect(policy).toMatchObject(policyWith(name, exampleOf(key)));
      if (namesNow(key).length === 0) expect(policy).toEqual({});
    },
  );
});

test('other keys keep their order, and a key renamed in its own object keeps its place', () => {
  const { policy, moved, dropped } = upgradePolicy({
    $schema: './policy.schema.json',
    site: { title: 'Leads', featurePageNights: 9, public: true },
    retraining: { newExamples: 40 },
    alerts: { 'model-age': { windowMinutes: 5 }, 'data-drift': { owner: 'Me', maximumHours: 3 } },
    mail: { when: 'on-red' },
  });
  expect(JSON.stringify(policy)).toBe(
    JSON.stringify({
      $schema: './policy.schema.json',
      site: { title: 'Leads', featurePageReports: 9, public: true },
      alerts: { 'data-drift': { owner: 'Me' } },
      mail: { when: 'on-red' },
      triggers: { 'new-examples': { threshold: 40 } },
    }),
  );
  expect(moved).toEqual([
    { from: 'retraining.newExamples', to: 'triggers.new-examples.threshold' },
    { from: 'site.featurePageNights', to: 'site.featurePageReports' },
  ]);
  expect(dropped).toEqual(['alerts.data-drift.maximumHours', 'alerts.model-age.windowMinutes']);
});

describe('old keys of one new key', () => {
  const differing = {
    drift: { alpha: 0.01, redShare: 0.4 },
    retraining: { driftShare: 0.6 },
    alerts: { 'data-drift': { threshold: 0.5 } },
  };

  test('are one where they agree', () => {
    const { policy, conflicts } = upgradePolicy({
      drift: { redShare: 0.4 },
      retraining: { driftShare: 0.4 },
      alerts: { 'data-drift': { threshold: 0.4 } },
    });
    expect(conflicts).toEqual([]);
    expect(policy).toEqual({ alerts: { 'data-drift': { threshold: 0.4 } } });
  });

  test('are listed with their values where they differ', () => {
    const upgraded = upgradePolicy(differing);
    expect(upgraded.conflicts).toEqual([
      {
        key: 'alerts.data-drift.threshold',
        candidates: [
          { from: 'alerts.data-drift.threshold', value: 0.5 },
          { from: 'drift.redShare', value: 0.4 },
          { from: 'retraining.driftShare', value: 0.6 },
        ],
      },
    ]);
    expect(upgradeWords(upgraded)).toContain('--keep retraining.driftShare   0.6');
  });

  test.each([
    ['drift.redShare', 0.4],
    ['retraining.driftShare', 0.6],
    ['alerts.data-drift.threshold', 0.5],
  ])('take the value of the one that is kept: %s', (keep, threshold) => {
    const { policy, conflicts } = upgradePolicy(differing, [keep]);
    expect(conflicts).toEqual([]);
    expect(policy).toEqual({ drift: { alpha: 0.01 }, alerts: { 'data-drift': { threshold } } });
  });

  test('a threshold that was of two figures goes to both', () => {
    const both = { alerts: { 'low-engagement': { threshold: 0.2, owner: 'Me' } } };
    expect(upgradePolicy(both).policy).toEqual({
      alerts: { 'low-engagement': { predictedBelow: 0.2, actualBelow: 0.2, owner: 'Me' } },
    });
    const differ = { ...both, retraining: { engagementBelow: 0.05 } };
    expect(upgradePolicy(differ).conflicts.map(({ key }) => key)).toEqual([
      'alerts.low-engagement.actualBelow',
    ]);
    expect(upgradePolicy(differ, ['retraining.engagementBelow']).policy).toEqual({
      alerts: { 'low-engagement': { predictedBelow: 0.2, owner: 'Me', actualBelow: 0.05 } },
    });
  });
});

test('a policy of today stays as it is', () => {
  const policy = { drift: { alpha: 0.01 }, alerts: { 'model-age': { threshold: 6 } } };
  const upgraded = upgradePolicy(policy);
  expect(upgraded).toEqual({ policy, moved: [], dropped: [], conflicts: [] });
  expect(upgradeWords(upgraded)).toBe('Nothing is renamed.');
});
