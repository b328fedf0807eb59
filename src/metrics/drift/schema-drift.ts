import type { FeatureProfile } from '../../ingest/store.ts';
import type { Feature } from '../../report/schema/report.ts';
import type { CategoricalTable, JointTable, NumericTable } from '../../stats/tables/joint-table.ts';
import { publicName } from '../../wording/public-name.ts';
import { typeChange } from './feature-type.ts';

type SchemaDrift = Feature['schema'];

/** Categories named as new or vanished. */
const MAX_NAMES = 8;

const NO_CATEGORIES = { count: 0, rows: 0, names: [] as string[] };

/** Schema changes of a feature: kind of values, new or vanished categories, range. */
export function schemaDrift(
  profile: FeatureProfile,
  table: JointTable | null,
  mismatched: { reference: number; production: number },
  k: number,
): SchemaDrift {
  const bothSides = profile.reference !== null && profile.production !== null;
  const categories = table?.kind === 'categorical' && bothSides ? table : null;
  return {
    typeChange: typeChange(profile),
    newCategories: categories === null ? { ...NO_CATEGORIES } : onlyIn(categories, 'production', k),
    vanishedCategories: categories === null ? { ...NO_CATEGORIES } : onlyIn(categories, 'reference', k),
    outOfRangeShare: table?.kind === 'numeric' ? outOfRange(table) : null,
    mismatchedReference: mismatched.reference,
    mismatchedProduction: mismatched.production,
  };
}

/** Categories that only one side holds, most frequent first; named where at least k rows hold them. */
function onlyIn(
  table: CategoricalTable,
  side: 'reference' | 'production',
  k: number,
): SchemaDrift['newCategories'] {
  const own = table[side];
  const other = side === 'reference' ? table.production : table.reference;
  const found = table.categories
    .map((name, row) => ({ name, count: own[row] ?? 0, other: other[row] ?? 0 }))
    .filter((category) => category.count > 0 && category.other === 0);
  return {
    count: found.length,
    rows: found.reduce((sum, category) => sum + category.count, 0),
    names: found
      .filter((category) => category.count >= k)
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
      .slice(0, MAX_NAMES)
      .map((category) => publicName(category.name)),
  };
}

/** Share of production's numbers outside the reference's smallest and largest. */
function outOfRange(table: NumericTable): number | null {
  const inReference = (i: number): boolean => (table.reference[i] ?? 0) > 0;
  let first = 0;
  let last = table.values.length - 1;
  while (first <= last && !inReference(first)) first++;
  while (last >= first && !inReference(last)) last--;
  if (first > last) return null;
  let total = 0;
  let outside = 0;
  for (let i = 0; i < table.values.length; i++) {
    const count = table.production[i] ?? 0;
    total += count;
    if (i < first || i > last) outside += count;
  }
  return total === 0 ? null : outside / total;
}
