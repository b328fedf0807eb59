import type { PredictionOptions } from './prediction-options.ts';
import { isJsonNumber, literals, pointer, quoted } from './sql.ts';

/** A feature and the kind of value that samples of the log showed for it. */
export interface FeatureColumn {
  readonly key: string;
  /** Its column holds doubles; else JSON texts. */
  readonly numeric: boolean;
}

/** How one kind of source is taken apart; see `fromJson` and `fromStruct`. */
export type TakeApart = (
  source: string,
  features: readonly FeatureColumn[],
  topKeys: readonly string[],
  options: PredictionOptions,
) => string;

const BASE = 'file, bad, us, score, label, ms, version';

/**
 * SQL of the rows of `source` with the features of `input` (JSON text) taken apart into `c<i>` and `odd`, see
 * `typedFeatures`. A row that holds more than the given keys keeps its whole input in `rest`.
 */
export const fromJson: TakeApart = (source, features, topKeys, options) => {
  const keys = features.map(({ key }) => key);
  const inInput = options.joinKeys.map((_, j) => `l[${keys.length + j + 1}]`);
  const texts = keys.map((_, i) => `, l[${i + 1}] as x${i}`).join('');
  const top = topKeys.map((_, i) => `, top${i}`).join('');
  const pointers = literals([...keys, ...options.joinKeys].map(pointer));
  const rows = `
    select ${BASE}, input${joinValues(inInput, topKeys, options)}${texts}
    from (select ${BASE}, input${top}, json_extract(input, ${pointers}::varchar[])::varchar[] as l from ${source})`;
  const rest = `case when input <> '{}' and strlen(input) <> ${lengthOf(keys)} then input end`;
  return typedFeatures(rows, features, rest, options);
};

/**
 * As `fromJson`, over a source whose `input` the reader has taken apart into the struct `fields`: a third of the work.
 * What the struct does not name is lost, and an input that is no object looks like one without a value: such rows
 * have `rest`, and then the log has to be read from JSON.
 */
export const fromStruct: TakeApart = (source, features, topKeys, options) => {
  const field = (key: string): string => `fields.${quoted(key)}::varchar`;
  const inInput = options.joinKeys.map(field);
  const texts = features.map(({ key }, i) => `, ${field(key)} as x${i}`).join('');
  const rows = `select ${BASE}${joinValues(inInput, topKeys, options)}${texts} from ${source}`;
  const all = features.map((_, i) => `x${i}`).join(', ');
  return typedFeatures(
    rows,
    features,
    `case when bad = 0 and coalesce(${all}, null) is null then '{}' end`,
    options,
  );
};

/** Type of `input` for the reader; null where the keys cannot be the fields of one struct. */
export function structType(keys: readonly string[]): string | null {
  const names = new Set(keys.map((key) => key.toLowerCase()));
  if (keys.length === 0 || names.size < keys.length || names.has('')) return null;
  return `STRUCT(${keys.map((key) => `${quoted(key)} JSON`).join(', ')})`;
}

function joinValues(
  inInput: readonly string[],
  topKeys: readonly string[],
  options: PredictionOptions,
): string {
  return options.joinKeys
    .map((key, j) => {
      const top = topKeys.indexOf(key);
      const value = `nullif(${inInput[j]}, 'null')`;
      return `, ${top < 0 ? value : `coalesce(top${top}, ${value})`} as k${j}`;
    })
    .join('');
}

/**
 * From JSON texts `x<i>` to one column `c<i>` per feature: doubles (−0 as 0) or JSON texts, by what the samples showed.
 * A value of the other kind goes to the list `odd`, which nearly every row does without: a second column per feature,
 * though always null, costs as much as a full one. NaN is missing: it is what pandas writes for a missing value.
 *
 * Each step names what the next one uses more than once, so that the work is linear in the number of features without
 * the optimizer's search for common subexpressions, which is quadratic in it (`runPlain`).
 */
function typedFeatures(
  rows: string,
  features: readonly FeatureColumn[],
  rest: string,
  { textLimit, joinKeys }: PredictionOptions,
): string {
  const base = `${BASE}${joinKeys.map((_, j) => `, k${j}`).join('')}`;
  const cut = (x: string): string =>
    `case when strlen(${x}) > ${textLimit} then ${x}[:${textLimit}] || '…' else ${x} end`;
  const tried = features.map(({ numeric }, i) =>
    numeric
      ? `, case when ${isJsonNumber(`x${i}`)} then try_cast(x${i} as double) end as v${i}`
      : `, ${isJsonNumber(`x${i}`)} as v${i}`,
  );
  const kept = features.map(({ numeric }, i) =>
    numeric
      ? `, case when isfinite(v${i}) then v${i} + 0 end as c${i},
          case when isfinite(v${i}) or x${i} in ('null', 'NaN') then null else ${cut(`x${i}`)} end as e${i}`
      : `, case when v${i} or x${i} in ('null', 'NaN') then null else ${cut(`x${i}`)} end as c${i},
          case when v${i} then x${i} end as e${i}`,
  );
  const exceptions = features.map((_, i) => `e${i}`).join(', ');
  const odd =
    features.length === 0
      ? 'null'
      : `case when coalesce(${exceptions}, null) is not null then [${exceptions}] end`;
  return `
    select ${base}${features.map((_, i) => `, c${i}`).join('')}, (${odd})::varchar[] as odd, rest
    from (select ${base}${kept.join('')}, ${rest} as rest from (select *${tried.join('')} from (${rows})))`;
}

/** A feature of the table of predictions: SQL of its two columns, null for one that holds nothing. */
export interface FeatureSql {
  readonly key: string;
  /** Its numbers. */
  readonly n: string | null;
  /** Its other values as JSON text, so that the first character still tells their kind and "12" is never taken for 12. */
  readonly t: string | null;
}

/** The two columns of a feature as everything else reads them, out of `c<i>` and `odd`. An infinity is text. */
export function featureSql({ key, numeric }: FeatureColumn, i: number, hasOdd: boolean): FeatureSql {
  const odd = `odd[${i + 1}]`;
  const value = `try_cast(${odd} as double)`;
  if (numeric) return { key, n: `c${i}`, t: hasOdd ? odd : null };
  if (!hasOdd) return { key, n: null, t: `c${i}` };
  return {
    key,
    n: `case when isfinite(${value}) then ${value} + 0 end`,
    t: `coalesce(c${i}, case when not isfinite(${value}) then ${odd} end)`,
  };
}

/**
 * SQL for the length of `input` if it held no key but these: a brace, and for each key that is there its JSON text, a
 * colon, the value's JSON text, and a comma or the closing brace. Both texts come from one writer, without spaces.
 */
function lengthOf(keys: readonly string[]): string {
  const terms = keys.map(
    (key, i) => `coalesce(strlen(x${i}) + ${Buffer.byteLength(JSON.stringify(key)) + 2}, 0)`,
  );
  return `1 + ${balancedSum(terms)}`;
}

/** A sum as a balanced tree: a chain of a thousand terms is deeper than the parser allows. */
function balancedSum(terms: readonly string[]): string {
  if (terms.length <= 2) return terms.length === 0 ? '0' : `(${terms.join(' + ')})`;
  const middle = terms.length >> 1;
  return `(${balancedSum(terms.slice(0, middle))} + ${balancedSum(terms.slice(middle))})`;
}
