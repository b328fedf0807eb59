import type { RunSummary } from '../../report/summary.ts';
import { summaryRows } from '../../report/summary-rows.ts';
import type { ComparableReports } from './compare-summaries.ts';

/** Reports as the compare page takes them, in the order given. */
export function comparableReports(runs: readonly RunSummary[]): ComparableReports {
  const [first] = runs;
  return {
    labels: first === undefined ? [] : summaryRows(first).map(({ id, label }) => ({ id, label })),
    runs: runs.map((run) => ({
      id: run.id,
      generatedAt: run.generatedAt,
      status: run.status,
      values: summaryRows(run).map(({ value }) => value),
      features: run.features.map(({ name, slug, status }) => ({ name, slug, status })),
    })),
  };
}
