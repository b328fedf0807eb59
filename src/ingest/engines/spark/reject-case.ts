import { BROKEN_DETAILS, type BrokenKind } from '../../rules/refused-records.ts';
import { PREDICTION_RULES, REQUEST_RULES, type RejectRule } from '../../rules/reject-rules.ts';
import type { Source } from '../../store.ts';
import { literal } from './sql.ts';

const MAX_LINE_BYTES = 8 * 1024 * 1024;

/** The line as JSON of any kind; evaluated only for lines that gave no record. */
const ANY_JSON = `from_json(concat('[', value, ']'), 'array<variant>', map('allowSingleQuotes', 'false'))`;
/** Half a surrogate pair is valid JSON and no valid text. */
const INVALID_TEXT = `not is_valid_utf8(value) or value rlike ${literal(String.raw`\\u[dD][89a-fA-F]`)}`;

/** Kinds of lines without any known field, in the order in which they are tested. */
const BROKEN_WHEN: readonly (readonly [BrokenKind, string])[] = [
  ['invalid-text', `value is not null and (${INVALID_TEXT}) and r is null`],
  ['broken-json', `value is not null and coalesce(size(${ANY_JSON}), 0) <> 1`],
  ['not-an-object', `value is not null and coalesce(ascii(to_json(${ANY_JSON}[0])), 0) <> 123`],
  ['no-known-field', 'true'],
];

export type SparkRule = Omit<RejectRule, 'when'> & { readonly sql: string };

/**
 * The shared reject rules in order, in Spark's SQL. What other engines find out outside of their SQL (lines that are too
 * long, kinds of broken lines) is SQL here.
 */
export function rejectRules(source: Source): readonly SparkRule[] {
  const rules = source === 'predictions' ? PREDICTION_RULES : REQUEST_RULES;
  return rules.flatMap((rule): SparkRule[] => {
    if (rule.code === 'line-too-long') return [{ ...rule, sql: `octet_length(value) > ${MAX_LINE_BYTES}` }];
    if (rule.when.sql.includes('refused =')) return [];
    if (rule.code !== 'broken-json') return [{ ...rule, sql: translate(rule.when.sql) }];
    return BROKEN_WHEN.map(([code, when]) => ({
      code,
      field: null,
      detail: BROKEN_DETAILS[code],
      sql: `(${translate(rule.when.sql)}) and ${when}`,
    }));
  });
}

/** SQL for the number of the first rule that a record breaks, counted from 1; 0 for a good record, −1 for a blank line. */
export function rejectCase(source: Source): string {
  const branches = rejectRules(source).map((rule, index) => `when ${rule.sql} then ${index + 1}`);
  return `cast(case when blank then -1 ${branches.join(' ')} else 0 end as int)`;
}

/** The conditions are plain SQL but for one function that Spark lacks. */
const translate = (sql: string): string =>
  sql.replaceAll(/isfinite\((\w+)\)/g, "(abs($1) < double('Infinity'))");
