import { breachKey } from '../alerts/rules/sustained.ts';
import type { Status } from './schema/common.ts';
import type { Incident } from './schema/incidents.ts';
import type { OwnFigureName } from './schema/own-figures.ts';
import type { Alert, Report } from './schema/report.ts';

/** Headline figures of one report, for lists, trends and calendars, which do not read the complete report. */
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
  /** By figure id; null where a figure has no value; no entry where the report is older than the figure. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** Names of the team's own figures; none where the report has none. */
  readonly ownFigures: readonly OwnFigureName[];
  /** Ids of the figures outside their range; null where this was not recorded. */
  readonly outside: readonly string[] | null;
  /** Ids of the firing alerts. */
  readonly firing: readonly string[];
  /** Their values; no entry where this was not recorded. */
  readonly firingValues: Readonly<Record<string, number>>;
  /** Ids of the alerts that could not be judged. */
  readonly unjudged: readonly string[];
  /** Rules that are beyond their limit, whether they fire or not (`breachKey`); absent where this was not recorded. */
  readonly breached?: readonly string[];
  /** Its incidents, which the next report goes on with; absent where they were not recorded. */
  readonly incidents?: readonly Incident[];
  /** Test score and effect of each feature, keyed by slug. */
  readonly features: readonly {
    readonly name: string;
    readonly slug: string;
    readonly status: Report['drift']['features'][number]['status'];
    readonly score: number | null;
    readonly effect: number | null;
  }[];
}

const breachesOf = ({ id, status, breach, segments = [] }: Alert): string[] => [
  ...((breach ?? status === 'firing') ? [id] : []),
  ...segments.filter((one) => one.breach).map(({ segment }) => breachKey(id, segment)),
];

/** Extracts the headline figures of a report. */
export function summarize(report: Report): RunSummary {
  const values = Object.entries(report.figures).map(([id, { value }]) => [id, value]);
  const firing = report.alerts.filter(({ status }) => status === 'firing');
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
    figures: Object.fromEntries(values),
    ownFigures: (report.ownFigures ?? []).map(({ id, label, unit }) => ({ id, label, unit })),
    outside: Object.entries(report.figures)
      .filter(([, { status }]) => status === 'yellow' || status === 'red')
      .map(([id]) => id),
    firing: firing.map(({ id }) => id),
    firingValues: Object.fromEntries(
      firing.flatMap(({ id, value }) => (value === null ? [] : [[id, value]])),
    ),
    unjudged: report.alerts.filter(({ status }) => status === 'unknown').map(({ id }) => id),
    breached: report.alerts.flatMap(breachesOf),
    ...(report.incidents === undefined ? {} : { incidents: report.incidents }),
    features: report.drift.features.map((feature) => ({
      name: feature.name,
      slug: feature.slug,
      status: feature.status,
      score: feature.score,
      effect: feature.effect?.value ?? null,
    })),
  };
}
