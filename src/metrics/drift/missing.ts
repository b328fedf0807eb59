import type { ColumnProfile } from '../../ingest/store.ts';
import type { Feature } from '../../report/schema/report.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { twoProportionTest } from '../../stats/tests/z/two-proportion.ts';
import { percent, plural } from '../../wording/sentence-numbers.ts';

type Missing = Feature['missing'];

/**
 * Tests whether the share of missing values changed. A separate test, not counted in the share of drifted features.
 */
export function missingDrift(
  reference: ColumnProfile | null,
  production: ColumnProfile | null,
  policy: Policy,
): Missing {
  const shares = { referenceShare: missingShare(reference), productionShare: missingShare(production) };
  if (reference === null || production === null) {
    const reason = reference === null ? 'The reference has no such column.' : 'The log has no such key.';
    return { status: 'not-applicable', ...shares, p: null, reason };
  }
  const { minimumRows, alpha } = policy.drift;
  if (Math.min(reference.rows, production.rows) < minimumRows) {
    const reason = `${plural(reference.rows, 'reference row')} and ${plural(production.rows, 'row')} in the log; at least ${minimumRows} of each are needed.`;
    return { status: 'not-enough-data', ...shares, p: null, reason };
  }
  const result = twoProportionTest(reference.missing, reference.rows, production.missing, production.rows);
  if (result.status !== 'ok' || result.p === undefined) {
    const reason = result.status === 'ok' ? 'The shares could not be compared.' : result.reason;
    return { status: 'not-applicable', ...shares, p: null, reason };
  }
  const drifted = result.p < alpha;
  const change = missingWords(reference.missing / reference.rows, production.missing / production.rows);
  return { status: drifted ? 'drifted' : 'stable', ...shares, p: result.p, reason: drifted ? change : null };
}

export const missingWords = (referenceShare: number, productionShare: number): string =>
  `Missing in ${percent(referenceShare)} of the reference and ${percent(productionShare)} of the log.`;

const missingShare = (profile: ColumnProfile | null): number | null =>
  profile === null || profile.rows === 0 ? null : profile.missing / profile.rows;
