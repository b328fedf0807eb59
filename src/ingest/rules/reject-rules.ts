import {
  and,
  type Condition,
  hasTime,
  isBelowZero,
  isBetween,
  isFiniteNumber,
  isMissing,
  isNested,
  isObject,
  isString,
  isWhole,
  not,
  type RecordFields,
  wasRefused,
} from './conditions.ts';
import type { EarlyRefusal } from './refused-records.ts';

/** Why a record is refused. Rules are tried in order; the first that holds names the reason. */
export interface RejectRule {
  readonly code: string;
  /** The field as it is called in the log; null for the record as a whole. */
  readonly field: string | null;
  /** In words; never quotes a value. */
  readonly detail: string;
  readonly when: Condition;
}

const TIME_RULES: readonly RejectRule[] = [
  {
    code: 'missing-timestamp',
    field: 'timestamp',
    detail: 'there is no timestamp',
    when: isMissing('logged_at'),
  },
  {
    code: 'impossible-timestamp',
    field: 'timestamp',
    detail:
      'expected an ISO 8601 date and time, in 1970 or later, or seconds or milliseconds since 1970 (2000 to 2100)',
    when: not(hasTime),
  },
];

const latencyRules = (field: string): readonly RejectRule[] => [
  {
    code: 'latency-not-a-number',
    field,
    detail: 'expected a finite number of milliseconds',
    when: and(not(isMissing('latency')), not(isFiniteNumber('latency'))),
  },
  {
    code: 'negative-latency',
    field,
    detail: 'a latency below zero',
    when: isBelowZero('latency'),
  },
];

/** Refused before the fields were read, see `normalise.ts`. */
const EARLY_RULES: readonly RejectRule[] = (
  [
    ['line-too-long', 'a line longer than a record can be'],
    ['ragged-row', 'as many cells as the header has were expected'],
    ['unpacked-too-large', 'the file unpacks to far more than a log does; the rest of it was not read'],
    ['unreadable', 'the file cannot be read from here on: damaged or cut'],
  ] satisfies readonly [EarlyRefusal, string][]
).map(([code, detail]) => ({ code, field: null, detail, when: wasRefused(code) }));

export const PREDICTION_RULES: readonly RejectRule[] = [
  ...EARLY_RULES,
  {
    code: 'broken-json',
    field: null,
    detail: 'not a JSON object with any of the fields of a prediction',
    when: and(...['logged_at', 'score', 'label', 'latency', 'version', 'input'].map(isMissing)),
  },
  ...TIME_RULES,
  { code: 'missing-score', field: 'score', detail: 'there is no score', when: isMissing('score') },
  {
    code: 'score-not-a-number',
    field: 'score',
    detail: 'expected a finite number',
    when: not(isFiniteNumber('score')),
  },
  {
    code: 'score-out-of-range',
    field: 'score',
    detail: 'expected a score between 0 and 1',
    when: not(isBetween('score', 0, 1)),
  },
  { code: 'missing-label', field: 'label', detail: 'there is no label', when: isMissing('label') },
  { code: 'label-not-a-string', field: 'label', detail: 'expected a string', when: not(isString('label')) },
  { code: 'missing-input', field: 'input', detail: 'there is no input', when: isMissing('input') },
  {
    code: 'input-not-an-object',
    field: 'input',
    detail: 'expected an object of features',
    when: not(isObject('input')),
  },
  ...latencyRules('inference_ms'),
  {
    code: 'impossible-model-version',
    field: 'model_version',
    detail: 'expected a string',
    when: isNested('version'),
  },
];

export const REQUEST_RULES: readonly RejectRule[] = [
  ...EARLY_RULES,
  {
    code: 'broken-json',
    field: null,
    detail: 'not a JSON object with any of the fields of a request',
    when: and(...['logged_at', 'endpoint', 'method', 'status', 'latency'].map(isMissing)),
  },
  ...TIME_RULES,
  {
    code: 'missing-endpoint',
    field: 'endpoint',
    detail: 'there is no endpoint or path',
    when: isMissing('endpoint'),
  },
  {
    code: 'endpoint-not-a-string',
    field: 'endpoint',
    detail: 'expected a string',
    when: not(isString('endpoint')),
  },
  {
    code: 'method-not-a-string',
    field: 'method',
    detail: 'expected a string',
    when: and(not(isMissing('method')), not(isString('method'))),
  },
  {
    code: 'missing-status',
    field: 'status_code',
    detail: 'there is no status code',
    when: isMissing('status'),
  },
  {
    code: 'impossible-status',
    field: 'status_code',
    detail: 'expected a whole number from 100 to 599',
    when: not(and(isBetween('status', 100, 599), isWhole('status'))),
  },
  ...latencyRules('response_ms'),
];

/** Whether a record breaks none of the rules, judged by fewer conditions than the rules have: what nearly all records are. */
export const GOOD_PREDICTION = `refused is null and time_us >= 0 and score_number between 0 and 1 and ascii(label) = 34
  and ascii(input) = 123 and (latency is null or (latency_number >= 0 and isfinite(latency_number)))
  and (version is null or ascii(version) = 34)`;

export const GOOD_REQUEST = `refused is null and time_us >= 0 and ascii(endpoint) = 34
  and (method is null or ascii(method) = 34) and status_number between 100 and 599
  and status_number = floor(status_number)
  and (latency is null or (latency_number >= 0 and isfinite(latency_number)))`;

/**
 * SQL for the number of the first rule that a record breaks, counted from 1; 0 for a good record.
 *
 * @param good a cheap condition that only records which break no rule fulfil.
 */
export function rejectCase(rules: readonly RejectRule[], good: string): string {
  const branches = rules.map((rule, index) => `when ${rule.when.sql} then ${index + 1}`);
  return `(case when ${good} then 0 ${branches.join(' ')} else 0 end)::utinyint`;
}

/** The first rule that a record breaks, without SQL; null for a good record. */
export const brokenRule = (rules: readonly RejectRule[], record: RecordFields): RejectRule | null =>
  rules.find(({ when }) => when.holds(record)) ?? null;
