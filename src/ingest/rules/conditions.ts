/**
 * A condition on the fields of one logged record, for engines that judge records in SQL and for those that do not.
 *
 * In SQL a field is its JSON text, `<field>_number` its number (null for anything but a number), and `time_us` the
 * time in epoch microseconds (null where there is none).
 */
export interface Condition {
  readonly sql: string;
  readonly holds: (record: RecordFields) => boolean;
}

/** Fields of a record as parsed JSON; null where absent or null. */
export interface RecordFields {
  /** Why the record was refused before its fields were read; see `refused-records.ts`. */
  readonly refused: string | null;
  readonly timeUs: number | null;
  readonly values: Readonly<Record<string, unknown>>;
}

const fieldValue = (record: RecordFields, field: string): unknown => record.values[field] ?? null;

export const isMissing = (field: string): Condition => ({
  sql: `${field} is null`,
  holds: (record) => fieldValue(record, field) === null,
});

export const isString = (field: string): Condition => ({
  sql: `ascii(${field}) = 34`,
  holds: (record) => typeof fieldValue(record, field) === 'string',
});

export const isObject = (field: string): Condition => ({
  sql: `ascii(${field}) = 123`,
  holds: (record) => {
    const value = fieldValue(record, field);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  },
});

/** A list or an object. */
export const isNested = (field: string): Condition => ({
  sql: `ascii(${field}) in (91, 123)`,
  holds: (record) => {
    const value = fieldValue(record, field);
    return typeof value === 'object' && value !== null;
  },
});

export const isFiniteNumber = (field: string): Condition => ({
  sql: `${field}_number is not null and isfinite(${field}_number)`,
  holds: (record) => Number.isFinite(fieldValue(record, field)),
});

export const isBetween = (field: string, low: number, high: number): Condition => ({
  sql: `${field}_number between ${low} and ${high}`,
  holds: (record) => {
    const value = fieldValue(record, field);
    return typeof value === 'number' && value >= low && value <= high;
  },
});

export const isBelowZero = (field: string): Condition => ({
  sql: `${field}_number < 0`,
  holds: (record) => {
    const value = fieldValue(record, field);
    return typeof value === 'number' && value < 0;
  },
});

export const isWhole = (field: string): Condition => ({
  sql: `${field}_number = floor(${field}_number)`,
  holds: (record) => Number.isInteger(fieldValue(record, field)),
});

/** A time in 1970 or later. */
export const hasTime: Condition = {
  sql: 'time_us is not null and time_us >= 0',
  holds: ({ timeUs }) => timeUs !== null && timeUs >= 0,
};

export const wasRefused = (code: string): Condition => ({
  sql: `refused = '"${code}"'`,
  holds: ({ refused }) => refused === code,
});

/** Holds where the condition does not; where SQL gives null for the condition, as for an absent field, it holds too. */
export const not = ({ sql, holds }: Condition): Condition => ({
  sql: `not coalesce(${sql}, false)`,
  holds: (record) => !holds(record),
});

export const and = (...all: readonly Condition[]): Condition => ({
  sql: all.map(({ sql }) => `(${sql})`).join(' and '),
  holds: (record) => all.every(({ holds }) => holds(record)),
});
