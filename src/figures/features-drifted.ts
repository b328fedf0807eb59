import { countedDrifted } from '../wording/drift-counts.ts';
import { defineFigure } from './define.ts';
import { shownFigure } from './judge.ts';

export const featuresDrifted = defineFigure({
  id: 'features-drifted',
  label: 'Count of drifted features',
  unit: 'count',
  definition: 'Features whose distribution differs from the reference, by the rule that the policy chose.',
  section: 'drift',
  policy: null,
  card: false,
  listed: false,
  csv: 'features_drifted',
  metric: { name: 'features_drifted', help: 'Features that drifted.' },
  trend: null,
  read: ({ drift }) => shownFigure({ value: countedDrifted(drift), n: drift.tested }),
});
