import { NOT_RECORDED } from '../../figures/report-figures.ts';
import type { RunSummary } from '../../report/summary.ts';
import { summaryRows } from '../../report/summary-rows.ts';
import type { ComparableReports } from './compare-summaries.ts';

/**
 * Converts reports for the compare page; keeps the order.
 * @param all every report that may be compared with these, newest first: reports differ in the figures that their team
 *   defined, and all have the same rows. Default the reports themselves.
 */
export function comparableReports(
  runs: readonly RunSummary[],
  all: readonly RunSummary[] = runs,
): ComparableReports {
  const labels = new Map<string, string>();
  const bySet = Map.groupBy(all, ({ ownFigures }) => ownFigures.map(({ id }) => id).join(' '));
  const differing = [...bySet.values()].flatMap(([newest]) => newest ?? []);
  for (const { id, label } of differing.flatMap(summaryRows)) if (!labels.has(id)) labels.set(id, label);
  return {
    labels: [...labels].map(([id, label]) => ({ id, label })),
    runs: runs.map((run) => {
      const values = new Map(summaryRows(run).map(({ id, value }) => [id, value]));
      return {
        id: run.id,
        generatedAt: run.generatedAt,
        status: run.status,
        values: [...labels.keys()].map((id) => values.get(id) ?? NOT_RECORDED),
        features: run.features.map(({ name, slug, status }) => ({ name, slug, status })),
      };
    }),
  };
}
