import type { ColumnsPolicy } from '../../../settings/columns-policy.ts';
import { EPOCH_SECONDS, LOG_FIELDS } from '../../rules/log-fields.ts';
import type { Source } from '../../store.ts';

/** A column of a table or query, with the OID of its type. */
export interface ResultColumn {
  readonly name: string;
  readonly dataTypeID: number;
}

/** SQL that gives a row's time as `timestamptz`, and orders rows by it. */
export interface TimeColumn {
  readonly name: string;
  /** Value to compare with a bound. */
  readonly sql: string;
  /** SQL of a bound, given as the text of a time in UTC. */
  readonly bound: (parameter: string) => string;
}

const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const NUMBERS = [20, 21, 23, 700, 701, 1700];

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The column by which the server leaves out rows of other times: the one that the policy names, else the one that is read as the
 * time by its name. Null where it cannot be told, or holds text: then every row is read.
 */
export function timeColumn(
  source: Source,
  columns: ColumnsPolicy,
  found: readonly ResultColumn[],
): TimeColumn | null {
  const [field] = LOG_FIELDS[source];
  const said = columns[source].timestamp;
  const names =
    said === undefined
      ? [field?.name ?? '', ...(field?.aliases ?? [])]
      : typeof said === 'string'
        ? [said]
        : said;
  // A path into a column is not followed.
  if (said !== undefined && (names.length !== 1 || names[0]?.includes('.') === true)) return null;
  const own = found.filter(({ name }) => name === field?.name && said === undefined);
  const fitting = own.length > 0 ? own : found.filter(({ name }) => names.includes(name));
  const [column] = fitting;
  return column === undefined || fitting.length > 1 ? null : timeSql(column);
}

function timeSql({ name, dataTypeID }: ResultColumn): TimeColumn | null {
  const column = `t.${quoted(name)}`;
  const zoned = (parameter: string): string => `${parameter}::timestamptz`;
  if (dataTypeID === TIMESTAMPTZ) return { name, sql: column, bound: zoned };
  // The session's zone is UTC, as is a time without one in every log.
  if (dataTypeID === TIMESTAMP) return { name, sql: column, bound: (text) => `(${zoned(text)})::timestamp` };
  if (!NUMBERS.includes(dataTypeID)) return null;
  const seconds = `(case when ${column} > ${EPOCH_SECONDS.max} then ${column} / 1000.0 else ${column} end)`;
  return { name, sql: seconds, bound: (text) => `extract(epoch from ${zoned(text)})` };
}
