import { defineFigure } from './define.ts';
import { shownFigure } from './judge.ts';

export const featuresTested = defineFigure({
  id: 'features-tested',
  label: 'Count of tested features',
  unit: 'count',
  definition: 'Features that could be compared with the reference and count in the share that drifted.',
  section: 'drift',
  policy: null,
  card: false,
  listed: false,
  csv: 'features_tested',
  metric: { name: 'features_tested', help: 'Features that could be tested.' },
  trend: null,
  read: ({ drift }) => shownFigure({ value: drift.tested, n: drift.tested }),
});
