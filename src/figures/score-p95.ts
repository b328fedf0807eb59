import { defineFigure } from './define.ts';
import { judgeRange, type Measured, type Range, rangePolicy } from './judge.ts';
import { PERCENTILE_SOURCE, SCORE_CHART } from './score-percentiles.ts';

export const scoreP95 = defineFigure({
  id: 'score-p95',
  label: 'Score p95',
  subject: 'The 95th percentile of the score',
  unit: 'score',
  definition: '95 % of the scores in the window lie below it: how sure the model is of its best leads.',
  source: PERCENTILE_SOURCE,
  section: 'scores',
  policy: rangePolicy(0.7, 1),
  csv: 'score_p95',
  metric: { name: 'score', help: 'Quantiles of the score.', labels: { percentile: '0.95' } },
  trend: { chart: SCORE_CHART, series: 'p95', tone: 'second', overlays: () => ({}) },
  read: ({ scores }) => scores.p95,
});

export const judgeHighScore = (measured: Measured, range: Range) =>
  judgeRange(measured, range, {
    below: 'The model is sure of no lead: check the inputs, then consider retraining.',
    above: 'Scores above 1 are impossible: check what writes the log.',
  });
