import { formatPercent } from '../wording/format.ts';
import { percent } from '../wording/sentence-numbers.ts';
import { defineFigure } from './define.ts';
import type { Sections } from './definition.ts';
import { judgePrecision, topWords } from './top-of-list.ts';

const target = ({ ranking }: Sections): string =>
  ranking === undefined ? '' : `target ${formatPercent(ranking.limits.targetPrecision)}`;

export const precisionAtTarget = defineFigure({
  id: 'precision-at-target',
  label: 'Precision at the top',
  subject: 'The precision at the top',
  unit: 'share',
  definition:
    'Of the leads at the top of the list (the share or number that the policy judges, 10 % unless it says otherwise), the share that engaged, among mature outcomes. Ties at the end of the top are shared out. Red where the whole 95 % interval lies below the stop, yellow where it lies below the target.',
  section: 'ranking',
  policy: null,
  policyKeys: ['ranking.'],
  overview: true,
  coveredByAlert: 'ranking-drop',
  csv: 'precision_at_target',
  metric: { name: 'top_precision_ratio', help: 'Share of the judged top of the list that engaged.' },
  rows: 'lead',
  read: ({ ranking }) => {
    const { status, estimate, n, reason } = judgePrecision(ranking);
    const range =
      ranking === undefined || estimate === null
        ? null
        : { min: Math.min(ranking.limits.targetPrecision, 1), max: 1 };
    return {
      value: estimate?.value ?? null,
      status,
      range,
      n,
      interval: estimate?.interval ?? null,
      reason,
      action:
        status === 'red' || status === 'yellow'
          ? 'Call fewer leads, from the threshold that holds the target; retrain where it keeps falling.'
          : null,
    };
  },
  range: ({ range }, report) => (range === null ? null : target(report)),
  basis: ({ value, n, interval }, { ranking }) =>
    value === null || ranking === undefined
      ? null
      : `${topWords(ranking.limits.k)}, ${n} leads${interval === null ? '' : `; 95 % interval ${percent(interval[0])}–${percent(interval[1])}`}`,
  reason: ({ value }, { ranking }) =>
    `Of the ${topWords(ranking?.limits.k ?? 0.1)} ${percent(value ?? 0)} engaged, surely below the target of ${percent(ranking?.limits.targetPrecision ?? 0)}.`,
});
