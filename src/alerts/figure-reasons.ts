import { percent, significant } from '../metrics/figures.ts';
import { ratesDiffer } from '../report/rates-differ.ts';
import type { Status } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import type { JudgedSections } from './judgement.ts';

type Reason = Report['verdict']['reasons'][number];

/** Figures that are red. An empty log has no traffic either, but there the verdict is that nothing is known. */
export function redFigures({ health, drift }: JudgedSections, noData: boolean): Reason[] {
  const { successRate, traffic, api } = health;
  return reasons('red', [
    [api.status === 'red', `The API does not answer /health. ${api.reason ?? ''}`.trim(), 'health'],
    [successRate.status === 'red', successText(successRate), 'health'],
    [traffic.status === 'red' && !noData, traffic.reason ?? 'No prediction in 24 hours.', 'health'],
    [drift.status === 'red', `${drift.drifted} of ${drift.tested} tested features drifted.`, 'drift'],
  ]);
}

/** Figures outside their range. */
export function yellowFigures(report: JudgedSections & Pick<Report, 'alerts'>): Reason[] {
  const { health, scores, latency, predictionDrift, alerts } = report;
  const outside = (status: Status): boolean => status === 'yellow' || status === 'red';
  const ranges = (
    [
      ['Engagement rate', scores.engagementRate],
      ['Median score', scores.p50],
      ['95th percentile of the score', scores.p95],
    ] as const
  ).map(([name, { value, range, status }]): Candidate => {
    const write = name === 'Engagement rate' ? percent : significant;
    if (value === null || range === null) return [false, '', 'scores'];
    const text = `${name} ${write(value)}, outside ${write(range.min)} to ${write(range.max)}.`;
    return [outside(status), text, 'scores'];
  });
  const slow = (['p50', 'p95', 'p99'] as const)
    .filter((name) => outside(latency[name].status))
    .map((name) => `${name} ${significant(latency[name].value ?? 0)} ms (target ${latency[name].target})`);
  const rates = ratesDiffer(report.outcomes);
  const { p, alpha, status } = predictionDrift;
  const alerted = alerts.some((alert) => alert.id === 'prediction-drift' && alert.status === 'firing');
  return reasons('yellow', [
    [health.successRate.status === 'yellow', successText(health.successRate), 'health'],
    ...ranges,
    [slow.length > 0, `Inference is slower than its targets: ${slow.join(', ')}.`, 'latency'],
    [rates !== null, rates ?? '', 'outcomes'],
    [status === 'drifted' && !alerted, `The scores moved: KS p ${significant(p ?? 0)} < ${alpha}.`, 'scores'],
  ]);
}

type Candidate = readonly [is: boolean, text: string, section: string];

const reasons = (status: 'red' | 'yellow', candidates: readonly Candidate[]): Reason[] =>
  candidates.filter(([is]) => is).map(([, text, section]) => ({ status, text, section }));

const successText = ({ value, successes, total }: Report['health']['successRate']): string =>
  `Success rate ${percent(value ?? 0)} (${successes} of ${total}).`;
