import { bothCounts, countedOf } from '../wording/drift-counts.ts';
import { formatPercent } from '../wording/format.ts';
import { defineFigure } from './define.ts';
import type { Sections } from './definition.ts';

const healthy = ({ drift }: Sections): string => `healthy below ${formatPercent(drift.redShare)}`;

export const driftShare = defineFigure({
  id: 'drift-share',
  label: 'Features drifted',
  subject: 'The drift of the inputs',
  unit: 'share',
  definition:
    'Features that drifted as a share of the features that could be tested. By the guide’s rule a feature drifted when p is below the threshold; its drift is material when the adjusted p is below alpha, the size is at least small and the 95 % interval of the size lies above 0.05. The policy says which rule counts. Features that are shown only, have too few rows or are constant are left out.',
  section: 'drift',
  policy: null,
  policyKeys: ['drift.alpha', 'drift.count', 'alerts.data-drift.threshold', 'drift.minimumRows'],
  overview: true,
  archived: true,
  csv: 'drift_share',
  metric: { name: 'drift_ratio', help: 'Share of tested features that drifted.' },
  trend: {
    overlays: (_, report) => ({
      bands: [{ from: 0, to: report.drift.redShare, label: healthy(report) }],
    }),
  },
  read: ({ drift }) => ({
    value: drift.share,
    status: drift.status,
    range: { min: 0, max: drift.redShare },
    n: drift.tested,
    interval: null,
    reason: drift.reason,
    action: drift.action,
  }),
  format: (value, all) => {
    const [drifted, tested] = [all['features-drifted'], all['features-tested']];
    return value === null || drifted == null || tested == null
      ? formatPercent(value)
      : `${drifted} of ${tested}`;
  },
  value: ({ value }, { drift }) => (value === null ? formatPercent(null) : countedOf(drift)),
  range: (_, report) => healthy(report),
  basis: ({ value }, { drift }) => {
    if (value === null) return null;
    const adjusted =
      drift.drifted === 0 ? '' : `; ${drift.driftedAdjusted} after adjustment for ${drift.tested} tests`;
    return `${formatPercent(value)} of the tested features: ${bothCounts(drift)}${adjusted}`;
  },
  reason: (_, { drift }) => `${bothCounts(drift)}.`,
});
