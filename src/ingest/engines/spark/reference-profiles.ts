import type { ReferenceColumn } from '../../sources/tables.ts';
import type { ColumnProfile } from '../../store.ts';

/** What each reference column holds, by kind of cell. */
export const referenceProfiles = (columns: readonly ReferenceColumn[]): Map<string, ColumnProfile> =>
  new Map(columns.map((column) => [column.name, profileOf(column)]));

function profileOf({ cells }: ReferenceColumn): ColumnProfile {
  const numbers = cells.filter((cell) => typeof cell === 'number');
  const texts = cells.filter((cell) => typeof cell === 'string');
  const booleans = texts.filter((cell) => cell === 'true' || cell === 'false').length;
  const sorted = [...numbers].sort((a, b) => a - b);
  return {
    rows: cells.length,
    missing: cells.length - numbers.length - texts.length,
    numbers: numbers.length,
    integers: numbers.filter(Number.isInteger).length,
    strings: texts.length - booleans,
    booleans,
    nested: 0,
    distinct: new Set(cells.filter((cell) => cell !== null)).size,
    min: sorted[0] ?? null,
    max: sorted.at(-1) ?? null,
  };
}
