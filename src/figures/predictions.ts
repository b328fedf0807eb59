import { defineFigure } from './define.ts';
import { shownFigure } from './judge.ts';

export const predictions = defineFigure({
  id: 'predictions',
  label: 'Predictions in the window',
  unit: 'count',
  definition: 'Predictions logged in the report’s window: what scores, latency and drift are computed from.',
  section: 'scores',
  policy: null,
  card: false,
  csv: 'predictions',
  metric: { name: 'predictions', help: 'Predictions in the window.' },
  trend: null,
  read: ({ scores }) => shownFigure({ value: scores.count, n: scores.count }),
});
