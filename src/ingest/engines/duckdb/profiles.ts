import type { ColumnProfile, TimeRange } from '../../store.ts';
import type { Database } from './database.ts';
import { type Frequencies, MISSING } from './frequencies.ts';

type Counted = ColumnProfile & { readonly feature: number; readonly present: number };

/** Counts of each input key of a range by kind of value, without keys of which no row has a value. */
export async function productionProfiles(
  db: Database,
  frequencies: Frequencies,
  range: TimeRange,
): Promise<Map<string, ColumnProfile>> {
  const sumOf = (condition: string): string => `coalesce(sum(count) filter (${condition}), 0)`;
  // A number too large for a double is kept as JSON text: it begins with a digit, "-" or the "I" of Infinity.
  const rows = await db.rows<Counted>(`
    select feature::double as feature, sum(count) as rows,
      ${sumOf(MISSING)} as missing,
      ${sumOf('number is not null or ascii(text) in (45, 73, 49, 50, 51, 52, 53, 54, 55, 56, 57)')} as numbers,
      ${sumOf('number = trunc(number)')} as integers,
      ${sumOf('ascii(text) = 34')} as strings,
      ${sumOf("text in ('true', 'false')")} as booleans,
      ${sumOf('ascii(text) in (91, 123)')} as nested,
      (count(*) filter (not ${MISSING}))::double as distinct,
      coalesce(sum(leads) filter (not ${MISSING}), 0) as leads,
      min(number) as min, max(number) as max,
      ${sumOf('number is not null or text is not null')} as present
    from ${await frequencies.all(range)} group by feature`);
  const profiles = new Map<string, ColumnProfile>();
  for (const { feature, present, ...profile } of rows) {
    const key = frequencies.keys[feature];
    if (key !== undefined && present > 0) profiles.set(key, profile);
  }
  return profiles;
}
