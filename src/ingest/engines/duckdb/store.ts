import { type Reporter, silentReporter } from '../../../settings/reporter.ts';
import { type EngineOptions, type ReadingOptions, readingDefaults } from '../../engine-options.ts';
import { RowCache } from '../../row-cache/row-cache.ts';
import type { LogInput } from '../../sources/log-files.ts';
import type { LoadedLogs, Source, Store } from '../../store.ts';
import { type DatabaseOptions, openDatabase } from './database.ts';
import { valueKinds } from './frequencies.ts';
import { loadPredictions } from './load-predictions.ts';
import { loadRequests } from './load-requests.ts';
import { OWN_LIMITS, type OwnLimits } from './own-limits.ts';
import { type Refusals, readRefusals } from './quality.ts';
import { readWithProgress } from './read-with-progress.ts';
import { storeAt } from './store-at.ts';

export interface LogOptions extends DatabaseOptions, ReadingOptions {
  readonly predictions: LogInput;
  readonly requests: LogInput;
  /** Logs larger than this are read by structs, whose keys come from samples of the log. Default 64 MB. */
  readonly largeBytes?: number;
  readonly reporter?: Reporter;
  /** Where rows that were read are kept for the next run; without it none are kept. */
  readonly cacheDirectory?: string;
  readonly cacheSegments?: number;
  /** What a team's own queries may use. Default `OWN_LIMITS`. */
  readonly ownLimits?: OwnLimits;
}

export interface StoreOptions extends LogOptions, Pick<EngineOptions, 'now'> {}

/** Reads both logs, each once, and computes every aggregate of one report from the typed tables. */
export async function openDuckdbStore(options: StoreOptions): Promise<Store> {
  const logs = await openDuckdbLogs(options);
  try {
    return { ...(await logs.at(options.now)), close: logs.close };
  } catch (error) {
    await logs.close();
    throw error;
  }
}

/** Reads both logs into DuckDB, each once, for the reports of several times. */
export async function openDuckdbLogs(options: LogOptions): Promise<LoadedLogs> {
  const db = await openDatabase(options);
  try {
    return await loadLogs(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
}

async function loadLogs(
  db: Awaited<ReturnType<typeof openDatabase>>,
  options: LogOptions,
): Promise<LoadedLogs> {
  const { reporter = silentReporter, ownLimits = OWN_LIMITS } = options;
  const given = readingDefaults(options);
  const reading = {
    ...given,
    largeBytes: options.largeBytes ?? 64 * 1024 * 1024,
    expected: given.reference.columns.map((column) => column.name),
  };
  const cacheOf =
    (source: Source) =>
    (text: string): RowCache | undefined =>
      options.cacheDirectory === undefined
        ? undefined
        : new RowCache({
            directory: options.cacheDirectory,
            source,
            reading: `${db.engine} ${text}`,
            reporter,
            ...(options.cacheSegments === undefined ? {} : { maxSegments: options.cacheSegments }),
          });
  const predictions = await readWithProgress(db, 'predictions', options.predictions, reporter, (files) =>
    loadPredictions(db, files, reading, cacheOf('predictions')),
  );
  const requests = await readWithProgress(db, 'requests', options.requests, reporter, (files) =>
    loadRequests(db, files, reading, cacheOf('requests')),
  );
  const { log, features, leads } = predictions;
  const kinds = await valueKinds(db, features.size);
  const refusals = new Map<Source, Promise<Refusals>>();
  const refusalsOf = (source: Source): Promise<Refusals> => {
    const prepared = source === 'predictions' ? log : requests;
    const known = refusals.get(source) ?? readRefusals(db, source, options[source], prepared, given);
    refusals.set(source, known);
    return known;
  };
  return {
    at: (now) => storeAt({ db, features, leads, kinds, refusalsOf, ownLimits }, given, now),
    async close() {
      db.close();
    },
  };
}
