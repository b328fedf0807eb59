import type { FeatureProfile } from '../../ingest/store.ts';
import type { Feature, Report } from '../../report/schema/report.ts';
import type { MetricsContext } from '../window.ts';

type Multivariate = Report['drift']['multivariate'];

/** The whole input was not compared, and why. */
export function notCompared(
  reason: string,
  status: 'not-applicable' | 'not-enough-data' = 'not-applicable',
): Multivariate {
  return {
    status,
    auc: null,
    interval: null,
    p: null,
    nReference: 0,
    nProduction: 0,
    importance: [],
    reason,
  };
}

/** Can a classifier tell production's rows from the reference's? */
export async function multivariateDrift(
  { policy }: MetricsContext,
  _features: readonly Feature[],
  _profiles: readonly FeatureProfile[],
): Promise<Multivariate> {
  if (!policy.drift.multivariate) return notCompared('Switched off in the policy.');
  return notCompared('Rows as a whole are not compared in this version.');
}
