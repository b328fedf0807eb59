import { byCodeUnit } from '../../ordering.ts';
import type { LeadCount } from '../../store.ts';
import { inputValue, type MemoryPrediction, storedValue } from './rows.ts';

export interface Leads {
  /** Of these rows, all of one range, the newest of each lead, in the given order. */
  newest(rows: readonly MemoryPrediction[]): MemoryPrediction[];
  count(rows: readonly MemoryPrediction[]): LeadCount;
}

/** Who is who: by the first join key, else by the values of the input's keys, of no value each row by itself. */
export function leadsOf(
  predictions: readonly MemoryPrediction[],
  keys: readonly string[],
  joinKeys: readonly string[],
  textLimit: number,
): Leads {
  const [joinKey] = joinKeys;
  const ordered = [...keys].sort(byCodeUnit);
  const lead = new Map(
    predictions.map((row, i) => {
      const key = joinKey === undefined ? null : (row.keys?.[joinKey] ?? inputValue(row, joinKey) ?? null);
      if (key !== null) return [row, JSON.stringify(['key', key])];
      const values = ordered.map((name) => storedValue(inputValue(row, name), textLimit));
      const nothing = values.every(({ number, text }) => number === null && text === null);
      return [row, JSON.stringify(nothing ? ['row', i] : values)];
    }),
  );
  const groups = (rows: readonly MemoryPrediction[]): MemoryPrediction[][] => [
    ...Map.groupBy(rows, (row) => lead.get(row)).values(),
  ];
  return {
    newest(rows) {
      const kept = new Set(groups(rows).map((own) => own.toSorted(oldestFirst).at(-1)));
      return rows.filter((row) => kept.has(row));
    },
    count(rows) {
      const own = groups(rows);
      return { leads: own.length, mostRows: own.reduce((most, { length }) => Math.max(most, length), 0) };
    },
  };
}

const oldestFirst = (a: MemoryPrediction, b: MemoryPrediction): number =>
  a.time - b.time || a.score - b.score || byCodeUnit(a.label, b.label);
