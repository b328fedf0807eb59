import { defineFigure } from './define.ts';
import { judgeRange, type Measured, type Range, rangePolicy } from './judge.ts';

export const engagementRate = defineFigure({
  id: 'engagement-rate',
  label: 'Engagement rate',
  subject: 'The engagement rate',
  unit: 'share',
  definition:
    'Predictions labelled as engaged, as a share of all predictions in the window. The label is the logged one; rows whose label disagrees with the score are counted.',
  section: 'scores',
  policy: rangePolicy(0.15, 0.4),
  policyKeys: ['scores.positiveLabel', 'scores.labelThreshold'],
  overview: true,
  csv: 'engagement_rate',
  metric: { name: 'engagement_ratio', help: 'Share of leads predicted to engage.' },
  read: ({ scores }) => scores.engagementRate,
});

export const judgeEngagement = (measured: Measured, range: Range) =>
  judgeRange(measured, range, {
    below: 'Check targeting and lead quality with the business; compare with the actual engagement rate.',
    above: 'Check that the scores are still calibrated: compare with the actual engagement rate.',
  });
