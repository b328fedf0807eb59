import { figureReasons } from '../figures/reasons.ts';
import type { Report } from '../report/schema/report.ts';
import { withSinceDay } from '../wording/since.ts';
import { alertReasons } from './alert-reasons.ts';
import { areaWords, type Coverage, coverageOf } from './coverage.ts';
import { headlineOf } from './headline.ts';
import { inputReasons, noDataReason, unusableLogs } from './input-reasons.ts';
import type { JudgedSections } from './judgement.ts';
import { ratesDiffer } from './rates-differ.ts';
import { retrainingSentence } from './retraining.ts';

type Verdict = Report['verdict'];
type Reason = Verdict['reasons'][number];
/** Input of the verdict. */
export type VerdictInputs = JudgedSections & Pick<Report, 'figures' | 'alerts' | 'retraining' | 'decisions'>;

/**
 * Verdict of a report: status, headline, reasons in order of weight.
 *
 * Red: a model that does not rank leads, a log of which no row can be used, a critical or high alert firing (a
 * performance drop: where the fall is critical); API status, success rate, traffic, drift or input quality red. Yellow:
 * any other alert firing, a figure outside its range, rates of engagement that differ from the predicted, prediction
 * drift, retraining recommended, input quality yellow. Unknown: no production data at all, or none of these and an
 * essential area was not judged. Green: none of these.
 *
 * What the team silenced counts as yellow at most and is listed last.
 *
 * @param essential areas that have to be judged: the policy's `verdict.essential`.
 */
export function verdictOf(
  report: VerdictInputs,
  essential?: readonly Coverage['missing'][number]['area'][],
): Verdict {
  const { inputs } = report;
  const noData = inputs.predictions.last === null && inputs.requests.last === null;
  const unusable = unusableLogs(inputs);
  const red = [
    ...performanceReasons(report, 'red'),
    ...unusable,
    ...alertReasons(report, 'red'),
    ...apiReasons(report),
    // An empty log has no traffic either, but its verdict is Unknown, so traffic is not a reason.
    ...outOfRange(report, 'red', noData ? ['traffic'] : []),
    ...(unusable.length > 0 ? [] : inputReasons(inputs, 'red')),
  ];
  const retraining = retrainingSentence(report.retraining);
  const found: Reason[] = [
    ...red,
    ...alertReasons(report, 'yellow'),
    ...outOfRange(report, 'yellow'),
    ...performanceReasons(report, 'yellow'),
    ...rateReasons(report),
    ...(retraining === null
      ? []
      : [{ id: 'retraining', status: 'yellow' as const, text: retraining, section: 'alerts' }]),
    ...inputReasons(inputs, 'yellow'),
  ];
  const reasons = found.toSorted((a, b) => Number(a.silenced ?? false) - Number(b.silenced ?? false));
  const coverage = coverageOf(report, essential);
  if (noData && red.length === 0) {
    const text = noDataReason(inputs);
    return {
      status: 'unknown',
      headline: text,
      reasons: [{ id: 'coverage', status: 'unknown', text, section: 'health' }, ...reasons],
      coverage,
    };
  }
  if (reasons.length === 0) reasons.push(...notJudged(coverage));
  const status = reasons[0]?.status ?? 'green';
  return { status, headline: headline(reasons, report), reasons, coverage };
}

/** A model that ranks no lead is critical whatever its inputs do. What an open alert says already is not said again. */
function performanceReasons(
  { performance, alerts, generatedAt }: VerdictInputs,
  status: 'red' | 'yellow',
): Reason[] {
  if (performance?.status !== status || performance.reason === null) return [];
  const said = performance.drop.state === 'open' || performance.miscalibration.state === 'open';
  if (status === 'yellow' && said) return [];
  const since = alerts.find(({ id }) => id === 'performance-drop')?.since;
  const text = withSinceDay(`Performance: ${performance.reason}`, since, generatedAt);
  return [{ id: 'performance', status, text, section: 'outcomes' }];
}

/** Left out where the alert on the same outage fires. */
function apiReasons({ health: { api }, alerts }: VerdictInputs): Reason[] {
  const said = alerts.some(({ id, status }) => id === 'api-down' && status === 'firing');
  if (api.status !== 'red' || said) return [];
  const text = `The API does not answer /health. ${api.reason ?? ''}`.trim();
  return [{ id: 'api', status: 'red', text, section: 'health' }];
}

/** Predicted and actual engagement whose intervals do not meet. */
function rateReasons(report: VerdictInputs): Reason[] {
  const text = ratesDiffer(report);
  return text === null ? [] : [{ id: 'rates', status: 'yellow', text, section: 'outcomes' }];
}

/** Reasons from figures outside their range with the given status; those covered by a firing alert are left out. */
function outOfRange(
  report: VerdictInputs,
  status: 'red' | 'yellow',
  without: readonly string[] = [],
): Reason[] {
  const firing = new Set(report.alerts.filter((alert) => alert.status === 'firing').map(({ id }) => id));
  return figureReasons(report, firing)
    .filter((reason) => reason.status === status && !without.includes(reason.id))
    .map(({ id, text, section, silenced }) => ({
      ...{ id, status, text, section },
      ...(silenced ? { silenced } : {}),
    }));
}

/** Reasons for essential areas that were not judged; areas with the same cause share one. */
function notJudged({ missing }: Coverage): Reason[] {
  const causes = Map.groupBy(
    missing.filter((area) => area.essential),
    (area) => area.reason,
  );
  return [...causes].map(([cause, areas]) => ({
    id: 'coverage',
    status: 'unknown',
    text: `Not judged: ${areaWords(areas)}. ${cause}`,
    section: areas[0]?.section ?? 'health',
  }));
}

/** The heaviest reason; every surface says the status and that data are simulated in its own way. */
function headline(
  reasons: readonly Reason[],
  { performance, drift }: Pick<VerdictInputs, 'performance' | 'drift'>,
): string {
  if (reasons.length === 0) {
    return performance?.judgement === 'few'
      ? `Healthy in what can be judged. Performance is not judged yet: ${performance.reason ?? ''}`
      : 'Healthy: no alert fires and every figure is in its range.';
  }
  return headlineOf(reasons, drift);
}
