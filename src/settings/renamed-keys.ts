/** Old keys of the policy and what they are called now: one key, several, or none where the key decided nothing. */
export type RenamedKeys = Readonly<Record<string, string | readonly string[]>>;

const WITHOUT_WINDOW = ['data-drift', 'prediction-drift', 'model-age', 'low-engagement'];

/** Keys are refused by these names before the policy is validated, and rewritten by `monitor policy --upgrade`. */
export const RENAMED_KEYS: RenamedKeys = {
  'drift.redShare': 'alerts.data-drift.threshold',
  'retraining.driftShare': 'alerts.data-drift.threshold',
  'predictionDrift.alertBelow': 'alerts.prediction-drift.threshold',
  'retraining.predictionP': 'alerts.prediction-drift.threshold',
  'retraining.engagementBelow': 'alerts.low-engagement.actualBelow',
  'alerts.low-engagement.threshold': [
    'alerts.low-engagement.predictedBelow',
    'alerts.low-engagement.actualBelow',
  ],
  'retraining.modelAgeMonths': 'alerts.model-age.threshold',
  'retraining.newExamples': 'triggers.new-examples.threshold',
  'retraining.trainedAt': 'model.trainedAt',
  'latency.alertMs.p95': 'alerts.slow-inference.threshold',
  'site.featurePageNights': 'site.featurePageReports',
  ...Object.fromEntries(
    WITHOUT_WINDOW.flatMap((id) =>
      ['windowMinutes', 'minimumEvents', 'maximumHours'].map((key) => [`alerts.${id}.${key}`, []]),
    ),
  ),
};

/** The names of today of an old key; none where it decided nothing. */
export function namesNow(key: string, renamed: RenamedKeys = RENAMED_KEYS): readonly string[] {
  const now = renamed[key] ?? [];
  return typeof now === 'string' ? [now] : now;
}

/** Old keys that a parsed policy still uses. */
export const renamedKeysIn = (policy: unknown, renamed: RenamedKeys = RENAMED_KEYS): string[] =>
  Object.keys(renamed).filter((key) => valueAt(policy, key) !== undefined);

/** "drift.redShare: is called alerts.data-drift.threshold now", for errors. */
export function describeRenamed(key: string): string {
  const now = namesNow(key);
  return now.length === 0
    ? `${key}: decided nothing and is no key any more; take it out`
    : `${key}: no such key any more; it is called ${now.join(' and ')} now`;
}

/** The value at a dotted key of a parsed policy; undefined where there is none. */
export const valueAt = (policy: unknown, key: string): unknown =>
  key
    .split('.')
    .reduce<unknown>(
      (value, step) => (isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined),
      policy,
    );

/** A parsed policy file of any age, or an object in it. */
export type PolicyObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is PolicyObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
