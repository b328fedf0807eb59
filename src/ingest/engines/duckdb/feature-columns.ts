import type { KeyBounds } from '../../rules/choose-keys.ts';
import { isJsonNumber, literals, pointer, quoted } from './sql.ts';

/** Options of reading predictions. */
export interface PredictionOptions extends KeyBounds {
  /** Longest text kept of one value, in characters. */
  readonly textLimit: number;
  /** Keys that outcomes are joined by. */
  readonly joinKeys: readonly string[];
  /** From this size on `input` is read by a struct; see `extractFromStruct`. */
  readonly largeBytes: number;
}

/** A feature and the kind of value that samples of the log showed for it. */
export interface FeatureColumn {
  readonly key: string;
  /** Its column holds doubles; else JSON texts. */
  readonly numeric: boolean;
}

/** Makes SQL that extracts features from `input`, for one kind of source; see `extractFromJson`, `extractFromStruct`. */
export type ExtractFeatures = (
  source: string,
  features: readonly FeatureColumn[],
  topKeys: readonly string[],
  options: PredictionOptions,
) => string;

const BASE = 'file, broken_rule, time_us, score, label, latency_ms, version';

/**
 * SQL of the rows of `source` with the features of `input` (JSON text) in `value<i>` and `other_values`, see
 * `typedFeatures`. A row that holds more than the given keys keeps its whole input in `unread_input`.
 */
export const extractFromJson: ExtractFeatures = (source, features, topKeys, options) => {
  const keys = features.map(({ key }) => key);
  const inInput = options.joinKeys.map((_, j) => `extracted[${keys.length + j + 1}]`);
  const texts = keys.map((_, i) => `, extracted[${i + 1}] as json${i}`).join('');
  const top = topKeys.map((_, i) => `, top${i}`).join('');
  const pointers = literals([...keys, ...options.joinKeys].map(pointer));
  const rows = `
    select ${BASE}, input${joinValues(inInput, topKeys, options)}${texts}
    from (select ${BASE}, input${top}, json_extract(input, ${pointers}::varchar[])::varchar[] as extracted from ${source})`;
  const unread = `case when input <> '{}' and strlen(input) <> ${lengthOf(keys)} then input end`;
  return typedFeatures(rows, features, unread, options);
};

/**
 * As `extractFromJson`, over a source whose `input` the JSON reader has parsed into the struct `fields`: a third of the
 * work. Keys that the struct does not name are lost, and an input that is no object looks like one without a value: such
 * rows have `unread_input`, and then the log has to be read with `extractFromJson`.
 */
export const extractFromStruct: ExtractFeatures = (source, features, topKeys, options) => {
  const field = (key: string): string => `fields.${quoted(key)}::varchar`;
  const inInput = options.joinKeys.map(field);
  const texts = features.map(({ key }, i) => `, ${field(key)} as json${i}`).join('');
  const rows = `select ${BASE}${joinValues(inInput, topKeys, options)}${texts} from ${source}`;
  const all = features.map((_, i) => `json${i}`).join(', ');
  const unread = `case when broken_rule = 0 and coalesce(${all}, null) is null then '{}' end`;
  return typedFeatures(rows, features, unread, options);
};

/** Type of `input` for the JSON reader; null where the keys cannot be the fields of one struct. */
export function structType(keys: readonly string[]): string | null {
  const names = new Set(keys.map((key) => key.toLowerCase()));
  if (keys.length === 0 || names.size < keys.length || names.has('')) return null;
  return `STRUCT(${keys.map((key) => `${quoted(key)} JSON`).join(', ')})`;
}

/** Join keys as `key<j>`: at the top level of the record, else in its input. */
function joinValues(
  inInput: readonly string[],
  topKeys: readonly string[],
  options: PredictionOptions,
): string {
  return options.joinKeys
    .map((key, j) => {
      const top = topKeys.indexOf(key);
      const value = `nullif(${inInput[j]}, 'null')`;
      return `, ${top < 0 ? value : `coalesce(top${top}, ${value})`} as key${j}`;
    })
    .join('');
}

/**
 * From JSON texts `json<i>` to one column `value<i>` per feature: doubles (−0 as 0) or JSON texts, by what the samples
 * showed. A value of the other kind goes to the list `other_values`, which is null in nearly every row: a second column
 * per feature costs as much as a full one even where it is always null. NaN is missing: pandas writes it for a missing
 * value.
 *
 * Each step names what the next one uses more than once, so that the work is linear in the number of features without
 * the optimizer's search for common subexpressions, which is quadratic in it (`runPlain`).
 */
function typedFeatures(
  rows: string,
  features: readonly FeatureColumn[],
  unreadInput: string,
  { textLimit, joinKeys }: PredictionOptions,
): string {
  const base = `${BASE}${joinKeys.map((_, j) => `, key${j}`).join('')}`;
  const cut = (json: string): string =>
    `case when strlen(${json}) > ${textLimit} then ${json}[:${textLimit}] || '…' else ${json} end`;
  const parsed = features.map(({ numeric }, i) =>
    numeric
      ? `, case when ${isJsonNumber(`json${i}`)} then try_cast(json${i} as double) end as number${i}`
      : `, ${isJsonNumber(`json${i}`)} as is_number${i}`,
  );
  const isMissing = (i: number): string => `json${i} in ('null', 'NaN')`;
  const kept = features.map(({ numeric }, i) =>
    numeric
      ? `, case when isfinite(number${i}) then number${i} + 0 end as value${i},
          case when isfinite(number${i}) or ${isMissing(i)} then null else ${cut(`json${i}`)} end as other${i}`
      : `, case when is_number${i} or ${isMissing(i)} then null else ${cut(`json${i}`)} end as value${i},
          case when is_number${i} then json${i} end as other${i}`,
  );
  const others = features.map((_, i) => `other${i}`).join(', ');
  const otherValues =
    features.length === 0 ? 'null' : `case when coalesce(${others}, null) is not null then [${others}] end`;
  return `
    select ${base}${features.map((_, i) => `, value${i}`).join('')}, (${otherValues})::varchar[] as other_values,
      unread_input
    from (select ${base}${kept.join('')}, ${unreadInput} as unread_input
      from (select *${parsed.join('')} from (${rows})))`;
}

/** A feature in the table of predictions: SQL of its two columns, null for an empty one. */
export interface FeatureSql {
  readonly key: string;
  /** Its numbers. */
  readonly number: string | null;
  /** Its other values as JSON text: the first character tells their kind, so that "12" is never taken for 12. */
  readonly text: string | null;
}

/** The two columns of a feature as all queries read them, out of `value<i>` and `other_values`. An infinity is text. */
export function featureSql({ key, numeric }: FeatureColumn, i: number, hasOthers: boolean): FeatureSql {
  const other = `other_values[${i + 1}]`;
  const number = `try_cast(${other} as double)`;
  if (numeric) return { key, number: `value${i}`, text: hasOthers ? other : null };
  if (!hasOthers) return { key, number: null, text: `value${i}` };
  return {
    key,
    number: `case when isfinite(${number}) then ${number} + 0 end`,
    text: `coalesce(value${i}, case when not isfinite(${number}) then ${other} end)`,
  };
}

/**
 * SQL for the length of `input` if it held no key but these: a brace, and for each key that is there its JSON text, a
 * colon, the value's JSON text, and a comma or the closing brace. Both texts come from one writer, without spaces.
 */
function lengthOf(keys: readonly string[]): string {
  const terms = keys.map(
    (key, i) => `coalesce(strlen(json${i}) + ${Buffer.byteLength(JSON.stringify(key)) + 2}, 0)`,
  );
  return `1 + ${balancedSum(terms)}`;
}

/** A sum as a balanced tree: a chain of a thousand terms is deeper than the parser allows. */
function balancedSum(terms: readonly string[]): string {
  if (terms.length <= 2) return terms.length === 0 ? '0' : `(${terms.join(' + ')})`;
  const middle = terms.length >> 1;
  return `(${balancedSum(terms.slice(0, middle))} + ${balancedSum(terms.slice(middle))})`;
}
