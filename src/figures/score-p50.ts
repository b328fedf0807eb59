import { defineFigure } from './define.ts';
import { judgeRange, type Measured, type Range, rangePolicy } from './judge.ts';
import { PERCENTILE_SOURCE, SCORE_CHART } from './score-percentiles.ts';

export const scoreP50 = defineFigure({
  id: 'score-p50',
  label: 'Median score',
  subject: 'The median score',
  unit: 'score',
  definition: 'Half of the scores in the window lie below it.',
  source: PERCENTILE_SOURCE,
  section: 'scores',
  policy: rangePolicy(0.3, 0.7),
  csv: 'score_p50',
  metric: { name: 'score', help: 'Quantiles of the score.', labels: { percentile: '0.5' } },
  trend: { chart: SCORE_CHART, series: 'Median', overlays: () => ({}) },
  read: ({ scores }) => scores.p50,
});

export const judgeMedianScore = (measured: Measured, range: Range) =>
  judgeRange(measured, range, {
    below: 'Most leads score low: check for missing features and for a change in targeting.',
    above: 'Most leads score high: check calibration and the mix of leads.',
  });
