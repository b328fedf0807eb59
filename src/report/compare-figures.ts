import type { Report } from './schema/report.ts';

export type FigureUnit = 'share' | 'ms' | 'score' | 'count' | 'p';

/** A headline figure of two reports; null where one of them has none. */
export interface FigureChange {
  readonly id: string;
  readonly label: string;
  readonly unit: FigureUnit;
  readonly before: number | null;
  readonly after: number | null;
}

const FIGURES: readonly {
  readonly id: string;
  readonly label: string;
  readonly unit: FigureUnit;
  readonly of: (report: Report) => number | null;
}[] = [
  { id: 'successRate', label: 'Success rate', unit: 'share', of: (r) => r.health.successRate.value },
  { id: 'last24h', label: 'Predictions in 24 h', unit: 'count', of: (r) => r.health.traffic.last24h },
  { id: 'predictions', label: 'Predictions in the window', unit: 'count', of: (r) => r.scores.count },
  { id: 'engagementRate', label: 'Engagement rate', unit: 'share', of: (r) => r.scores.engagementRate.value },
  { id: 'scoreP50', label: 'Score p50', unit: 'score', of: (r) => r.scores.p50.value },
  { id: 'scoreP95', label: 'Score p95', unit: 'score', of: (r) => r.scores.p95.value },
  { id: 'latencyP50', label: 'Inference p50', unit: 'ms', of: (r) => r.latency.p50.value },
  { id: 'latencyP95', label: 'Inference p95', unit: 'ms', of: (r) => r.latency.p95.value },
  { id: 'latencyP99', label: 'Inference p99', unit: 'ms', of: (r) => r.latency.p99.value },
  { id: 'driftShare', label: 'Features drifted', unit: 'share', of: (r) => r.drift.share },
  { id: 'predictionDriftP', label: 'Prediction drift p', unit: 'p', of: (r) => r.predictionDrift.p },
  {
    id: 'actualRate',
    label: 'Actual engagement',
    unit: 'share',
    of: (r) => r.outcomes.actualRate?.value ?? null,
  },
];

/** Every headline figure of two reports side by side; those that neither has are left out. */
export function compareFigures(previous: Report, current: Report): readonly FigureChange[] {
  return FIGURES.map(({ id, label, unit, of }) => ({
    id,
    label,
    unit,
    before: of(previous),
    after: of(current),
  })).filter((figure) => figure.before !== null || figure.after !== null);
}
