import { figureReasons } from '../figures/reasons.ts';
import { percent, plural, significant } from '../metrics/figures.ts';
import { allRefused } from '../metrics/refused-log.ts';
import { areaWords, type Coverage, coverageOf } from '../report/coverage.ts';
import { ratesDiffer } from '../report/rates-differ.ts';
import type { Status } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';

type Verdict = Report['verdict'];
type Reason = Verdict['reasons'][number];
/** Everything that the verdict rests on. */
export type VerdictInputs = Omit<
  Report,
  'schemaVersion' | 'id' | 'generatedAt' | 'software' | 'verdict' | 'policy'
>;

/**
 * One status, one sentence, the reasons in order of weight.
 *
 * Red: a model that does not rank leads, a log of which no row can be used, a critical or high alert firing; API status,
 * success rate, traffic, drift or input quality red. Yellow: any other alert firing, a figure outside its range, rates of
 * engagement that differ from the predicted, prediction drift, retraining recommended, input quality yellow.
 * Unknown: no production data at all, or none of these and an essential area was not judged. Green: none of these.
 */
export function verdictOf(report: VerdictInputs): Verdict {
  const noData = report.inputs.predictions.last === null && report.inputs.requests.last === null;
  const red = [
    ...deadModel(report),
    ...unusableLogs(report),
    ...firingAlerts(report, 'red'),
    ...redSections(report, noData),
  ];
  const yellow = [...firingAlerts(report, 'yellow'), ...yellowSections(report)];
  const reasons = [...red, ...yellow];
  const coverage = coverageOf(report);
  if (noData && red.length === 0) {
    const text = noDataReason(report);
    return {
      status: 'unknown',
      headline: text,
      reasons: [{ status: 'unknown', text, section: 'health' }, ...reasons],
      coverage,
    };
  }
  if (reasons.length === 0) reasons.push(...notJudged(coverage));
  const status = reasons[0]?.status ?? 'green';
  return { status, headline: headline(status, report, reasons), reasons, coverage };
}

/** Essential areas that were not judged, those with the same cause as one reason. */
function notJudged({ missing }: Coverage): Reason[] {
  const causes = Map.groupBy(
    missing.filter((area) => area.essential),
    (area) => area.reason,
  );
  return [...causes].map(([cause, areas]) => ({
    status: 'unknown',
    text: `Not judged: ${areaWords(areas)}. ${cause}`,
    section: areas[0]?.section ?? 'health',
  }));
}

function noDataReason({ inputs }: VerdictInputs): string {
  return inputs.predictions.rows + inputs.requests.rows === 0
    ? 'No production data: the logs hold no row.'
    : 'No production data: the logs hold no usable row up to now.';
}

/** A model that ranks no lead is critical whatever its inputs do. */
function deadModel({ outcomes: { ranking } }: VerdictInputs): Reason[] {
  return ranking?.status === 'chance'
    ? [{ status: 'red', text: `Performance: ${ranking.reason}`, section: 'outcomes' }]
    : [];
}

/** Where no row of a log could be used, whatever else is said follows from that. */
function unusableLogs({ inputs }: VerdictInputs): Reason[] {
  return [inputs.predictions, inputs.requests]
    .filter((log) => log.status === 'red' && allRefused(log))
    .map((log) => ({ status: 'red', text: log.reason ?? 'Every row was refused.', section: 'inputs' }));
}

function firingAlerts({ alerts, drift }: VerdictInputs, weight: 'red' | 'yellow'): Reason[] {
  return (
    alerts
      .filter((alert) => alert.status === 'firing')
      // The red section says it already.
      .filter((alert) => alert.id !== 'data-drift' || drift.status !== 'red')
      .filter(({ severity }) => (severity === 'critical' || severity === 'high') === (weight === 'red'))
      .map((alert) => ({
        status: weight,
        text: `${alert.title}: ${alertValue(alert)}.`,
        section: 'alerts',
      }))
  );
}

function alertValue({ id, value, threshold }: Report['alerts'][number]): string {
  if (value === null) return 'firing';
  const shares = ['high-error-rate', 'data-drift', 'low-engagement'];
  const write = (number: number): string => (shares.includes(id) ? percent(number) : significant(number));
  const words: Readonly<Record<string, string>> = {
    'api-down': `${write(value)} failed health checks, threshold ${write(threshold)}`,
    'high-error-rate': `${write(value)} of answers not 2xx in the newest window, threshold ${write(threshold)}`,
    'slow-inference': `p95 ${write(value)} ms in the newest window, threshold ${write(threshold)} ms`,
    'data-drift': `${write(value)} of features, threshold ${write(threshold)}`,
    'prediction-drift': `p ${write(value)}, threshold ${write(threshold)}`,
    'model-age': `${write(value)} months, threshold ${write(threshold)}`,
    'low-engagement': `${write(value)} engaged, threshold ${write(threshold)}`,
  };
  return words[id] ?? write(value);
}

function redSections(report: VerdictInputs, noData: boolean): Reason[] {
  const { health, inputs } = report;
  const reasons: Reason[] = [];
  const add = (is: boolean, text: string, section: string): void => {
    if (is) reasons.push({ status: 'red', text, section });
  };
  const { api } = health;
  add(api.status === 'red', `The API does not answer /health. ${api.reason ?? ''}`.trim(), 'health');
  for (const { id, text, section } of outOfRange(report, 'red')) {
    // An empty log has no traffic either, but there the verdict is that nothing is known.
    add(id !== 'traffic' || !noData, text, section);
  }
  add(inputs.status === 'red' && unusableLogs(report).length === 0, inputText(inputs, 'red'), 'health');
  return reasons;
}

function yellowSections(report: VerdictInputs): Reason[] {
  const { retraining, inputs } = report;
  const reasons: Reason[] = [];
  const add = (is: boolean, text: string, section: string): void => {
    if (is) reasons.push({ status: 'yellow', text, section });
  };
  for (const { text, section } of outOfRange(report, 'yellow')) add(true, text, section);
  const rates = ratesDiffer(report.outcomes);
  add(rates !== null, rates ?? '', 'outcomes');
  const met = retraining.triggers.filter((trigger) => trigger.status === 'met');
  const titles = met.map((trigger) => trigger.title.charAt(0).toLowerCase() + trigger.title.slice(1));
  add(retraining.recommended, `Retraining is recommended: ${titles.join('; ')}.`, 'alerts');
  add(inputs.status === 'yellow', inputText(inputs, 'yellow'), 'health');
  return reasons;
}

/** What figures outside their range say, red or yellow ones. */
function outOfRange(report: VerdictInputs, status: 'red' | 'yellow') {
  const firing = new Set(report.alerts.filter((alert) => alert.status === 'firing').map(({ id }) => id));
  return figureReasons(report, firing).filter((reason) => reason.status === status);
}

function inputText(inputs: Report['inputs'], status: Status): string {
  const parts = (['predictions', 'requests', 'reference', 'outcomes'] as const)
    .filter((name) => inputs[name].status === status)
    .map((name) => `${inputs[name].rejected} of ${plural(readRows(inputs, name), 'row')} of ${name} refused`);
  return `Input quality: ${parts.join(', ')}.`;
}

/** Refused rows are counted among those read, but not in the reference, whose rows are those that are used. */
function readRows(inputs: Report['inputs'], name: keyof Omit<Report['inputs'], 'status'>): number {
  const { rows, rejected } = inputs[name];
  return name === 'reference' ? rows + rejected : rows;
}

function headline(status: Status, report: VerdictInputs, reasons: readonly Reason[]): string {
  const data = report.simulated ? 'Simulated data. ' : '';
  if (status === 'green') {
    const { ranking } = report.outcomes;
    return ranking?.status === 'few'
      ? `${data}Healthy in what can be judged. Performance is not judged yet: ${ranking.reason}`
      : `${data}Healthy: no alert fires and every figure is in its range.`;
  }
  const first = reasons[0]?.text ?? '';
  const more = reasons.length - 1;
  const rest = more > 0 ? ` And ${more} more ${more === 1 ? 'reason' : 'reasons'}.` : '';
  if (status === 'unknown') return `${data}${first}${rest}`;
  return `${data}${status === 'red' ? 'Act now' : 'Look closer'}: ${first}${rest}`;
}
