import { performanceFigure } from './performance-figure.ts';

export const rocAuc = performanceFigure({
  id: 'roc-auc',
  name: 'rocAuc',
  label: 'Realised ROC AUC',
  definition:
    'How often a lead that engaged was scored above one that did not, of the newest window whose outcomes are complete; 0.5 is chance. Judged against the baseline by the performance drop, not by a range. The interval is DeLong’s.',
  source: 'DeLong, DeLong and Clarke-Pearson (1988)',
});
