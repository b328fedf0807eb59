import { BROKEN_DETAILS, type BrokenKind } from '../../rules/broken-records.ts';
import { PREDICTION_RULES, REQUEST_RULES, type RejectRule } from '../../rules/reject-rules.ts';
import type { Source } from '../../store.ts';
import { literal } from './sql.ts';

const LONGEST_LINE_BYTES = 8 * 1024 * 1024;

/** The line as JSON of any kind; worked out for lines that gave no record only. */
const ANY_JSON = `from_json(concat('[', value, ']'), 'array<variant>', map('allowSingleQuotes', 'false'))`;
/** Half a surrogate pair is JSON by its grammar and no text. */
const INVALID_TEXT = `not is_valid_utf8(value) or value rlike ${literal(String.raw`\\u[dD][89a-fA-F]`)}`;

/** What a line without any field of a record is, in the order of asking. */
const BROKEN_WHEN: readonly (readonly [BrokenKind, string])[] = [
  ['invalid-text', `value is not null and (${INVALID_TEXT}) and r is null`],
  ['broken-json', `value is not null and coalesce(size(${ANY_JSON}), 0) <> 1`],
  ['not-an-object', `value is not null and coalesce(ascii(to_json(${ANY_JSON}[0])), 0) <> 123`],
  ['no-known-field', 'true'],
];

/**
 * The reasons of refusal, in order. They are those of the embedded engine, with what it finds out before and after its
 * SQL (over-long lines, kinds of broken lines) as SQL.
 */
export function rejectRules(source: Source): readonly RejectRule[] {
  const rules = source === 'predictions' ? PREDICTION_RULES : REQUEST_RULES;
  return rules.flatMap((rule) => {
    if (rule.code === 'line-too-long')
      return [{ ...rule, when: `octet_length(value) > ${LONGEST_LINE_BYTES}` }];
    if (rule.when.includes('refused =')) return [];
    if (rule.code !== 'broken-json') return [{ ...rule, when: translate(rule.when) }];
    return BROKEN_WHEN.map(([code, when]) => ({
      code,
      field: null,
      detail: BROKEN_DETAILS[code],
      when: `(${translate(rule.when)}) and ${when}`,
    }));
  });
}

/** SQL for the number of the first rule that a record breaks, counted from 1; 0 for a good record, −1 for a blank line. */
export function rejectCase(source: Source): string {
  const branches = rejectRules(source).map((rule, index) => `when ${rule.when} then ${index + 1}`);
  return `cast(case when blank then -1 ${branches.join(' ')} else 0 end as int)`;
}

/** The rules are plain SQL but for one function that Spark lacks. */
const translate = (sql: string): string =>
  sql.replaceAll(/isfinite\((\w+)\)/g, "(abs($1) < double('Infinity'))");
