import { formatCount } from '../wording/format.ts';
import { defineFigure } from './define.ts';

export const traffic = defineFigure({
  id: 'traffic',
  label: 'Predictions, last 24 h',
  subject: 'Traffic',
  unit: 'count',
  definition: 'Predictions logged in the 24 hours before the report. None is red.',
  section: 'health',
  policy: null,
  overview: true,
  csv: 'predictions_24h',
  metric: { name: 'predictions_24h', help: 'Predictions in the last 24 hours.' },
  trend: { chart: { id: 'predictions' } },
  read: ({ health: { traffic: counted } }) => ({
    value: counted.last24h,
    status: counted.status,
    range: null,
    n: counted.last24h ?? 0,
    interval: null,
    reason: counted.reason,
    action: counted.action,
  }),
  range: () => 'healthy above 0',
  basis: (_, { health: { traffic: counted }, inputs: { predictions } }) => {
    if (counted.inWindow === null) return null;
    const left = [
      ...(predictions.rejected > 0 ? [`${formatCount(predictions.rejected)} refused`] : []),
      ...(predictions.afterNow > 0 ? [`${formatCount(predictions.afterNow)} later than the report`] : []),
    ];
    const total = left.length === 0 ? counted.total : predictions.rows;
    const but = left.length === 0 ? '' : `: ${left.join(', ')}`;
    return `${formatCount(counted.inWindow)} in the window, ${formatCount(total)} in the log${but}`;
  },
  reason: ({ reason }) => reason ?? 'No prediction in 24 hours.',
});
