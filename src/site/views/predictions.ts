import type { Report } from '../../report/schema/report.ts';

type Row = Report['predictions']['rows'][number];

/**
 * Rows of the predictions table. It shows the newest ones; hidden older rows give the preset score ranges as many rows.
 * Without scripts only the newest rows are visible.
 */
export const visiblePredictions = (
  predictions: Report['predictions'],
  rows: readonly Row[],
): { row: Row; hidden: boolean }[] => rows.map((row, index) => ({ row, hidden: index >= predictions.shown }));

/** Length of a bar that shows a score. */
export const scorePosition = (score: number, width: number): number => Math.round(score * width * 10) / 10;
