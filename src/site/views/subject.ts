import { allFigures, type WithOwnFigures } from '../../figures/registry.ts';
import type { Report } from '../../report/schema/report.ts';

/** The alert that has the owner of a figure or of another subject, beside those that cover a figure. */
const ALERT_OF_SUBJECT: Readonly<Record<string, string>> = {
  api: 'api-down',
  performance: 'performance-drop',
  rates: 'miscalibration',
  'success-rate': 'high-error-rate',
  'engagement-rate': 'low-engagement',
  'drift-share': 'data-drift',
  'latency-p50': 'slow-inference',
  'latency-p95': 'slow-inference',
  'latency-p99': 'slow-inference',
};

/** The figure that an alert on something else than a figure of its own is seen in. */
const FIGURE_OF_ALERT: Readonly<Record<string, string>> = {
  'api-down': 'success-rate',
  'high-error-rate': 'success-rate',
  'slow-inference': 'latency-p95',
  'data-drift': 'drift-share',
  'low-engagement': 'engagement-rate',
  miscalibration: 'actual-rate',
};

/** Id of the alert on the same subject as a figure, a reason or a change; the id itself where there is none. */
export const alertOf = (id: string): string =>
  ALERT_OF_SUBJECT[id] ?? allFigures({}).find((figure) => figure.id === id)?.coveredByAlert ?? id;

/** The alert whose owner sees to a subject that no alert is on. */
const OWNING_ALERT: Readonly<Record<string, string>> = {
  'score-p50': 'prediction-drift',
  'score-p95': 'prediction-drift',
  traffic: 'unusual-traffic',
  inputs: 'missing-values',
  retraining: 'performance-drop',
};

/** Who sees to a subject; null where the report does not say. */
export const ownerOf = (id: string, { alerts }: Pick<Report, 'alerts'>): string | null =>
  alerts.find((alert) => alert.id === (OWNING_ALERT[id] ?? alertOf(id)))?.owner ?? null;

/** Id of the figure that shows a subject over the reports; null where there is none. */
export const figureOf = (id: string, report: WithOwnFigures): string | null =>
  FIGURE_OF_ALERT[id] ??
  allFigures(report).find((figure) => figure.id === id || figure.coveredByAlert === id)?.id ??
  null;
