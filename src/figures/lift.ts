import { formatNumber, formatPlain } from '../wording/format.ts';
import { significant } from '../wording/sentence-numbers.ts';
import { defineFigure } from './define.ts';
import { judgeLift, topWords } from './top-of-list.ts';

export const lift = defineFigure({
  id: 'lift',
  label: 'Lift of the top',
  subject: 'The lift of the top',
  unit: 'score',
  definition:
    'How many times more leads engage at the judged top of the list than among as many leads called at random. Known only where the other leads have outcomes too. Red where the whole 95 % interval lies below the minimum; not judged where no ranking could reach that.',
  section: 'ranking',
  policy: null,
  policyKeys: ['ranking.'],
  coveredByAlert: 'ranking-drop',
  csv: 'lift_at_target',
  metric: { name: 'top_lift', help: 'Engaged share of the judged top over that of all leads.' },
  rows: 'lead',
  read: ({ ranking }) => {
    const { status, estimate, n, reason } = judgeLift(ranking);
    return {
      value: estimate?.value ?? null,
      status,
      range: null,
      n,
      interval: estimate?.interval ?? null,
      reason,
      action:
        status === 'red' ? 'The list hardly sorts leads: find what the scores miss, and retrain.' : null,
    };
  },
  range: ({ value }, { ranking }) =>
    value === null || ranking === undefined ? null : `at least ${formatPlain(ranking.limits.minimumLift)}`,
  basis: ({ value, n, interval }, { ranking }) =>
    value === null || ranking === undefined
      ? null
      : `${topWords(ranking.limits.k)}, ${n} leads${interval === null ? '' : `; 95 % interval ${formatNumber(interval[0])}–${formatNumber(interval[1])}`}`,
  limits: (_, { ranking }) => ({ min: ranking?.limits.minimumLift ?? null, max: null }),
  reason: ({ value }, { ranking }) =>
    `The ${topWords(ranking?.limits.k ?? 0.1)} hold ${significant(value ?? 0)} times as many engaged leads as chance, surely below ${significant(ranking?.limits.minimumLift ?? 0)}.`,
});
