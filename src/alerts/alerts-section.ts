import { percent, plural, significant } from '../metrics/figures.ts';
import { actualInWords } from '../metrics/outcomes.ts';
import type { MetricsContext } from '../metrics/window.ts';
import type { HealthObservation, Observations } from '../report/observations.ts';
import type { Report } from '../report/schema/report.ts';
import { type AlertId, SEVERITIES } from '../settings/policy-schema.ts';
import { calendarMonths } from '../wording/time.ts';
import { apiDown } from './api-down.ts';
import { windowedAlert } from './windowed-alert.ts';

type Alert = Report['alerts'][number];
/** What an alert's rule finds; owner, severity and action come from the policy. */
export type AlertFinding = Pick<Alert, 'status' | 'value' | 'explanation' | 'episodes'>;

export interface AlertInputs {
  readonly health: HealthObservation;
  readonly healthLog: Observations['healthLog'];
  readonly drift: Report['drift'];
  readonly predictionDrift: Report['predictionDrift'];
  readonly outcomes: Report['outcomes'];
  readonly scores: Report['scores'];
  readonly model: Report['model'];
}

const TITLES: Readonly<Record<AlertId, { title: string; unit: string }>> = {
  'api-down': { title: 'API down', unit: 'failed health checks' },
  'high-error-rate': { title: 'High error rate', unit: 'share of requests' },
  'slow-inference': { title: 'Slow inference', unit: 'ms at p95' },
  'data-drift': { title: 'Data drift', unit: 'share of features' },
  'prediction-drift': { title: 'Prediction drift', unit: 'p-value' },
  'model-age': { title: 'Model age', unit: 'months' },
  'low-engagement': { title: 'Low engagement', unit: 'share of leads' },
};

/** The guide's seven alerts, most severe first. (Guide 5) */
export async function alertsSection(context: MetricsContext, inputs: AlertInputs): Promise<Report['alerts']> {
  const [down, errors, slow] = await Promise.all([
    apiDown(context, inputs.health, inputs.healthLog),
    windowedAlert(context, 'high-error-rate'),
    windowedAlert(context, 'slow-inference'),
  ]);
  const findings: Readonly<Record<AlertId, AlertFinding>> = {
    'api-down': down,
    'high-error-rate': errors,
    'slow-inference': slow,
    'data-drift': dataDrift(context, inputs),
    'prediction-drift': predictionDrift(context, inputs),
    'model-age': modelAge(context, inputs),
    'low-engagement': lowEngagement(context, inputs),
  };
  const ids = Object.keys(TITLES) as AlertId[];
  return ids
    .map((id): Alert => {
      const { severity, owner, action, threshold } = context.policy.alerts[id];
      return { id, ...TITLES[id], severity, owner, threshold, action, ...findings[id] };
    })
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

const unknown = (explanation: string): AlertFinding => ({
  status: 'unknown',
  value: null,
  explanation,
  episodes: [],
});

const judged = (firing: boolean, value: number, explanation: string): AlertFinding => ({
  status: firing ? 'firing' : 'ok',
  value,
  explanation,
  episodes: [],
});

function dataDrift({ policy }: MetricsContext, { drift }: AlertInputs): AlertFinding {
  if (drift.share === null) return unknown(drift.reason ?? 'No feature could be tested.');
  const { threshold } = policy.alerts['data-drift'];
  const explanation = `${drift.drifted} of ${plural(drift.tested, 'tested feature')} drifted in the report’s window (${percent(drift.share)}); fires from ${percent(threshold)}.`;
  return judged(drift.share >= threshold, drift.share, explanation);
}

function predictionDrift({ policy }: MetricsContext, { predictionDrift: drift }: AlertInputs): AlertFinding {
  if (drift.p === null) return unknown(drift.reason ?? 'The scores could not be compared.');
  const { threshold } = policy.alerts['prediction-drift'];
  const explanation = `Kolmogorov–Smirnov on the score gives p = ${significant(drift.p)}; fires below ${threshold}.`;
  return judged(drift.p < threshold, drift.p, explanation);
}

function modelAge({ policy, now }: MetricsContext, { model }: AlertInputs): AlertFinding {
  if (model.trainedAt === null) {
    return unknown(`When the model was made is not known. ${model.registry.reason ?? ''}`.trim());
  }
  const months = calendarMonths(Date.parse(model.trainedAt), now);
  const { threshold } = policy.alerts['model-age'];
  const explanation = `The model is ${significant(months)} months old; fires when older than ${threshold} months.`;
  return judged(months > threshold, months, explanation);
}

function lowEngagement({ policy }: MetricsContext, { outcomes, scores }: AlertInputs): AlertFinding {
  const { threshold } = policy.alerts['low-engagement'];
  if (outcomes.actualRate !== null) {
    const { value } = outcomes.actualRate;
    const words = `Actual rate: ${actualInWords(value, outcomes.n)}; fires below ${percent(threshold)}.`;
    return judged(value < threshold, value, words);
  }
  const { value } = scores.engagementRate;
  if (value === null) return unknown(scores.engagementRate.reason ?? 'Nothing was predicted.');
  const words = `Predicted rate (no outcome is known): ${percent(value)} of ${plural(scores.count, 'prediction')} labelled engaged; fires below ${percent(threshold)}.`;
  return judged(value < threshold, value, words);
}
