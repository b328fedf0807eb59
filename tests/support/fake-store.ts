import type {
  ColumnProfile,
  EpisodeResult,
  EpisodeRule,
  FeatureTable,
  Measure,
  PredictionRow,
  Source,
  SourceQuality,
  Store,
  TimeRange,
} from '../../src/ingest/store.ts';
import type { CategoricalTable, NumericTable } from '../../src/stats/tables/joint-table.ts';
import { categoricalTable, numericTable } from '../../src/stats/tables/joint-table-from.ts';

type Value = string | number | boolean | null;

export interface FakePrediction extends Partial<PredictionRow> {
  readonly time: number;
  readonly input?: Readonly<Record<string, Value>>;
}

export interface FakeRequest {
  readonly time: number;
  readonly endpoint?: string;
  readonly statusCode?: number;
  readonly responseMs?: number;
}

export interface FakeData {
  /** Absent: there is no such log. */
  readonly predictions?: readonly FakePrediction[];
  readonly requests?: readonly FakeRequest[];
  readonly reference?: Readonly<Record<string, readonly Value[]>>;
  readonly quality?: Partial<Record<Source, Partial<SourceQuality>>>;
  readonly episodes?: Partial<Record<EpisodeRule['kind'], EpisodeResult>>;
  readonly keys?: readonly { key: string; time: number; score: number }[];
}

/** A store over plain arrays, for tests of what is made of its answers. Written from the interface's words alone. */
export function fakeStore(data: FakeData): Store {
  const predictions = (data.predictions ?? []).map((row) => ({
    score: 0.5,
    label: (row.score ?? 0.5) > 0.5 ? 'engaged' : 'not_engaged',
    inferenceMs: 1,
    modelVersion: '1.0.0',
    input: {},
    ...row,
  }));
  const requests = (data.requests ?? []).map((row) => ({
    endpoint: '/predict',
    statusCode: 200,
    responseMs: 2,
    ...row,
  }));
  const inside = <Row extends { readonly time: number }>(rows: readonly Row[], range: TimeRange): Row[] =>
    rows.filter((row) => row.time > range.start && row.time <= range.end);
  const measured = (measure: Measure, range: TimeRange): number[] => {
    const values =
      measure === 'responseMs'
        ? inside(requests, range).map((row) => row.responseMs)
        : inside(predictions, range).map((row) => row[measure]);
    return values.filter((value) => value !== null).sort((a, b) => a - b);
  };
  const cells = (name: string, range: TimeRange): Value[] =>
    inside(predictions, range).map((row) => at(row.input, name) ?? null);
  const referenceCells = (name: string): readonly Value[] => at(data.reference ?? {}, name) ?? [];

  return {
    engine: 'arrays',
    quality: async (source) => {
      const rows = source === 'predictions' ? data.predictions : data.requests;
      const times = (rows ?? []).map((row) => row.time);
      return {
        present: rows !== undefined,
        location: `${source}.jsonl`,
        files: [`${source}.jsonl`],
        rows: times.length,
        rejected: 0,
        reasons: [],
        afterNow: 0,
        first: times.length === 0 ? null : Math.min(...times),
        last: times.length === 0 ? null : Math.max(...times),
        labelDisagreements: 0,
        notes: [],
        ...data.quality?.[source],
      };
    },
    count: async (source, range) =>
      (source === 'predictions' ? inside(predictions, range) : inside(requests, range)).length,
    quantiles: async (measure, range, probabilities) => {
      const values = measured(measure, range);
      return {
        n: values.length,
        values: values.length === 0 ? [] : probabilities.map((p) => quantile(values, p)),
      };
    },
    histogram: async (measure, range, edges) => {
      const values = measured(measure, range);
      const last = edges.length - 2;
      const counts = edges.slice(1).map((upper, i) => {
        const lower = edges[i] ?? 0;
        return values.filter((v) => v >= lower && (i === last ? v <= upper : v < upper)).length;
      });
      return {
        counts,
        below: values.filter((v) => v < (edges[0] ?? 0)).length,
        above: values.filter((v) => v > (edges[last + 1] ?? 0)).length,
      };
    },
    predictionSeries: async (range, bucketMs) =>
      buckets(inside(predictions, range), bucketMs).map(([start, rows]) => ({
        start,
        count: rows.length,
        engaged: rows.filter((row) => row.label === 'engaged').length,
        scoreP50: null,
        scoreP95: null,
        inferenceP50: null,
        inferenceP95: null,
        inferenceP99: null,
      })),
    requestSeries: async (range, bucketMs) =>
      buckets(inside(requests, range), bucketMs).map(([start, rows]) => ({
        start,
        count: rows.length,
        success: rows.filter((row) => kind(row.statusCode) === 2).length,
        clientErrors: rows.filter((row) => kind(row.statusCode) === 4).length,
        serverErrors: rows.filter((row) => kind(row.statusCode) === 5).length,
        responseP50: null,
        responseP95: null,
      })),
    requestGroups: async (range) =>
      [...Map.groupBy(inside(requests, range), (row) => `${row.endpoint}\n${row.statusCode}`).values()]
        .map((rows) => ({
          endpoint: rows[0]?.endpoint ?? '',
          method: 'POST',
          statusCode: rows[0]?.statusCode ?? 0,
          count: rows.length,
          responseP50: 2,
          responseP95: 3,
        }))
        .sort((a, b) => b.count - a.count),
    versions: async (range) =>
      [...Map.groupBy(inside(predictions, range), (row) => row.modelVersion ?? '')].map(
        ([version, rows]) => ({
          version,
          count: rows.length,
          engaged: 0,
          first: Math.min(...rows.map((row) => row.time)),
          last: Math.max(...rows.map((row) => row.time)),
          scoreP50: 0.5,
          inferenceP50: null,
          inferenceP95: null,
        }),
      ),
    labels: async (range) =>
      [...Map.groupBy(inside(predictions, range), (row) => row.label)]
        .map(([label, rows]) => ({ label, count: rows.length }))
        .sort((a, b) => b.count - a.count),
    newestPredictions: async (range, limit, score) =>
      inside(predictions, range)
        .filter((row) => score === undefined || (row.score >= score.min && row.score <= score.max))
        .sort((a, b) => b.time - a.time)
        .slice(0, limit)
        .map(({ time, score: s, label, inferenceMs, modelVersion }) => ({
          time,
          score: s,
          label,
          inferenceMs,
          modelVersion,
        })),
    features: async (range) => {
      const rows = inside(predictions, range);
      const keys = new Set(rows.flatMap((row) => Object.keys(row.input)));
      return [...new Set([...Object.keys(data.reference ?? {}), ...keys])].sort().map((name) => ({
        name,
        reference: at(data.reference ?? {}, name) === undefined ? null : profile(referenceCells(name)),
        production: keys.has(name) ? profile(cells(name, range)) : null,
      }));
    },
    numericTable: async (name, range) => numeric(referenceCells(name), cells(name, range)),
    categoricalTable: async (name, range) => categorical(referenceCells(name), cells(name, range)),
    chunkTables: async (name, type, range, chunkMs) =>
      buckets(inside(predictions, range), chunkMs).map(([start, rows]) => {
        const values = rows.map((row) => at(row.input, name) ?? null);
        const table = type === 'numeric' ? numeric : categorical;
        return { start, end: start + chunkMs, feature: table(referenceCells(name), values) };
      }),
    texts: async (name, range, limit) => ({
      reference: strings(referenceCells(name)).slice(0, limit),
      production: strings(cells(name, range)).slice(0, limit),
    }),
    sampleRows: async (features, range, limit) => ({
      reference: Array.from({ length: referenceCells(features[0] ?? '').length }, (_, i) =>
        features.map((name) => plain(referenceCells(name)[i] ?? null)),
      ).slice(0, limit),
      production: inside(predictions, range)
        .map((row) => features.map((name) => plain(at(row.input, name) ?? null)))
        .slice(0, limit),
    }),
    scoreTable: async (reference, range) => {
      const given =
        reference.kind === 'values'
          ? reference.values
          : inside(predictions, reference.range).map((row) => row.score);
      return numericTable(
        given,
        inside(predictions, range).map((row) => row.score),
      );
    },
    episodes: async (rule) => data.episodes?.[rule.kind] ?? { events: 0, newest: null, episodes: [] },
    scoresByKey: async (_, range) => inside(data.keys ?? [], range),
    close: async () => undefined,
  };
}

/** Own keys only: a feature may be called `constructor`. */
const at = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
const kind = (statusCode: number): number => Math.floor(statusCode / 100);
const plain = (value: Value): string | number | null => (typeof value === 'boolean' ? String(value) : value);
const strings = (values: readonly Value[]): string[] => values.filter((value) => typeof value === 'string');

/** Type 7. */
function quantile(sorted: readonly number[], p: number): number {
  const rank = (sorted.length - 1) * p;
  const low = sorted[Math.floor(rank)] ?? 0;
  return low + ((sorted[Math.ceil(rank)] ?? low) - low) * (rank - Math.floor(rank));
}

function buckets<Row extends { readonly time: number }>(
  rows: readonly Row[],
  size: number,
): [number, Row[]][] {
  const groups = Map.groupBy(rows, (row) => Math.floor(row.time / size) * size);
  return [...groups].sort(([a], [b]) => a - b);
}

function profile(values: readonly Value[]): ColumnProfile {
  const filled = values.filter((value) => value !== null);
  const numbers = filled.filter((value) => typeof value === 'number');
  return {
    rows: values.length,
    missing: values.length - filled.length,
    numbers: numbers.length,
    integers: numbers.filter((value) => Number.isInteger(value)).length,
    strings: strings(filled).length,
    booleans: filled.filter((value) => typeof value === 'boolean').length,
    nested: 0,
    distinct: new Set(filled).size,
    min: numbers.length === 0 ? null : Math.min(...numbers),
    max: numbers.length === 0 ? null : Math.max(...numbers),
  };
}

function numeric(reference: readonly Value[], production: readonly Value[]): FeatureTable<NumericTable> {
  const isNumber = (value: Value): value is number => typeof value === 'number';
  return {
    table: numericTable(reference.filter(isNumber), production.filter(isNumber)),
    ...absent(reference, production),
    mismatchedReference: reference.filter((value) => value !== null && !isNumber(value)).length,
    mismatchedProduction: production.filter((value) => value !== null && !isNumber(value)).length,
  };
}

function categorical(
  reference: readonly Value[],
  production: readonly Value[],
): FeatureTable<CategoricalTable> {
  const filled = (values: readonly Value[]): string[] => values.filter((value) => value !== null).map(String);
  return {
    table: categoricalTable(filled(reference), filled(production)),
    ...absent(reference, production),
    mismatchedReference: 0,
    mismatchedProduction: 0,
  };
}

const absent = (reference: readonly Value[], production: readonly Value[]) => ({
  missingReference: reference.filter((value) => value === null).length,
  missingProduction: production.filter((value) => value === null).length,
});
