import type { FeatureProfile } from '../../ingest/store.ts';
import type { Feature } from '../../report/schema/report.ts';
import type { CategoricalTable, JointTable, NumericTable } from '../../stats/tables/joint-table.ts';
import { publicName } from '../../wording/public-name.ts';
import { type KRule, shownCount, shownShare } from '../privacy/k-rule.ts';
import { typeChange } from './feature-type.ts';
import { representationChange } from './representation.ts';

type SchemaDrift = Feature['schema'];

/** Categories named as new or vanished. */
const MAX_NAMES = 8;

const NO_CATEGORIES = { count: 0, rows: 0, names: [] as string[] };

/**
 * Schema changes of a feature: kind of values, new or vanished categories, range.
 *
 * @param table joint table with each lead once.
 * @param forms the values as text, where `table` holds them otherwise; null where their form is not compared.
 */
export function schemaDrift(
  profile: FeatureProfile,
  table: JointTable | null,
  mismatched: { reference: number; production: number },
  rule: KRule,
  forms: CategoricalTable | null = table?.kind === 'categorical' ? table : null,
): SchemaDrift {
  const bothSides = profile.reference !== null && profile.production !== null;
  const categories = table?.kind === 'categorical' && bothSides ? table : null;
  const representation = forms === null || !bothSides ? null : representationChange(forms, rule);
  return {
    typeChange: typeChange(profile),
    newCategories: categories === null ? { ...NO_CATEGORIES } : onlyIn(categories, 'production', rule),
    vanishedCategories: categories === null ? { ...NO_CATEGORIES } : onlyIn(categories, 'reference', rule),
    ...(representation === null ? {} : { representation }),
    outOfRangeShare: table?.kind === 'numeric' ? outOfRange(table, rule) : null,
    mismatchedReference: mismatched.reference,
    mismatchedProduction: mismatched.production,
  };
}

/** Categories of one side that fewer than k leads of the other have, most frequent first; named where at least k have them. */
function onlyIn(
  table: CategoricalTable,
  side: 'reference' | 'production',
  rule: KRule,
): SchemaDrift['newCategories'] {
  const own = table[side];
  const other = side === 'reference' ? table.production : table.reference;
  const found = table.categories
    .map((name, row) => ({ name, count: own[row] ?? 0, other: other[row] ?? 0 }))
    .filter(({ count, other }) => count > 0 && (other === 0 || (count >= rule.k && other < rule.k)));
  const named = found.filter((category) => category.count >= rule.k);
  return {
    count: named.length + shownCount(found.length - named.length, rule),
    rows: shownCount(
      found.reduce((sum, category) => sum + category.count, 0),
      rule,
    ),
    names: named
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
      .slice(0, MAX_NAMES)
      .map((category) => publicName(category.name)),
  };
}

/** Share of production's numbers outside the reference's smallest and largest. */
function outOfRange(table: NumericTable, rule: KRule): number | null {
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
  return total === 0 ? null : shownShare(outside, total, rule);
}
