import type { Report } from '../report/schema/report.ts';
import { wilsonInterval } from '../stats/distributions/wilson.ts';
import { percent, plural } from '../wording/sentence-numbers.ts';

type Outcomes = Report['outcomes'];
type Performance = NonNullable<Outcomes['performance']>;

/**
 * Ratio of predicted to actual rate; differences within these limits are too small to report even where significant.
 */
const MIN_RATIO = 0.8;
const MAX_RATIO = 1.25;

/**
 * Describes a significant difference of predicted and actual engagement rate; null where there is none or it cannot
 * be tested.
 *
 * Matched outcomes are compared on the same leads: the share labelled engaged and the share that engaged must have
 * disjoint 95 % intervals and a ratio outside the limits. No difference is reported where the mean score agrees with
 * the actual rate: then the scores are right and only the label's threshold is off. Outcomes without a key are
 * compared with all predictions, and only where fewer engaged: contacted leads are mostly those scored high, so a
 * higher rate is expected of a good model.
 */
export function ratesDiffer({ performance, predictedRate, actualRate, n, joined }: Outcomes): string | null {
  if (performance !== null) return onSameLeads(performance);
  if (joined > 0 || predictedRate?.interval == null || actualRate?.interval == null) return null;
  if (actualRate.interval[1] >= predictedRate.interval[0]) return null;
  if (!matters(predictedRate.value, actualRate.value)) return null;
  return inWords(predictedRate.value, actualRate.value, plural(n, 'outcome'));
}

function onSameLeads({ n, positives, confusion, calibration }: Performance): string | null {
  if (confusion === null) return null;
  const labelled = confusion.tp + confusion.fp;
  const predicted = wilsonInterval(labelled, n);
  const actual = wilsonInterval(positives, n);
  const disjoint = predicted[0] > actual[1] || predicted[1] < actual[0];
  const meanScore = calibration.reduce((sum, bin) => sum + bin.predicted * bin.n, 0) / n;
  const calibrated = meanScore >= actual[0] && meanScore <= actual[1];
  if (!disjoint || calibrated || !matters(labelled, positives)) return null;
  return inWords(labelled / n, positives / n, `the same ${plural(n, 'lead')}`);
}

const matters = (predicted: number, actual: number): boolean =>
  predicted < MIN_RATIO * actual || predicted > MAX_RATIO * actual;

const inWords = (predicted: number, actual: number, of: string): string =>
  `Predicted to engage ${percent(predicted)}, engaged ${percent(actual)} of ${of}.`;
