import type { ColumnProfile } from '../../store.ts';
import type { Frequencies } from './frequencies.ts';

/** Counts of each input key of a range by kind of value, without keys of which no row has a value. */
export function productionProfiles(
  counted: Frequencies,
  index: ReadonlyMap<string, number>,
): Map<string, ColumnProfile> {
  const profiles = new Map<string, ColumnProfile>();
  const rows = counted.rows.get(0) ?? 0;
  const byFeature = new Map(counted.summaries.map((summary) => [summary.feature, summary]));
  for (const [name, i] of index) {
    const found = byFeature.get(i);
    if (found === undefined || found.present === found.missing) continue;
    const { numbers, integers, strings, booleans, nested, min, max } = found;
    profiles.set(name, {
      rows,
      missing: rows - found.present + found.missing,
      numbers,
      integers,
      strings,
      booleans,
      nested,
      leads: found.leads,
      distinct: found.distinctNumbers + found.distinctTexts,
      min,
      max,
    });
  }
  return profiles;
}
