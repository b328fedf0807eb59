import type { SiteData } from '../../report/site-data.ts';
import type { RunSummary } from '../../report/summary.ts';

/** Every report that has an address: archived ones, pruned ones, newest first. */
export interface ListedReport {
  readonly summary: RunSummary;
  readonly prunedAt: string | null;
}

export function listedReports(data: Pick<SiteData, 'runs' | 'pruned'>): ListedReport[] {
  return [
    ...data.runs.map((summary) => ({ summary, prunedAt: null })),
    ...data.pruned.map(({ summary, prunedAt }) => ({ summary, prunedAt })),
  ].toSorted((a, b) => b.summary.generatedAt.localeCompare(a.summary.generatedAt));
}

/** Ids of the reports that have a whole page; a simulated report has one too, though it is not archived. */
export function reportIds(data: SiteData): string[] {
  if (data.only !== undefined) return [data.only];
  const ids = new Set([...data.runs, ...data.ahead].map((run) => run.id));
  if (data.current.simulated) ids.add(data.current.id);
  return [...ids];
}

/** A report by id: the current one need not be read from the archive. */
export const reportOf = (data: SiteData, id: string) =>
  data.current.id === id ? data.current : data.read(id);

/** The newest reports have pages of their features, as has the one that a file is made of. */
const reportsWithFeaturePages = ({ runs, only, featurePageReports }: SiteData): readonly RunSummary[] =>
  only === undefined ? runs.slice(0, featurePageReports) : runs.filter((run) => run.id === only);

/** The feature pages of the newest reports. */
export function featurePages(data: SiteData): { params: { id: string; slug: string } }[] {
  return reportsWithFeaturePages(data).flatMap((run) =>
    run.features.map((feature) => ({ params: { id: run.id, slug: feature.slug } })),
  );
}

export const hasFeaturePages = (data: SiteData, id: string): boolean =>
  reportsWithFeaturePages(data).some((run) => run.id === id);

/** The reports before and after a report, by time. */
export function neighbourReports(
  data: SiteData,
  id: string,
): { readonly earlier: RunSummary | null; readonly later: RunSummary | null } {
  const index = data.runs.findIndex((run) => run.id === id);
  if (index === -1) return { earlier: null, later: null };
  return { earlier: data.runs[index + 1] ?? null, later: data.runs[index - 1] ?? null };
}

/** Years with a report, newest first. */
export function archiveYears(data: Pick<SiteData, 'runs' | 'pruned'>): string[] {
  const years = new Set(listedReports(data).map((run) => run.summary.generatedAt.slice(0, 4)));
  return [...years].toSorted().toReversed();
}

/** The year that the archive opens on: the newest with a report, not after the current report's. */
export function newestYear(data: SiteData): string {
  const present = data.current.generatedAt.slice(0, 4);
  return archiveYears(data).find((year) => year <= present) ?? present;
}
