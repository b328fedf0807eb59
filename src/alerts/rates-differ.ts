import type { Report } from '../report/schema/report.ts';
import { wilsonInterval } from '../stats/distributions/wilson.ts';
import { percent, plural } from '../wording/sentence-numbers.ts';

type Outcomes = Report['outcomes'];
type Performance = NonNullable<Outcomes['performance']>;

/** Predicted over actual; within these a difference is not worth a word, however many leads show it. */
const MIN_RATIO = 0.8;
const MAX_RATIO = 1.25;

/**
 * Whether far more or fewer leads engage than were predicted to, in words; null where not, or where nothing tells.
 *
 * Matched outcomes are compared on the same leads: the share labelled and the share that engaged, with disjoint 95 %
 * intervals and a ratio that matters, unless the mean score is right, for then only the threshold of the label is not half way. Outcomes that
 * carry no key are compared with all predictions, and only where fewer engaged: those who were contacted are those
 * who were scored high, so that more is what a good model shows.
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
