import type { SiteData } from '../../report/site-data.ts';
import type { RunSummary } from '../../report/summary.ts';

/** An archived or pruned report; `prunedAt` is null for an archived one. */
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

/** Ids of the reports with a complete permalink page, including a simulated current report, which is not archived. */
export function reportIds(data: SiteData): string[] {
  if (data.only !== undefined) return [data.only];
  const ids = new Set([...data.runs, ...data.ahead].map((run) => run.id));
  if (data.current.simulated) ids.add(data.current.id);
  return [...ids];
}

/** A report by id; the current one is not read from the archive. */
export const reportOf = (data: SiteData, id: string) =>
  data.current.id === id ? data.current : data.read(id);

/** The reports with feature pages: the newest ones, or the one of a single-file export. */
const reportsWithFeaturePages = ({ runs, only, featurePageReports }: SiteData): readonly RunSummary[] =>
  only === undefined ? runs.slice(0, featurePageReports) : runs.filter((run) => run.id === only);

/** Route parameters of all feature pages of archived reports. */
export function featurePages(data: SiteData): { params: { id: string; slug: string } }[] {
  return reportsWithFeaturePages(data).flatMap((run) =>
    run.features.map((feature) => ({ params: { id: run.id, slug: feature.slug } })),
  );
}

export const hasFeaturePages = (data: SiteData, id: string): boolean =>
  reportsWithFeaturePages(data).some((run) => run.id === id);

/** The reports before and after a report in time. */
export function neighbourReports(
  data: SiteData,
  id: string,
): { readonly earlier: RunSummary | null; readonly later: RunSummary | null } {
  const index = data.runs.findIndex((run) => run.id === id);
  if (index === -1) return { earlier: null, later: null };
  return { earlier: data.runs[index + 1] ?? null, later: data.runs[index - 1] ?? null };
}

/** Whether no report was made before a report, not even one that was pruned. */
export function isFirstReport(
  { runs, pruned }: Pick<SiteData, 'runs' | 'pruned'>,
  { generatedAt }: Pick<RunSummary, 'generatedAt'>,
): boolean {
  const isBefore = (run: RunSummary): boolean => run.generatedAt < generatedAt;
  return !runs.some(isBefore) && !pruned.some(({ summary }) => isBefore(summary));
}

/** Years with a report, newest first. */
export function archiveYears(data: Pick<SiteData, 'runs' | 'pruned'>): string[] {
  const years = new Set(listedReports(data).map((run) => run.summary.generatedAt.slice(0, 4)));
  return [...years].toSorted().toReversed();
}
