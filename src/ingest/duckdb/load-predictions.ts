import type { Database } from './database.ts';
import { structType, withFeatures, withStructFeatures } from './feature-columns.ts';
import { type LogShape, loadTable, type PreparedLog, prepareLog } from './load-log.ts';
import { PREDICTION_RULES, rejectCase } from './reject-rules.ts';
import { sampleKeys } from './sample-keys.ts';
import { plainText, quoted, timeOf } from './sql.ts';

export interface PredictionOptions {
  /** Input keys kept as features; rarer ones beyond this are counted only. */
  readonly maximumFeatures: number;
  /** Longest text kept of one value, in characters. */
  readonly textLimit: number;
  /** Keys that outcomes are joined by. */
  readonly joinKeys: readonly string[];
  /** Keys to look for in any case: the reference's columns. */
  readonly expected: readonly string[];
}

export interface LoadedPredictions {
  readonly log: PreparedLog;
  /** Which input key stands in which pair of columns: key of position i is `n<i>` (numbers) and `t<i>` (the rest). */
  readonly features: ReadonlyMap<string, number>;
}

const KEYS = ['timestamp', 'input', 'score', 'label', 'inference_ms', 'model_version'];

/** A record that needs nothing more than a look at these. */
const GOOD = `refused is null and us >= 0 and score_n between 0 and 1 and ascii(label) = 34 and ascii(input) = 123
  and (ms is null or (ms_n >= 0 and isfinite(ms_n))) and (version is null or ascii(version) = 34)`;

/**
 * Loads the predictions into `predictions (file, bad, us, score, label, ms, version, k0…, n0, t0, n1, t1, …)`.
 *
 * The columns have to be named before the log is read, so the keys are guessed from samples of it. A row that holds
 * a key nobody guessed keeps its input in `rest`; then, and only then, the log is read once more with all keys.
 */
export async function loadPredictions(
  db: Database,
  files: readonly string[],
  options: PredictionOptions,
): Promise<LoadedPredictions> {
  const log = await prepareLog(db, files);
  const sampled = [...new Set([...options.expected, ...(await sampleKeys(db, log))])].filter(isUsable);
  const guessed = sampled.slice(0, options.maximumFeatures);
  if (sampled.length === guessed.length && isLarge(log) && (await loadStructs(db, log, guessed, options))) {
    log.notes.push('input keys were looked for in many places of the log; a very rare one may be missing');
    return finish(db, log, guessed);
  }
  await load(db, log, guessed, options);
  const missed = await missedKeys(db, new Set(guessed));
  if (missed.size === 0) return finish(db, log, guessed);
  const ranked = await rankKeys(db, guessed, missed);
  const kept = ranked.slice(0, options.maximumFeatures);
  if (kept.some((key) => missed.has(key))) await load(db, log, kept, options);
  if (kept.length < ranked.length) {
    log.notes.push(`${ranked.length} distinct input keys: the ${kept.length} most frequent are kept`);
  }
  return finish(db, log, kept);
}

/** SQL text cannot hold NUL. */
const isUsable = (key: string): boolean => !key.includes('\0');

async function finish(db: Database, log: PreparedLog, keys: readonly string[]): Promise<LoadedPredictions> {
  await db.run('alter table predictions drop column rest');
  return { log, features: new Map(keys.map((key, i) => [key, i])) };
}

/** From this size on the time counts, and the samples hold tens of thousands of rows. */
const LARGE_BYTES = 64 * 1024 * 1024;

const isLarge = (log: PreparedLog): boolean =>
  log.formats.every(
    ({ content, compression, native }) => native && content === 'json-lines' && compression === null,
  ) && log.formats.reduce((sum, { size }) => sum + size, 0) >= LARGE_BYTES;

/** Reads the log with the reader's own structs. False where they cannot hold what the log holds. */
async function loadStructs(
  db: Database,
  log: PreparedLog,
  features: readonly string[],
  options: PredictionOptions,
): Promise<boolean> {
  const type = structType([...new Set([...features, ...options.joinKeys])]);
  if (type === null) return false;
  await loadTable(db, shapeOf(withStructFeatures, features, options, type), log);
  const [row] = await db.rows<{ n: number }>('select count(rest)::double as n from predictions');
  return row?.n === 0;
}

const load = (db: Database, log: PreparedLog, features: readonly string[], options: PredictionOptions) =>
  loadTable(db, shapeOf(withFeatures, features, options), log);

function shapeOf(
  columns: typeof withFeatures,
  features: readonly string[],
  options: PredictionOptions,
  type?: string,
): LogShape {
  const topKeys = options.joinKeys.filter((key) => !KEYS.includes(key.toLowerCase()) && isUsable(key));
  const top = topKeys.map((_, i) => `, top${i}`).join('');
  const fields = type === undefined ? '' : ', fields';
  const rows = (source: string): string =>
    columns(
      `(
        select file, bad, case when bad = 0 then us end as us, score_n + 0 as score, ${plainText('label')} as label,
          ms_n + 0 as ms, case when ascii(version) = 34 then ${plainText('version')} else version end as version,
          case when bad = 0 then input end as input${top}${fields}
        from (
          select *, ${rejectCase(PREDICTION_RULES, GOOD)} as bad
          from (
            select file, "~refused" as refused, timestamp as ts, ${timeOf('timestamp')} as us, input, score, label,
              inference_ms as ms, model_version as version, try_cast(score as double) as score_n,
              try_cast(inference_ms as double) as ms_n${fields}${topKeys.map((key, i) => `, ${quoted(key)} as top${i}`).join('')}
            from ${source})))`,
      features,
      topKeys,
      options,
    );
  return {
    table: 'predictions',
    keys: [...KEYS, ...topKeys],
    rows,
    ...(type === undefined ? {} : { structType: type }),
  };
}

/** Keys that no column was made for, with the number of rows that hold them. */
async function missedKeys(db: Database, known: ReadonlySet<string>): Promise<Map<string, number>> {
  const rows = await db.rows<{ key: string; n: number }>(`
    select key, sum(n)::double as n from (
      select unnest(keys) as key, n from (
        select list_distinct(json_keys(rest)) as keys, count(*) as n from predictions where rest is not null
        group by 1))
    group by key`);
  return new Map(rows.flatMap(({ key, n }) => (known.has(key) || !isUsable(key) ? [] : [[key, n]])));
}

/** All keys, most frequent first, then by name. */
async function rankKeys(
  db: Database,
  guessed: readonly string[],
  missed: ReadonlyMap<string, number>,
): Promise<string[]> {
  const counts = guessed.map(
    (_, i) => `count(*) filter (n${i} is not null or t${i} is not null)::double as c${i}`,
  );
  const [row = {}] = await db.rows<Record<string, number>>(
    `select ${['count(*) as rows', ...counts].join(', ')} from predictions`,
  );
  const all = new Map([...guessed.map((key, i) => [key, row[`c${i}`] ?? 0] as const), ...missed]);
  return [...all].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([key]) => key);
}
