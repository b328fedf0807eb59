import type { RunSummary } from '../../report/summary.ts';

/** Data of a report for the compare page: formatted figures, and the statuses of its features. */
export interface ComparableReport {
  readonly id: string;
  readonly generatedAt: string;
  readonly status: RunSummary['status'];
  /** Formatted values in the order of `ComparableReports.labels`. */
  readonly values: readonly string[];
  readonly features: readonly Pick<RunSummary['features'][number], 'name' | 'slug' | 'status'>[];
}

export interface ComparableReports {
  readonly labels: readonly { readonly id: string; readonly label: string }[];
  readonly runs: readonly ComparableReport[];
}

interface ComparedFigure {
  readonly id: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** Comparison of two reports: figures, and the features whose status changed. */
export interface ComparedSummaries {
  readonly figures: readonly ComparedFigure[];
  readonly began: readonly string[];
  readonly stopped: readonly string[];
}

/** Has no imports, because the browser script uses it too. */
export function compareSummaries(
  labels: ComparableReports['labels'],
  before: ComparableReport,
  after: ComparableReport,
): ComparedSummaries {
  return {
    figures: labels.map(({ id, label }, i) => ({
      id,
      label,
      before: before.values[i] ?? '',
      after: after.values[i] ?? '',
    })),
    began: driftedOnly(after, before),
    stopped: driftedOnly(before, after),
  };
}

/** Features that drifted in one report and not in the other. */
function driftedOnly(one: ComparableReport, other: ComparableReport): string[] {
  const status = new Map(other.features.map((feature) => [feature.slug, feature.status]));
  return one.features
    .filter((feature) => feature.status === 'drifted' && status.get(feature.slug) === 'stable')
    .map((feature) => feature.name);
}
