import { performanceFigure } from './performance-figure.ts';

export const accuracy = performanceFigure({
  id: 'accuracy',
  name: 'accuracy',
  label: 'Realised accuracy',
  definition:
    'The share of leads of the newest window whose outcomes are complete that did what a score on their side of the label’s threshold says. Judged against the baseline by the performance drop, not by a range. The interval is Wilson’s.',
  source: null,
});
