import type { Database } from './database.ts';
import { discoverKeys, type FeatureColumns, withFeatures } from './feature-columns.ts';
import { type LoadedLog, loadRaw } from './load-log.ts';
import { PREDICTION_RULES } from './reject-rules.ts';
import { unquoted } from './sql.ts';

export interface PredictionOptions {
  /** Input keys kept as features; rarer ones beyond this are counted only. */
  readonly maximumFeatures: number;
  /** Longest text kept of one value, in characters. */
  readonly textLimit: number;
  /** Keys that outcomes are joined by. */
  readonly joinKeys: readonly string[];
}

const KEYS = ['timestamp', 'input', 'score', 'label', 'inference_ms', 'model_version'];

/**
 * Loads the predictions into `predictions (us, score, label, ms, version, k0…, n0, t0, n1, t1, …)`.
 * The JSON of `input` is parsed here and never again.
 */
export async function loadPredictions(
  db: Database,
  files: readonly string[],
  options: PredictionOptions,
): Promise<LoadedLog & { readonly features: FeatureColumns }> {
  const topKeys = options.joinKeys.filter((key) => !KEYS.includes(key.toLowerCase()) && !key.includes('\0'));
  const loaded = await loadRaw(
    db,
    {
      table: 'predictions',
      keys: [...KEYS, ...topKeys],
      fields: [
        'timestamp as ts, input, score, label, inference_ms as ms, model_version as version',
        'try_cast(score as double) as score_n, try_cast(inference_ms as double) as ms_n',
        ...topKeys.map((key, i) => `"${key.replaceAll('"', '""')}" as top${i}`),
      ].join(', '),
      rules: PREDICTION_RULES,
      columns: [
        `us, score_n + 0 as score, ${unquoted('label')} as label, ms_n + 0 as ms`,
        `case when ascii(version) = 34 then ${unquoted('version')} else version end as version`,
        'input',
        ...topKeys.map((_, i) => `top${i}`),
      ].join(', '),
    },
    files,
  );
  const features = await discoverKeys(db, options.maximumFeatures);
  const rows = withFeatures(
    'us, score, label, ms, version',
    '(from raw_predictions where bad = 0)',
    features,
    options,
    topKeys,
  );
  await db.runPlain(`create table predictions as ${rows}`);
  await db.run('alter table raw_predictions drop column input');
  const notes =
    features.skipped === 0
      ? loaded.notes
      : [
          ...loaded.notes,
          `${features.seen} distinct input keys: the ${features.index.size} most frequent are kept`,
        ];
  return { ...loaded, notes, features };
}
