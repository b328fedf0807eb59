import type { Feature } from '../../report/schema/report.ts';
import type { CategoricalTable } from '../../stats/tables/joint-table.ts';
import { publicName } from '../../wording/public-name.ts';
import { type KRule, shownShare } from '../privacy/k-rule.ts';

type Representation = NonNullable<Feature['schema']['representation']>;

/** Ways to write a value, with the words for one that must not be shown; the first that fits. */
const FORMS = [
  {
    name: 'range',
    shape: /^\s*\d[\d.,]*\s*(?:-|–|to)\s*\d[\d.,]*\s*$|^\s*(?:\d[\d.,]*\s*\+|[<>≤≥]=?\s*\d[\d.,]*)\s*$/,
    words: 'a range',
  },
  { name: 'number', shape: /^\s*[-+]?\d[\d.,]*(?:e[-+]?\d+)?\s*$/i, words: 'a number' },
  { name: 'date', shape: /^\s*\d{4}-\d\d-\d\d/, words: 'a date' },
  { name: 'boolean', shape: /^\s*(?:true|false|yes|no)\s*$/i, words: 'true or false' },
  { name: 'words', shape: /^/, words: 'words' },
] as const;

/** Share of the reference's leads in one form from which it is the form of the feature. */
const ITS_FORM = 0.8;

/**
 * Leads of production whose value is written in a form that the reference does not use: a number where it holds ranges, or
 * a category in other letters or spaces than the reference's. New words among words are new categories, not another form.
 *
 * @param table joint table of the values as text, with each lead once.
 * @returns null where every value is in the reference's form, or the reference has none.
 */
export function representationChange(table: CategoricalTable, rule: KRule): Representation | null {
  const rows = table.categories.map((name, i) => ({
    name,
    reference: table.reference[i] ?? 0,
    production: table.production[i] ?? 0,
    form: formOf(name),
  }));
  const total = sum(rows.map(({ reference }) => reference));
  const produced = sum(rows.map(({ production }) => production));
  const own = FORMS.find(
    ({ name }) =>
      sum(rows.filter(({ form }) => form === name).map(({ reference }) => reference)) >= ITS_FORM * total,
  );
  if (own === undefined || total === 0 || produced === 0) return null;
  const known = new Map(
    rows.filter(({ reference }) => reference >= rule.k).map((row) => [folded(row.name), row]),
  );
  const others = rows.filter(
    ({ name, form, reference, production }) =>
      production > 0 &&
      reference < rule.k &&
      (form === own.name ? own.name === 'words' && known.has(folded(name)) : form !== 'words'),
  );
  const found = sum(others.map(({ production }) => production));
  const share = shownShare(found, produced, rule);
  const most = others.toSorted((a, b) => b.production - a.production)[0];
  if (most === undefined || share === 0) return null;
  const spelt = most.form === own.name ? known.get(folded(most.name)) : undefined;
  const typical =
    spelt ?? rows.filter(({ form }) => form === own.name).toSorted((a, b) => b.reference - a.reference)[0];
  return {
    reference: wordsOf(typical?.name, own.name, (typical?.reference ?? 0) >= rule.k),
    production: wordsOf(most.name, most.form, most.production >= rule.k),
    share,
  };
}

type Form = (typeof FORMS)[number]['name'];

const formOf = (name: string): Form => FORMS.find(({ shape }) => shape.test(name))?.name ?? 'words';

/** Without case, accents' encoding, spaces and punctuation. */
const folded = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '');

/** The value itself where enough leads have it, else what kind of value it is. */
function wordsOf(name: string | undefined, form: Form, shown: boolean): string {
  if (shown && name !== undefined) return publicName(name);
  return FORMS.find((one) => one.name === form)?.words ?? 'words';
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
