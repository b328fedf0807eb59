import { defineFigure } from './define.ts';
import { shownFigure } from './judge.ts';

export const actualRate = defineFigure({
  id: 'actual-rate',
  label: 'Actual engagement',
  unit: 'share',
  definition:
    'Leads that engaged, as a share of the leads whose outcome is known: of the window where there are enough of them, else up to the time of the report. The interval is Wilson’s.',
  section: 'outcomes',
  policy: null,
  policyKeys: ['outcomes.'],
  card: false,
  csv: 'actual_engagement_rate',
  metric: { name: 'actual_engagement_ratio', help: 'Share of leads with a known outcome that engaged.' },
  rows: 'outcome',
  read: ({ outcomes: { actualRate: rate, n, reason } }) =>
    shownFigure({
      value: rate?.value ?? null,
      n,
      interval: rate?.interval ?? null,
      reason: reason ?? 'No outcome is known.',
    }),
});
