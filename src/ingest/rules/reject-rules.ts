import type { EarlyRefusal } from './refused-record.ts';

/**
 * Why a record is refused. `when` is SQL over the record's fields as JSON text (`ts`, `score`, …), the numbers among
 * them (`score_n`, null for anything but a number) and its time `us`; rules are tried in order and the first that holds names the reason. Details never quote a value.
 */
export interface RejectRule {
  readonly code: string;
  readonly field: string | null;
  readonly detail: string;
  readonly when: string;
}

const isString = (json: string): string => `ascii(${json}) = 34`;
const isNested = (json: string): string => `ascii(${json}) in (91, 123)`;

const TIME_RULES: readonly RejectRule[] = [
  {
    code: 'missing-timestamp',
    field: 'timestamp',
    detail: 'there is no timestamp',
    when: 'ts is null',
  },
  {
    code: 'impossible-timestamp',
    field: 'timestamp',
    detail: 'expected an ISO 8601 date and time, in 1970 or later',
    when: 'us is null or us < 0',
  },
];

const latencyRules = (field: string): readonly RejectRule[] => [
  {
    code: 'latency-not-a-number',
    field,
    detail: 'expected a finite number of milliseconds',
    when: 'ms is not null and (ms_n is null or not isfinite(ms_n))',
  },
  {
    code: 'negative-latency',
    field,
    detail: 'a latency below zero',
    when: 'ms_n < 0',
  },
];

/** Refused on the way to the database, see `normalise.ts`. */
const EARLY_RULES: readonly RejectRule[] = (
  [
    ['line-too-long', 'a line longer than a record can be'],
    ['ragged-row', 'as many cells as the header has were expected'],
    ['unpacked-too-large', 'the file unpacks to far more than a log does; the rest of it was not read'],
    ['unreadable', 'the file cannot be read from here on: damaged or cut'],
  ] satisfies readonly [EarlyRefusal, string][]
).map(([code, detail]) => ({ code, field: null, detail, when: `refused = '"${code}"'` }));

export const PREDICTION_RULES: readonly RejectRule[] = [
  ...EARLY_RULES,
  {
    code: 'broken-json',
    field: null,
    detail: 'not a JSON object with any of the fields of a prediction',
    when: 'ts is null and score is null and label is null and ms is null and version is null and input is null',
  },
  ...TIME_RULES,
  { code: 'missing-score', field: 'score', detail: 'there is no score', when: 'score is null' },
  {
    code: 'score-not-a-number',
    field: 'score',
    detail: 'expected a finite number',
    when: 'score_n is null or not isfinite(score_n)',
  },
  {
    code: 'score-out-of-range',
    field: 'score',
    detail: 'expected a score between 0 and 1',
    when: 'score_n not between 0 and 1',
  },
  { code: 'missing-label', field: 'label', detail: 'there is no label', when: 'label is null' },
  {
    code: 'label-not-a-string',
    field: 'label',
    detail: 'expected a string',
    when: `not ${isString('label')}`,
  },
  { code: 'missing-input', field: 'input', detail: 'there is no input', when: 'input is null' },
  {
    code: 'input-not-an-object',
    field: 'input',
    detail: 'expected an object of features',
    when: 'ascii(input) <> 123',
  },
  ...latencyRules('inference_ms'),
  {
    code: 'impossible-model-version',
    field: 'model_version',
    detail: 'expected a string',
    when: `version is not null and ${isNested('version')}`,
  },
];

export const REQUEST_RULES: readonly RejectRule[] = [
  ...EARLY_RULES,
  {
    code: 'broken-json',
    field: null,
    detail: 'not a JSON object with any of the fields of a request',
    when: 'ts is null and endpoint is null and method is null and status is null and ms is null',
  },
  ...TIME_RULES,
  {
    code: 'missing-endpoint',
    field: 'endpoint',
    detail: 'there is no endpoint or path',
    when: 'endpoint is null',
  },
  {
    code: 'endpoint-not-a-string',
    field: 'endpoint',
    detail: 'expected a string',
    when: `not ${isString('endpoint')}`,
  },
  {
    code: 'method-not-a-string',
    field: 'method',
    detail: 'expected a string',
    when: `method is not null and not ${isString('method')}`,
  },
  { code: 'missing-status', field: 'status_code', detail: 'there is no status code', when: 'status is null' },
  {
    code: 'impossible-status',
    field: 'status_code',
    detail: 'expected a whole number from 100 to 599',
    when: 'status_n is null or not (status_n between 100 and 599) or status_n <> floor(status_n)',
  },
  ...latencyRules('response_ms'),
];

/**
 * SQL for the number of the first rule that a record breaks, counted from 1; 0 for a good record. `good` is a cheap
 * condition that only records which break no rule fulfil: nearly all do, and are then asked nothing more.
 */
export function rejectCase(rules: readonly RejectRule[], good: string): string {
  const branches = rules.map((rule, index) => `when ${rule.when} then ${index + 1}`);
  return `(case when ${good} then 0 ${branches.join(' ')} else 0 end)::utinyint`;
}
