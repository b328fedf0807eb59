import type { Policy } from '../settings/policy-schema.ts';
import type { FeatureType } from '../stats/tests/drift-test-types.ts';

/** Usual cause and action when a feature drifts: the feature's own entry, else that of its type. (Guide 3) */
export function playbookEntry(
  feature: string,
  type: FeatureType,
  policy: Policy,
): { cause: string; action: string } {
  const { features, types } = policy.playbook;
  const own = Object.entries(features).find(([name]) => name.toLowerCase() === feature.toLowerCase());
  const { cause, action } = (Object.hasOwn(features, feature) ? features[feature] : own?.[1]) ?? types[type];
  return { cause, action };
}
