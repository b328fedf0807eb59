import type { Feature, Report } from '../../report/schema/report.ts';
import type { SiteData } from '../../report/site-data.ts';

interface FeatureNight {
  readonly id: string;
  readonly status: Feature['status'];
  readonly score: number | null;
  readonly effect: number | null;
  /** Whether that night's features have pages of their own. */
  readonly hasPages: boolean;
}

const SHOWN = 14;

/** A feature in the nights before a report, newest first. */
export function featureHistory(
  data: Pick<SiteData, 'nights' | 'featurePageNights'>,
  report: Report,
  slug: string,
): FeatureNight[] {
  return data.nights
    .map((night, index) => ({ night, hasPages: index < data.featurePageNights }))
    .filter(({ night }) => night.generatedAt < report.generatedAt && night.id !== report.id)
    .flatMap(({ night, hasPages }) => {
      const feature = night.features.find((candidate) => candidate.slug === slug);
      if (feature === undefined) return [];
      return [
        { id: night.id, status: feature.status, score: feature.score, effect: feature.effect, hasPages },
      ];
    })
    .slice(0, SHOWN);
}
