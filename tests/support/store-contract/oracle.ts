import type { TimeRange } from '../../../src/ingest/store.ts';

/** Reference implementation over plain rows, with which the contract suite compares engines. */

export interface OraclePrediction {
  readonly time: number;
  readonly input: Readonly<Record<string, unknown>>;
  readonly score: number;
  readonly label: string;
  readonly ms: number | null;
  readonly version: string | null;
}

export interface OracleRequest {
  readonly time: number;
  readonly endpoint: string;
  readonly method: string;
  readonly status: number;
  readonly ms: number | null;
}

export const within = <Row extends { readonly time: number }>(
  rows: readonly Row[],
  range: TimeRange,
): Row[] => rows.filter(({ time }) => time > range.start && time <= range.end);

/** Of these rows the newest of each lead. */
export function newestOfLeads(rows: readonly OraclePrediction[]): OraclePrediction[] {
  const isLater = (a: OraclePrediction, b: OraclePrediction): boolean =>
    a.time > b.time || (a.time === b.time && a.score > b.score);
  return rows.filter((row) =>
    rows.every((other) => other.input['lead'] !== row.input['lead'] || other === row || isLater(row, other)),
  );
}

/** Type-7 quantile; null of nothing. */
export function quantile(values: readonly number[], p: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  return low + (position - below) * ((sorted[below + 1] ?? low) - low);
}

export const filled = (values: readonly (number | null)[]): number[] => values.filter((v) => v !== null);

export function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}

export function countOf<Value>(values: readonly Value[]): Map<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Counts of both sides over the sorted union of their numbers. */
export function jointNumbers(reference: readonly number[], production: readonly number[]) {
  const values = [...new Set([...reference, ...production])].sort((a, b) => a - b);
  const before = countOf(reference);
  const after = countOf(production);
  return {
    values,
    reference: values.map((v) => before.get(v) ?? 0),
    production: values.map((v) => after.get(v) ?? 0),
  };
}
