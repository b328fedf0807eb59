import type { ReferenceColumn } from '../../sources/tables.ts';
import type { ColumnProfile, FeatureProfile, TimeRange } from '../../store.ts';
import type { Database } from './database.ts';
import { type Frequencies, MISSING } from './frequencies.ts';

/** Every reference column and every input key of the range, sorted by name. */
export async function featureProfiles(
  db: Database,
  frequencies: Frequencies,
  reference: ReadonlyMap<string, ReferenceColumn>,
  range: TimeRange,
): Promise<FeatureProfile[]> {
  const production = await productionProfiles(db, frequencies, range);
  const names = [...new Set([...reference.keys(), ...production.keys()])].sort(byCodeUnit);
  return names.map((name) => {
    const column = reference.get(name);
    return {
      name,
      reference: column === undefined ? null : referenceProfile(column),
      production: production.get(name) ?? null,
    };
  });
}

type Counted = ColumnProfile & { readonly f: number; readonly present: number };

/** Profiles of all keys in one pass over their counted values. */
async function productionProfiles(
  db: Database,
  frequencies: Frequencies,
  range: TimeRange,
): Promise<Map<string, ColumnProfile>> {
  const rows = await db.rows<Counted>(`
    select f::double as f, sum(c) as rows,
      coalesce(sum(c) filter (${MISSING}), 0) as missing,
      coalesce(sum(c) filter (n is not null or ascii(t) in (45, 73, 49, 50, 51, 52, 53, 54, 55, 56, 57)), 0) as numbers,
      coalesce(sum(c) filter (n = trunc(n)), 0) as integers,
      coalesce(sum(c) filter (ascii(t) = 34), 0) as strings,
      coalesce(sum(c) filter (t in ('true', 'false')), 0) as booleans,
      coalesce(sum(c) filter (ascii(t) in (91, 123)), 0) as nested,
      (count(*) filter (not ${MISSING}))::double as distinct,
      min(n) as min, max(n) as max,
      coalesce(sum(c) filter (n is not null or t is not null), 0) as present
    from ${await frequencies.all(range)} group by f`);
  const profiles = new Map<string, ColumnProfile>();
  for (const { f, present, ...profile } of rows) {
    const key = frequencies.keys[f];
    if (key !== undefined && present > 0) profiles.set(key, profile);
  }
  return profiles;
}

function referenceProfile(column: ReferenceColumn): ColumnProfile {
  const profile = { missing: 0, numbers: 0, integers: 0, strings: 0, booleans: 0 };
  const distinct = new Set<number | string>();
  let min = Infinity;
  let max = -Infinity;
  for (const cell of column.cells) {
    if (cell === null) {
      profile.missing++;
      continue;
    }
    distinct.add(cell);
    if (typeof cell === 'number') {
      profile.numbers++;
      if (Number.isInteger(cell)) profile.integers++;
      min = Math.min(min, cell);
      max = Math.max(max, cell);
    } else if (cell === 'true' || cell === 'false') profile.booleans++;
    else profile.strings++;
  }
  const hasNumbers = profile.numbers > 0;
  return {
    rows: column.cells.length,
    ...profile,
    nested: 0,
    distinct: distinct.size,
    min: hasNumbers ? min : null,
    max: hasNumbers ? max : null,
  };
}

const byCodeUnit = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
