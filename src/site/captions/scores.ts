import { labelOf } from '../../figures/registry.ts';
import type { Report } from '../../report/schema/report.ts';
import { formatInterval, formatNumber, formatP, formatPercent, plural } from '../../wording/format.ts';

/** The rate of engaged leads beside the predicted one; null where no outcome is known. */
export function actualRateWords({ actualRate, predictedRate, n }: Report['outcomes']): string | null {
  if (actualRate === null) return null;
  const interval = formatInterval(actualRate.interval, formatPercent);
  const predicted = predictedRate === null ? '' : `, predicted ${formatPercent(predictedRate.value)}`;
  return `${labelOf('actual-rate')} ${formatPercent(actualRate.value)} (${interval}) of ${plural(n, 'lead')}${predicted}.`;
}

/** Caption of the score chart: production compared with the reference. */
export function scoreHistogramCaption(report: Report): string {
  const { scores, predictionDrift } = report;
  const middle = `Half of ${plural(scores.count, 'score')} lie below ${formatNumber(scores.p50.value)}, 95 % below ${formatNumber(scores.p95.value)}.`;
  if (scores.histogram.reference === null) return `${middle} There is no reference to compare them with.`;
  const { status, p, statistic } = predictionDrift;
  if (status === 'drifted')
    return `${middle} They moved away from the reference: largest gap ${formatNumber(statistic)}, p ${formatP(p)}.`;
  if (status === 'stable')
    return `${middle} Against the reference no shift is found: largest gap ${formatNumber(statistic)}, p ${formatP(p)}.`;
  return `${middle} They could not be tested against the reference.`;
}

export function engagementCaption(report: Report): string {
  const { engagementRate, series } = report.scores;
  const { range, value } = engagementRate;
  const overall = `Over the window ${formatPercent(value)} of leads were predicted to engage`;
  if (range === null) return `${overall}.`;
  const outside = series.points.filter(
    ({ count, engaged }) =>
      count > 0 && engaged !== null && (engaged / count < range.min || engaged / count > range.max),
  ).length;
  const healthy = `${formatPercent(range.min)} to ${formatPercent(range.max)}`;
  if (outside === 0) return `${overall}; every interval lay inside the healthy range of ${healthy}.`;
  return `${overall}; ${plural(outside, 'interval')} of ${series.points.length} lay outside the healthy range of ${healthy}.`;
}

export function scoresOverTimeCaption(report: Report): string {
  const medians = report.scores.series.points.flatMap((p) => (p.p50 === null ? [] : [p.p50]));
  if (medians.length < 2) return `The median score is ${formatNumber(report.scores.p50.value)}.`;
  const low = Math.min(...medians);
  const high = Math.max(...medians);
  return `The median score moved between ${formatNumber(low)} and ${formatNumber(high)}, and is ${formatNumber(report.scores.p50.value)} over the whole window.`;
}

export function calibrationCaption(report: Report): string {
  const points = report.performance?.calibration ?? [];
  const off = points.filter((p) => p.predicted < p.interval[0] || p.predicted > p.interval[1]).length;
  const rows = plural(report.performance?.realised?.n ?? 0, 'prediction');
  if (off === 0)
    return `Over ${rows} with a known outcome the scores agree with what happened, within their intervals.`;
  return `Over ${rows} with a known outcome, ${off} of ${plural(points.length, 'group')} engaged at another rate than predicted.`;
}

/** Share of leads with an outcome from the lowest scores to the highest. */
export function labelledCaption({ performance }: Report): string {
  const groups = performance?.labelledByScore ?? [];
  const [first, last] = [groups[0], groups.at(-1)];
  if (performance === undefined || first === undefined || last === undefined) return '';
  if (performance.population === 'all') {
    return 'Outcomes cover at least 80 % of every tenth of the scores: they stand for all leads.';
  }
  const share = ({ n, labelled }: typeof first): string =>
    labelled === null ? 'too few to show' : formatPercent(labelled / n);
  return `Outcomes cover ${share(first)} of the lowest tenth of the scores and ${share(last)} of the highest: what is said of performance is among contacted leads.`;
}
