import path from 'node:path';
import { inputError } from '../../../monitor-error.ts';
import type { EngineOptions } from '../../engine-options.ts';
import { byCodeUnit } from '../../ordering.ts';
import { type ColumnMap, isUsual, readFields, usualColumns } from '../../rules/column-map.ts';
import type { RecordFields } from '../../rules/conditions.ts';
import { microsecondsOf } from '../../rules/log-fields.ts';
import { fileNotes, otherNamesNote } from '../../rules/quality-notes.ts';
import {
  BROKEN_DETAILS,
  classifyBroken,
  type EarlyRefusal,
  REFUSED_KEY,
} from '../../rules/refused-records.ts';
import { brokenRule, PREDICTION_RULES, REQUEST_RULES, type RejectRule } from '../../rules/reject-rules.ts';
import { resolveColumns } from '../../rules/resolve-columns.ts';
import { NORMALISE_LIMITS } from '../../sources/bounded-lines.ts';
import { fieldsSeen } from '../../sources/fields-seen.ts';
import type { LogInput } from '../../sources/log-files.ts';
import { inspectLog, type LogFormat } from '../../sources/log-format.ts';
import { normalisedRecords } from '../../sources/normalise.ts';
import { sampleRecords } from '../../sources/sample-records.ts';
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
  return readRecords('predictions', log, options, PREDICTION_RULES, (record, field) => ({
    fields: {
      logged_at: field['timestamp'],
      score: field['score'],
      label: field['label'],
      latency: field['inference_ms'],
      version: field['model_version'],
      input: field['input'],
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
  const read = await readRecords('requests', log, options, REQUEST_RULES, (record, field, hasUsualNames) => ({
    fields: {
      logged_at: field['timestamp'],
      endpoint: field['endpoint'],
      method: field['method'],
      status: field['status_code'],
      latency: field['response_ms'],
    },
    row: (time, { endpoint, method, status, latency }) => {
      named[hasUsualNames && (record['endpoint'] ?? null) === null ? 'other' : 'usual']++;
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

/** How a record and its fields become a row: the fields under the names that the rules use, and the row made of good ones. */
type Shape<Row> = (
  record: JsonObject,
  field: JsonObject,
  hasUsualNames: boolean,
) => {
  readonly fields: JsonObject;
  readonly row: (time: number, fields: JsonObject) => Row;
};

async function readRecords<Row>(
  source: Source,
  log: LogInput,
  options: Required<EngineOptions>,
  rules: readonly RejectRule[],
  shape: Shape<Row>,
): Promise<ReadLog<Row>> {
  const formats = await Promise.all((log.present ? [...log.files] : []).sort(byCodeUnit).map(inspectLog));
  const rows: Row[] = [];
  const parquet = formats.find(({ content }) => content === 'parquet');
  if (parquet !== undefined) throw parquetUnsupported(parquet);
  const samples = await Promise.all(formats.map((format) => sampleRecords(format)));
  const columns = resolveColumns(source, options, samples.flat());
  const notes = [...columns.notes];
  const refused = new Refusals(options.samples);
  for (const format of formats) {
    // A CSV record is read with its fields under their own names.
    const read = format.content === 'csv' ? usualColumns(source) : columns;
    let stopped: EarlyRefusal | null = null;
    for await (const { text, line } of normalisedRecords(format, NORMALISE_LIMITS, columns)) {
      const parsed = parseObject(text);
      const record = parsed ?? {};
      const named = parsed === null ? {} : readFields(parsed, read);
      const { fields, row } = shape(record, named, isUsual(read));
      const timeUs = microsecondsOf(fields['logged_at']);
      const early = (record[REFUSED_KEY] as EarlyRefusal | undefined) ?? null;
      if (line === null) stopped = early;
      const judged: RecordFields = { refused: early, timeUs, values: fields };
      const rule = hasLoneSurrogate(text) ? BROKEN_TEXT : brokenRule(rules, judged);
      if (rule === null) rows.push(row((timeUs ?? 0) / 1000, fields));
      else refused.add(format, line, rule.code === 'broken-json' ? brokenKind(read, text) : rule);
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

function brokenKind(columns: ColumnMap, text: string): Reason {
  const code = classifyBroken(columns, text);
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

const parquetUnsupported = ({ file }: LogFormat) =>
  inputError(
    'log-unreadable',
    `${path.basename(file)} is a Parquet file, which the engine in memory does not read. Give JSON lines or CSV.`,
  );
