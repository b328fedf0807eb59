import type { Report } from '../report/schema/report.ts';
import { percent, plural } from '../wording/sentence-numbers.ts';

type RateSections = Pick<Report, 'outcomes' | 'performance'>;

/**
 * Ratio of predicted to actual rate; differences within these limits are too small to report even where significant.
 */
const MIN_RATIO = 0.8;
const MAX_RATIO = 1.25;

/**
 * Describes a significant difference of predicted and actual engagement rate; null where there is none or it cannot
 * be tested.
 *
 * Matched outcomes are compared on the same mature leads: their mean score with the share that engaged, unless the baseline
 * shows the same ratio, for then the scores were never probabilities. Outcomes that carry no key are compared with all
 * predictions, and only where fewer engaged: those who were contacted are those who were scored high, so that more is what
 * a good model shows.
 */
export function ratesDiffer({ outcomes, performance }: RateSections): string | null {
  if (performance?.realised) return onSameLeads(performance.realised, performance.baseline);
  const { predictedRate, actualRate, n, joined } = outcomes;
  if (joined > 0 || predictedRate?.interval == null || actualRate?.interval == null) return null;
  if (actualRate.interval[1] >= predictedRate.interval[0]) return null;
  if (!matters(predictedRate.value, actualRate.value)) return null;
  return inWords(predictedRate.value, actualRate.value, plural(n, 'outcome'));
}

type Figures = NonNullable<NonNullable<Report['performance']>['realised']>;

function onSameLeads({ n, positives, rateRatio }: Figures, baseline: Figures | null): string | null {
  if (rateRatio === null || !matters(rateRatio.value, 1)) return null;
  const [low, high] = rateRatio.interval;
  if (low <= 1 && high >= 1) return null;
  const before = baseline?.rateRatio?.interval;
  if (before !== undefined && low <= before[1] && high >= before[0]) return null;
  const actual = positives / n;
  return inWords(rateRatio.value * actual, actual, `the same ${plural(n, 'lead')}`);
}

const matters = (predicted: number, actual: number): boolean =>
  predicted < MIN_RATIO * actual || predicted > MAX_RATIO * actual;

const inWords = (predicted: number, actual: number, of: string): string =>
  `Predicted to engage ${percent(predicted)}, engaged ${percent(actual)} of ${of}.`;
