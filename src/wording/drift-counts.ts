import type { Report } from '../report/schema/report.ts';

type Counts = Pick<Report['drift'], 'count' | 'drifted' | 'material' | 'tested'>;

/** Number of drifted features by the rule that the policy chose. */
export const countedDrifted = ({ count, drifted, material }: Counts): number =>
  count === 'material' ? (material ?? drifted) : drifted;

/** The count by the rule in force: "4 of 18". */
export const countedOf = (counts: Counts): string => `${countedDrifted(counts)} of ${counts.tested}`;

/** Both counts as a clause; the rule in force comes first, with its share where one is given: "(50 %)". */
export function bothCounts(counts: Counts, share = ''): string {
  const { count, drifted, material, tested } = counts;
  const features = `tested ${tested === 1 ? 'feature' : 'features'} drifted${share === '' ? '' : ` ${share}`}`;
  if (material === null) return `${drifted} of ${tested} ${features}`;
  return count === 'material'
    ? `${material} of ${tested} ${features} materially, ${drifted} of ${tested} by the guide’s rule`
    : `${drifted} of ${tested} ${features} by the guide’s rule, ${material} of ${tested} materially`;
}
