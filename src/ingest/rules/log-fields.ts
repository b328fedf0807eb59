import { parseTimestamp } from '../sources/timestamp.ts';
import type { Source } from '../store.ts';

/**
 * The fields of a logged record: the one declaration of their names, of the other names by which they are recognised,
 * and of the values that they can have.
 */
export interface LogField {
  readonly name: string;
  /** In words, for messages. */
  readonly meaning: string;
  /** A further name that is always read, row by row, where the field's own is absent. */
  readonly secondName?: string;
  /** Names that are read where samples of the log show them in place of the field. */
  readonly aliases: readonly string[];
  /** Words in the names that other systems give to a required field, the most likely first: they tell what could be meant. */
  readonly words?: readonly string[];
  /** Whether a value can be this field's: decides between aliases. */
  readonly fits: (value: unknown) => boolean;
  /** Without it a record is refused. */
  readonly required: boolean;
  /** A CSV cell of it is text even where it looks like a number. */
  readonly text: boolean;
}

/** 2000 to 2100; the same range in milliseconds does not overlap it. */
export const EPOCH_SECONDS = { min: 946_684_800, max: 4_102_444_800 } as const;

/** Epoch microseconds of a number of seconds or milliseconds since 1970, told apart by magnitude; null out of both ranges. */
export function epochMicroseconds(value: number): number | null {
  const { min, max } = EPOCH_SECONDS;
  if (value >= min && value <= max) return Math.round(value * 1_000_000);
  return value >= min * 1000 && value <= max * 1000 ? Math.round(value * 1000) : null;
}

/** Epoch microseconds of a logged time: an ISO 8601 date and time, or a number since 1970. A bare date is none. */
export function microsecondsOf(value: unknown): number | null {
  if (typeof value === 'number') return epochMicroseconds(value);
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}[Tt ]/.test(value)) return null;
  const ms = parseTimestamp(value);
  return ms === null ? null : Math.round(ms * 1000);
}

const isTime = (value: unknown): boolean => microsecondsOf(value) !== null;
const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isDuration = (value: unknown): boolean =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isStatus = (value: unknown): boolean => Number.isInteger(value) && isBetween(Number(value), 100, 599);
const isBetween = (value: number, low: number, high: number): boolean => value >= low && value <= high;
const isAddress = (value: unknown): boolean =>
  typeof value === 'string' && /^(\/|[a-z]+:\/\/)/i.test(value.trim());
const isFeatures = (value: unknown): boolean => featuresOf(value) !== null;

/** The features in a value of `input`: an object, or the text of one. Null for anything else. */
export function featuresOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value === 'string' && value.trimStart().startsWith('{')) return featuresOf(parsed(value));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return value as Readonly<Record<string, unknown>>;
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? null : value;
  } catch {
    return null;
  }
}

const TIME: LogField = {
  name: 'timestamp',
  meaning: 'the time',
  aliases: [
    'created_at',
    'createdAt',
    'ts',
    'time',
    'datetime',
    'date_time',
    'logged_at',
    'predicted_at',
    'requested_at',
    'event_time',
    '@timestamp',
  ],
  words: ['timestamp', 'time', 'ts', 'datetime', 'date', 'created'],
  fits: isTime,
  required: true,
  text: true,
};

export const LOG_FIELDS: Readonly<Record<Source, readonly LogField[]>> = {
  predictions: [
    TIME,
    {
      name: 'input',
      meaning: 'the features',
      aliases: ['input_features', 'features', 'inputs', 'model_input', 'feature_values'],
      words: ['input', 'inputs', 'features', 'payload', 'data', 'body'],
      fits: isFeatures,
      required: true,
      text: true,
    },
    {
      name: 'score',
      meaning: 'the score',
      aliases: [
        'predicted_score',
        'prediction_score',
        'probability',
        'predicted_probability',
        'prediction_probability',
        'proba',
        'prob',
        'prediction',
      ],
      words: ['score', 'probability', 'proba', 'prob', 'confidence', 'scores', 'prediction'],
      fits: isShare,
      required: true,
      text: false,
    },
    {
      name: 'label',
      meaning: 'the label',
      aliases: ['predicted_label', 'prediction_label', 'predicted_class', 'prediction'],
      words: ['label', 'class', 'labels', 'prediction', 'predicted', 'category'],
      fits: isText,
      required: true,
      text: true,
    },
    {
      name: 'inference_ms',
      meaning: 'the inference time',
      aliases: [
        'inference_time_ms',
        'inference_latency_ms',
        'prediction_time_ms',
        'latency_ms',
        'duration_ms',
      ],
      fits: isDuration,
      required: false,
      text: false,
    },
    {
      name: 'model_version',
      meaning: 'the model version',
      aliases: ['modelVersion', 'model_ver'],
      fits: isText,
      required: false,
      text: true,
    },
  ],
  requests: [
    TIME,
    {
      name: 'endpoint',
      meaning: 'the endpoint',
      secondName: 'path',
      aliases: ['route', 'url_path', 'request_path', 'uri', 'url'],
      words: ['endpoint', 'path', 'url', 'uri', 'route'],
      fits: isAddress,
      required: true,
      text: true,
    },
    {
      name: 'method',
      meaning: 'the method',
      aliases: ['http_method', 'request_method', 'verb'],
      fits: isText,
      required: false,
      text: true,
    },
    {
      name: 'status_code',
      meaning: 'the status code',
      aliases: ['status', 'http_status', 'statusCode', 'response_status', 'response_code'],
      words: ['status', 'code'],
      fits: isStatus,
      required: true,
      text: false,
    },
    {
      name: 'response_ms',
      meaning: 'the response time',
      secondName: 'response_time_ms',
      aliases: ['duration_ms', 'latency_ms', 'elapsed_ms', 'process_time_ms', 'responseTimeMs'],
      fits: isDuration,
      required: false,
      text: false,
    },
  ],
};

/** Names under which a field is read by default. */
export const ownNames = ({ name, secondName }: LogField): string[] => [
  name,
  ...(secondName === undefined ? [] : [secondName]),
];

/** Every name by which a field is recognised, its own first. */
export const knownNames = (field: LogField): string[] => [...ownNames(field), ...field.aliases];

/** Names under which the fields of a log are read by default, in the order of the fields. */
export const fieldNames = (source: Source): string[] => LOG_FIELDS[source].flatMap(ownNames);

/** Names of either log's fields: columns of a table that are never features. */
export const LOG_COLUMNS: ReadonlySet<string> = new Set([
  ...fieldNames('predictions'),
  ...fieldNames('requests'),
]);

/** A name and its words: `predictedScore`, `model-score`. */
export const wordsOf = (name: string): string[] => [
  name.toLowerCase(),
  ...name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/),
];
