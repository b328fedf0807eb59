import type { EngineOptions } from '../../engine-options.ts';
import type { Source, SourceQuality, TimeRange } from '../../store.ts';

export interface MemoryPrediction {
  /** Epoch milliseconds, UTC; a fraction keeps microseconds. */
  readonly time: number;
  readonly score: number;
  readonly label: string;
  readonly inferenceMs: number | null;
  readonly modelVersion: string | null;
  /** Features as JSON values. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Join keys at the top level of the record; a join key that is not among them is looked for in `input`. */
  readonly keys?: Readonly<Record<string, unknown>>;
}

export interface MemoryRequest {
  /** Epoch milliseconds, UTC. */
  readonly time: number;
  readonly endpoint: string;
  readonly method: string;
  readonly statusCode: number;
  readonly responseMs: number | null;
}

/** Accepted rows of both logs. */
export interface MemoryRows {
  readonly predictions: readonly MemoryPrediction[];
  readonly requests: readonly MemoryRequest[];
}

/** What was found while a log was read, beside its accepted rows. */
export type ReadSummary = Pick<
  SourceQuality,
  'present' | 'location' | 'files' | 'rejected' | 'reasons' | 'notes' | 'fieldsSeen'
>;

/** Of rows that were made in memory. */
export const NOTHING_REFUSED: ReadSummary = {
  present: true,
  location: 'memory',
  files: [],
  rejected: 0,
  reasons: [],
  notes: [],
};

export function qualityOf(
  source: Source,
  rows: MemoryRows,
  read: ReadSummary,
  { now, labelThreshold, positiveLabel }: Required<EngineOptions>,
): SourceQuality {
  const own: readonly { readonly time: number }[] = rows[source];
  const past = own.filter(({ time }) => time <= now);
  const disagreements =
    source === 'requests'
      ? []
      : rows.predictions.filter(({ label, score }) => (label === positiveLabel) !== score > labelThreshold);
  return {
    ...read,
    rows: own.length + read.rejected,
    afterNow: own.length - past.length,
    first: past.reduce<number | null>((least, { time }) => Math.min(least ?? time, time), null),
    last: past.reduce<number | null>((most, { time }) => Math.max(most ?? time, time), null),
    labelDisagreements: disagreements.length,
  };
}

export const inRange = <Row extends { readonly time: number }>(
  rows: readonly Row[],
  { start, end }: TimeRange,
): Row[] => rows.filter(({ time }) => time > start && time <= end);

/** A value as all engines keep it: its number, or anything else as JSON text; both null where it is missing. */
export interface StoredValue {
  readonly number: number | null;
  readonly text: string | null;
}

/** Absent, null and NaN are missing; a number that is not finite is text. */
export function storedValue(value: unknown, textLimit: number): StoredValue {
  if (value === undefined || value === null || Number.isNaN(value)) return { number: null, text: null };
  if (typeof value === 'number') {
    return Number.isFinite(value) ? { number: value + 0, text: null } : { number: null, text: String(value) };
  }
  const json = JSON.stringify(value) ?? 'null';
  return { number: null, text: json.length > textLimit ? `${json.slice(0, textLimit)}…` : json };
}

/** Own keys only: a feature may be called `constructor`. */
export const inputValue = ({ input }: MemoryPrediction, key: string): unknown =>
  Object.hasOwn(input, key) ? input[key] : undefined;
