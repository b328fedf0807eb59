import type { SiteData } from '../../report/site-data.ts';
import type { NightSummary } from '../../report/summary.ts';

/** Every night that has an address: archived ones, pruned ones, newest first. */
export interface ArchivedNight {
  readonly summary: NightSummary;
  readonly prunedAt: string | null;
}

export function archivedNights(data: Pick<SiteData, 'nights' | 'pruned'>): ArchivedNight[] {
  return [
    ...data.nights.map((summary) => ({ summary, prunedAt: null })),
    ...data.pruned.map(({ summary, prunedAt }) => ({ summary, prunedAt })),
  ].toSorted((a, b) => b.summary.generatedAt.localeCompare(a.summary.generatedAt));
}

/** Ids of the reports that have a whole page; a simulated report has one too, though it is not archived. */
export function reportIds(data: SiteData): string[] {
  const ids = new Set(data.nights.map((night) => night.id));
  if (data.current.simulated) ids.add(data.current.id);
  return [...ids];
}

/** A report by id: the current one need not be read from the archive. */
export const reportOf = (data: SiteData, id: string) =>
  data.current.id === id ? data.current : data.read(id);

/** The feature pages of the newest nights. */
export function featurePages(data: SiteData): { params: { id: string; slug: string } }[] {
  return data.nights
    .slice(0, data.featurePageNights)
    .flatMap((night) => night.features.map((feature) => ({ params: { id: night.id, slug: feature.slug } })));
}

export const hasFeaturePages = (data: SiteData, id: string): boolean =>
  data.nights.slice(0, data.featurePageNights).some((night) => night.id === id);

/** The nights before and after a report, by time. */
export function neighbourNights(
  data: SiteData,
  id: string,
): { readonly earlier: NightSummary | null; readonly later: NightSummary | null } {
  const index = data.nights.findIndex((night) => night.id === id);
  if (index === -1) return { earlier: null, later: null };
  return { earlier: data.nights[index + 1] ?? null, later: data.nights[index - 1] ?? null };
}

/** Years with a night, newest first. */
export function archiveYears(data: Pick<SiteData, 'nights' | 'pruned'>): string[] {
  const years = new Set(archivedNights(data).map((night) => night.summary.generatedAt.slice(0, 4)));
  return [...years].toSorted().toReversed();
}

/** The year that the archive opens on; the current report's where nothing is archived. */
export const newestYear = (data: SiteData): string =>
  archiveYears(data)[0] ?? data.current.generatedAt.slice(0, 4);
