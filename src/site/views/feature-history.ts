import type { Feature, Report } from '../../report/schema/report.ts';
import type { SiteData } from '../../report/site-data.ts';

interface FeatureHistoryRow {
  readonly id: string;
  readonly status: Feature['status'];
  readonly score: number | null;
  readonly effect: number | null;
  /** Whether that report has feature pages. */
  readonly hasPages: boolean;
}

const SHOWN = 14;

/** A feature in the reports older than `report`, newest first. */
export function featureHistory(
  data: Pick<SiteData, 'runs' | 'featurePageReports'>,
  report: Report,
  slug: string,
): FeatureHistoryRow[] {
  return data.runs
    .map((run, index) => ({ run, hasPages: index < data.featurePageReports }))
    .filter(({ run }) => run.generatedAt < report.generatedAt && run.id !== report.id)
    .flatMap(({ run, hasPages }) => {
      const feature = run.features.find((candidate) => candidate.slug === slug);
      if (feature === undefined) return [];
      return [{ id: run.id, status: feature.status, score: feature.score, effect: feature.effect, hasPages }];
    })
    .slice(0, SHOWN);
}
