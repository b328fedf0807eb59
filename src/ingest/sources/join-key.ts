import { readInput } from '../rules/column-map.ts';
import type { ColumnRules, SampleRecord } from '../rules/resolve-columns.ts';
import { resolveColumns } from '../rules/resolve-columns.ts';

/** A column of the outcomes by which they may be joined with predictions. */
export interface KeyCandidate {
  readonly name: string;
  readonly cells: readonly string[];
}

export interface JoinKey {
  readonly column: string;
  /** Distinct values of the column in the sampled predictions, and how many of them have an outcome. */
  readonly sampled: number;
  readonly matched: number;
}

/** A key names leads: at most this many rows share a value on average, on either side. */
const MAX_ROWS_PER_VALUE = 5;
const MIN_MATCHES = 3;

/**
 * The one column that outcomes and predictions share, whose values name leads and occur on both sides: at the top level of
 * a prediction or in its input, under the same name.
 *
 * @param samples some predictions.
 * @returns null where no column fits, or more than one.
 */
export function findJoinKey(
  candidates: readonly KeyCandidate[],
  samples: readonly SampleRecord[],
  rules: ColumnRules,
): JoinKey | null {
  const columns = resolveColumns('predictions', rules, samples);
  const inputs = samples.map((record) => readInput(record, columns) ?? {});
  const fitting = candidates.flatMap(({ name, cells }): JoinKey[] => {
    const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    const known = new Set(filled);
    const values = samples
      .map((record, i) => textOf(record, name) ?? textOf(inputs[i] ?? {}, name))
      .filter((value) => value !== null);
    const distinct = new Set(values);
    const namesLeads =
      filled.length <= MAX_ROWS_PER_VALUE * known.size && values.length <= MAX_ROWS_PER_VALUE * distinct.size;
    const matched = [...distinct].filter((value) => known.has(value)).length;
    const enough = matched >= Math.min(MIN_MATCHES, known.size, distinct.size) && matched > 0;
    return namesLeads && enough ? [{ column: name, sampled: distinct.size, matched }] : [];
  });
  const [only, ...others] = fitting;
  return only === undefined || others.length > 0 ? null : only;
}

/** A value as outcomes hold it; null where there is none that could name a lead. */
function textOf(record: SampleRecord, name: string): string | null {
  const value = Object.hasOwn(record, name) ? record[name] : null;
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : null;
}
