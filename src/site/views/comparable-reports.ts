import type { RunSummary } from '../../report/summary.ts';
import { summaryRows } from '../../report/summary-rows.ts';
import type { ComparableReports } from './compare-summaries.ts';

/** Converts reports for the compare page; keeps the order. */
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
