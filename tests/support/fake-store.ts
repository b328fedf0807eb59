import { inRange, NOTHING_REFUSED } from '../../src/ingest/engines/memory/rows.ts';
import { memoryStore } from '../../src/ingest/engines/memory/store.ts';
import { SHADOW_FIELD } from '../../src/ingest/rules/shadow-scores.ts';
import type { ReferenceData } from '../../src/ingest/sources/tables.ts';
import type {
  EpisodeResult,
  EpisodeRule,
  PredictionRow,
  ScoredKey,
  Source,
  SourceQuality,
  Store,
} from '../../src/ingest/store.ts';

type Value = string | number | boolean | null;

export interface FakePrediction extends Partial<PredictionRow> {
  readonly time: number;
  readonly input?: Readonly<Record<string, Value>>;
  /** Whose prediction it is. Default: nobody else's. */
  readonly lead?: string;
  /** Scores of versions that were not used. */
  readonly shadow?: Readonly<Record<string, number>>;
}

export interface FakeRequest {
  readonly time: number;
  readonly endpoint?: string;
  readonly method?: string;
  readonly statusCode?: number;
  readonly responseMs?: number;
}

export interface FakeData {
  /** Absent: no predictions log. */
  readonly predictions?: readonly FakePrediction[];
  readonly requests?: readonly FakeRequest[];
  readonly reference?: Readonly<Record<string, readonly Value[]>>;
  /** Overrides of the counted quality figures. */
  readonly quality?: Partial<Record<Source, Partial<SourceQuality>>>;
  /** Overrides of the episodes found. */
  readonly episodes?: Partial<Record<EpisodeRule['kind'], EpisodeResult>>;
  /** Scores by join key that are given instead of found, whatever the key is called. */
  readonly keys?: readonly (Omit<ScoredKey, 'version'> & Partial<ScoredKey>)[];
}

/** In-memory engine over rows with defaults for the fields that a test does not give. Outcomes join by `lead`. */
export function fakeStore(data: FakeData): Store {
  const predictions = (data.predictions ?? []).map(({ lead, shadow, ...row }, i) => ({
    score: 0.5,
    label: (row.score ?? 0.5) > 0.5 ? 'engaged' : 'not_engaged',
    inferenceMs: 1,
    modelVersion: '1.0.0',
    input: {},
    ...row,
    // Each row is of another lead, unless the test says otherwise.
    keys: { fakeLead: lead ?? i, ...(shadow === undefined ? {} : { shadow }) },
  }));
  const requests = (data.requests ?? []).map((row) => ({
    endpoint: '/predict',
    method: 'POST',
    statusCode: 200,
    responseMs: 2,
    ...row,
  }));
  const options = {
    reference: referenceOf(data),
    now: Infinity,
    joinKeys: ['fakeLead', 'lead', SHADOW_FIELD],
  };
  const readAs = (source: Source) => ({
    ...NOTHING_REFUSED,
    present: data[source] !== undefined,
    location: `${source}.jsonl`,
    files: [`${source}.jsonl`],
  });
  const read = { predictions: readAs('predictions'), requests: readAs('requests') };
  const store = memoryStore({ predictions, requests }, options, read);
  return {
    ...store,
    quality: async (source) => ({ ...(await store.quality(source)), ...data.quality?.[source] }),
    episodes: async (rule, range) => data.episodes?.[rule.kind] ?? store.episodes(rule, range),
    firstScores: async (key, range) =>
      data.keys === undefined
        ? store.firstScores(key, range)
        : inRange(data.keys, range).map((row) => ({ version: '1.0.0', ...row })),
  };
}

/** The reference of a fake store, as the CSV reader returns it. */
export function referenceOf(data: FakeData): ReferenceData {
  const columns = Object.entries(data.reference ?? {});
  return {
    present: data.reference !== undefined,
    location: 'reference.csv',
    rows: columns[0]?.[1].length ?? 0,
    rejected: 0,
    reasons: [],
    columns: columns.map(([name, cells]) => ({
      name,
      cells: cells.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)),
    })),
    scores: null,
    outcomes: null,
  };
}
