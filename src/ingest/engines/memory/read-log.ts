import path from 'node:path';
import { inputError } from '../../../monitor-error.ts';
import type { EngineOptions } from '../../engine-options.ts';
import { byCodeUnit } from '../../ordering.ts';
import type { RecordFields } from '../../rules/conditions.ts';
import { fileNotes, otherNamesNote } from '../../rules/quality-notes.ts';
import {
  BROKEN_DETAILS,
  classifyBroken,
  type EarlyRefusal,
  REFUSED_KEY,
} from '../../rules/refused-records.ts';
import { brokenRule, PREDICTION_RULES, REQUEST_RULES, type RejectRule } from '../../rules/reject-rules.ts';
import { fieldsSeen } from '../../sources/fields-seen.ts';
import type { LogInput } from '../../sources/log-files.ts';
import { inspectLog, type LogFormat } from '../../sources/log-format.ts';
import { normalisedRecords } from '../../sources/normalise.ts';
import { parseTimestamp } from '../../sources/timestamp.ts';
import type { RejectedSample, Source } from '../../store.ts';
import type { MemoryPrediction, MemoryRequest, ReadSummary } from './rows.ts';

export interface ReadLog<Row> {
  readonly rows: readonly Row[];
  readonly summary: ReadSummary;
}

type JsonObject = Readonly<Record<string, unknown>>;

export async function readPredictions(
  log: LogInput,
  options: Required<EngineOptions>,
): Promise<ReadLog<MemoryPrediction>> {
  const keys = (record: JsonObject) =>
    Object.fromEntries(options.joinKeys.map((key) => [key, record[key] ?? null]));
  return readRecords('predictions', log, options, PREDICTION_RULES, (record) => ({
    fields: {
      logged_at: record['timestamp'],
      score: record['score'],
      label: record['label'],
      latency: record['inference_ms'],
      version: record['model_version'],
      input: record['input'],
    },
    row: (time, { score, label, latency, version, input }) => ({
      time,
      score: Number(score) + 0,
      label: String(label),
      inferenceMs: numberOrNull(latency),
      modelVersion: version === undefined || version === null ? null : String(version),
      input: input as JsonObject,
      keys: keys(record),
    }),
  }));
}

/** Both spellings of the endpoint and of the response time are read. Query strings are cut off: they may hold personal values. */
export async function readRequests(
  log: LogInput,
  options: Required<EngineOptions>,
): Promise<ReadLog<MemoryRequest>> {
  const named = { other: 0, usual: 0 };
  const read = await readRecords('requests', log, options, REQUEST_RULES, (record) => ({
    fields: {
      logged_at: record['timestamp'],
      endpoint: record['endpoint'] ?? record['path'],
      method: record['method'],
      status: record['status_code'],
      latency: record['response_ms'] ?? record['response_time_ms'],
    },
    row: (time, { endpoint, method, status, latency }) => {
      named[(record['endpoint'] ?? null) === null ? 'other' : 'usual']++;
      return {
        time,
        endpoint: (String(endpoint).split(/[?#]/, 1)[0] ?? '').slice(0, 200),
        method: String(method ?? '').toUpperCase(),
        statusCode: Number(status),
        responseMs: numberOrNull(latency),
      };
    },
  }));
  const note = otherNamesNote(named.other, named.usual);
  const notes = note === null ? read.summary.notes : [...read.summary.notes, note];
  return { rows: read.rows, summary: { ...read.summary, notes } };
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value + 0 : null);

/** How a record becomes a row: its fields under the names that the rules use, and the row made of good ones. */
type Shape<Row> = (record: JsonObject) => {
  readonly fields: JsonObject;
  readonly row: (time: number, fields: JsonObject) => Row;
};

async function readRecords<Row>(
  source: Source,
  log: LogInput,
  { samples }: Required<EngineOptions>,
  rules: readonly RejectRule[],
  shape: Shape<Row>,
): Promise<ReadLog<Row>> {
  const formats = await Promise.all((log.present ? [...log.files] : []).sort(byCodeUnit).map(inspectLog));
  const rows: Row[] = [];
  const notes: string[] = [];
  const refused = new Refusals(samples);
  for (const format of formats) {
    if (format.content === 'parquet') throw parquetUnsupported(format);
    let stopped: EarlyRefusal | null = null;
    for await (const { text, line } of normalisedRecords(format)) {
      const record = parseObject(text) ?? {};
      const { fields, row } = shape(record);
      const timeUs = microsecondsOf(fields['logged_at']);
      const early = (record[REFUSED_KEY] as EarlyRefusal | undefined) ?? null;
      if (line === null) stopped = early;
      const judged: RecordFields = { refused: early, timeUs, values: fields };
      const rule = hasLoneSurrogate(text) ? BROKEN_TEXT : brokenRule(rules, judged);
      if (rule === null) rows.push(row((timeUs ?? 0) / 1000, fields));
      else refused.add(format, line, rule.code === 'broken-json' ? brokenKind(source, text) : rule);
    }
    notes.push(...fileNotes(format, stopped));
  }
  const summary = {
    present: log.present,
    location: log.location,
    files: formats.map(({ file }) => path.basename(file)),
    rejected: refused.total,
    reasons: refused.reasons(),
    notes,
    ...(refused.total > 0 && rows.length === 0 ? { fieldsSeen: fieldsSeen(formats) } : {}),
  };
  return { rows, summary };
}

type Reason = Pick<RejectRule, 'code' | 'field' | 'detail'>;

/** Refused records by reason, with the first few of each. */
class Refusals {
  total = 0;
  readonly #samples: number;
  readonly #groups = new Map<string, { count: number; samples: RejectedSample[] }>();

  constructor(samples: number) {
    this.#samples = samples;
  }

  add({ file }: LogFormat, line: number | null, { code, field, detail }: Reason): void {
    const group = this.#groups.get(code) ?? { count: 0, samples: [] };
    this.#groups.set(code, group);
    this.total++;
    group.count++;
    if (line !== null && group.samples.length < this.#samples) {
      group.samples.push({ file: path.basename(file), line, field, detail });
    }
  }

  reasons() {
    return [...this.#groups]
      .map(([code, group]) => ({ code, ...group }))
      .sort((a, b) => b.count - a.count || byCodeUnit(a.code, b.code));
  }
}

const BROKEN_TEXT: Reason = { code: 'broken-json', field: null, detail: '' };

function brokenKind(source: Source, text: string): Reason {
  const code = classifyBroken(source, text);
  return { code, field: null, detail: BROKEN_DETAILS[code] };
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}

/** Half of a surrogate pair: JSON by its grammar, but no text. `JSON.stringify` escapes no other surrogate. */
function hasLoneSurrogate(text: string): boolean {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return false;
  const record = parseObject(text);
  return record !== null && /(?<!\\)(\\\\)*\\ud[89a-f]/.test(JSON.stringify(record));
}

/** Epoch microseconds of an ISO 8601 date and time; null for anything else, a bare date too. */
function microsecondsOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}[Tt ]/.test(value)) return null;
  const ms = parseTimestamp(value);
  return ms === null ? null : Math.round(ms * 1000);
}

const parquetUnsupported = ({ file }: LogFormat) =>
  inputError(
    'log-unreadable',
    `${path.basename(file)} is a Parquet file, which the engine in memory does not read. Give JSON lines or CSV.`,
  );
