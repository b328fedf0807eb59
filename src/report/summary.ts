import type { Status } from './schema/common.ts';
import type { Report } from './schema/report.ts';

/** The headline figures of one report: what lists, trends and calendars show without opening the whole report. */
export interface RunSummary {
  readonly id: string;
  readonly generatedAt: string;
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly status: Status;
  readonly headline: string;
  readonly modelVersion: string | null;
  readonly retrainingRecommended: boolean;
  readonly apiStatus: Status;
  readonly successRate: number | null;
  readonly last24h: number | null;
  readonly predictions: number;
  readonly engagementRate: number | null;
  readonly scoreP50: number | null;
  readonly scoreP95: number | null;
  readonly latencyP50: number | null;
  readonly latencyP95: number | null;
  readonly latencyP99: number | null;
  readonly driftStatus: Status;
  readonly driftShare: number | null;
  readonly drifted: number;
  readonly tested: number;
  readonly predictionDriftP: number | null;
  /** Ids of the alerts that fire. */
  readonly firing: readonly string[];
  /** Test score and effect of each feature, keyed by slug. */
  readonly features: readonly {
    readonly name: string;
    readonly slug: string;
    readonly status: Report['drift']['features'][number]['status'];
    readonly score: number | null;
    readonly effect: number | null;
  }[];
}

/** Reads the headline figures off a report. */
export function summarize(report: Report): RunSummary {
  return {
    id: report.id,
    generatedAt: report.generatedAt,
    windowStart: report.window.start,
    windowEnd: report.window.end,
    status: report.verdict.status,
    headline: report.verdict.headline,
    modelVersion: report.model.loggedVersion,
    retrainingRecommended: report.retraining.recommended,
    apiStatus: report.health.api.status,
    successRate: report.health.successRate.value,
    last24h: report.health.traffic.last24h,
    predictions: report.scores.count,
    engagementRate: report.scores.engagementRate.value,
    scoreP50: report.scores.p50.value,
    scoreP95: report.scores.p95.value,
    latencyP50: report.latency.p50.value,
    latencyP95: report.latency.p95.value,
    latencyP99: report.latency.p99.value,
    driftStatus: report.drift.status,
    driftShare: report.drift.share,
    drifted: report.drift.drifted,
    tested: report.drift.tested,
    predictionDriftP: report.predictionDrift.p,
    firing: report.alerts.filter((alert) => alert.status === 'firing').map((alert) => alert.id),
    features: report.drift.features.map((feature) => ({
      name: feature.name,
      slug: feature.slug,
      status: feature.status,
      score: feature.score,
      effect: feature.effect?.value ?? null,
    })),
  };
}
