import { valueAt } from './policy-object.ts';
import { RENAMED_FIGURE_KEYS } from './renamed-figure-keys.ts';

/** An old key of the policy and its current name: one key, several, or none where it had no effect. */
export interface RenamedKey {
  readonly old: string;
  readonly new: string | readonly string[];
}

const WITHOUT_WINDOW = ['data-drift', 'prediction-drift', 'model-age', 'low-engagement'];

/** Keys that are refused with their current name before validation, and rewritten by `monitor policy --upgrade`. */
export const RENAMED_KEYS: readonly RenamedKey[] = [
  { old: 'drift.redShare', new: 'alerts.data-drift.threshold' },
  { old: 'retraining.driftShare', new: 'alerts.data-drift.threshold' },
  { old: 'predictionDrift.alertBelow', new: 'alerts.prediction-drift.threshold' },
  { old: 'retraining.predictionP', new: 'alerts.prediction-drift.threshold' },
  { old: 'retraining.engagementBelow', new: 'alerts.low-engagement.actualBelow' },
  {
    old: 'alerts.low-engagement.threshold',
    new: ['alerts.low-engagement.predictedBelow', 'alerts.low-engagement.actualBelow'],
  },
  { old: 'retraining.modelAgeMonths', new: 'alerts.model-age.threshold' },
  { old: 'retraining.newExamples', new: 'triggers.new-examples.threshold' },
  { old: 'retraining.trainedAt', new: 'model.trainedAt' },
  ...RENAMED_FIGURE_KEYS,
  { old: 'site.featurePageNights', new: 'site.featurePageReports' },
  ...WITHOUT_WINDOW.flatMap((id) =>
    ['windowMinutes', 'minimumEvents', 'maximumHours'].map((key) => ({
      old: `alerts.${id}.${key}`,
      new: [],
    })),
  ),
];

/** The current names of an old key; none where it had no effect. */
export function namesNow(key: string): readonly string[] {
  const now = RENAMED_KEYS.find(({ old }) => old === key)?.new ?? [];
  return typeof now === 'string' ? [now] : now;
}

/** Old keys that a parsed policy still uses. */
export const renamedKeysIn = (policy: unknown): string[] =>
  [...new Set(RENAMED_KEYS.map(({ old }) => old))].filter((key) => valueAt(policy, key) !== undefined);

/** For errors: "drift.redShare: is called alerts.data-drift.threshold now". */
export function describeRenamed(key: string): string {
  const now = namesNow(key);
  return now.length === 0
    ? `${key}: decided nothing and is no key any more; take it out`
    : `${key}: no such key any more; it is called ${now.join(' and ')} now`;
}
