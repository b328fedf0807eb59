import type { Report } from '../../report/schema/report.ts';

type Row = Report['predictions']['rows'][number];

/**
 * Rows for a table that shows the newest ones until a range is chosen. More are shipped, hidden, so that a preset
 * finds as many: without a script the table is the newest rows.
 */
export const visiblePredictions = (
  predictions: Report['predictions'],
  rows: readonly Row[],
): { row: Row; hidden: boolean }[] => rows.map((row, index) => ({ row, hidden: index >= predictions.shown }));

/** Length of a bar that shows a score. */
export const scorePosition = (score: number, width: number): number => Math.round(score * width * 10) / 10;
