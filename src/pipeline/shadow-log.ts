import { valueAt } from '../ingest/rules/column-map.ts';
import { pathsWithin, type SampleRecord } from '../ingest/rules/resolve-columns.ts';
import { firstShadows } from '../ingest/rules/shadow-scores.ts';
import { absentReference } from '../ingest/sources/reference.ts';
import { sampleFiles } from '../ingest/sources/sample-records.ts';
import type { ScoredKey } from '../ingest/store.ts';
import { MonitorError } from '../monitor-error.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { type Reporter, silentReporter } from '../settings/reporter.ts';
import type { Settings } from '../settings/variables.ts';
import { formatCount, plural } from '../wording/sentence-numbers.ts';
import { BEFORE_ALL } from '../wording/time.ts';
import type { BuildInputs } from './build-inputs.ts';
import { openStore } from './open-store.ts';

/** Scores of versions that are not used, from a log of their own. */
export interface ShadowLog {
  readonly location: string;
  readonly rows: number;
  readonly rejected: number;
  /** First score of each lead by each version, oldest first. */
  readonly scores: readonly ScoredKey[];
  /** What became of the log, in words. */
  readonly notes: readonly string[];
}

interface ReadOptions {
  readonly scratch: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

const SAMPLES = 400;

/**
 * Reads the log of shadow scores by the same engine and rules as predictions; a flat record of time, join key, score and
 * version will do. Read once, whatever the number of reports.
 *
 * @param policy with the join key in force.
 * @returns null where no such log is set.
 * @throws MonitorError `shadow-log` where its columns cannot be told apart; whatever reading predictions ends with.
 */
export async function readShadowLog(
  settings: Settings,
  policy: Policy,
  inputs: BuildInputs,
  { reporter, ...options }: ReadOptions,
): Promise<ShadowLog | null> {
  const { shadow } = inputs;
  if (shadow === null) return null;
  const { location } = shadow;
  const key = policy.outcomes.keyColumn;
  if (!inputs.outcomes.present || key === null) {
    const lack = inputs.outcomes.present ? 'no join key (outcomes.keyColumn)' : 'no outcomes (OUTCOMES_PATH)';
    const note = `shadow scores (SHADOW_LOG) were not read: there are ${lack} to judge them by`;
    return { location, rows: 0, rejected: 0, scores: [], notes: [note] };
  }
  reporter.stage('Reading shadow scores');
  const samples = 'files' in shadow ? await sampleFiles(shadow.files, SAMPLES) : [];
  const columns = { ...policy.columns, predictions: shadowColumns(policy.columns.predictions, samples) };
  const store = await openStore(
    { ...settings, cacheDir: null },
    { ...policy, columns },
    {
      ...inputs,
      predictions: shadow,
      requests: { present: false, location: '' },
      // Rows have no feature here, so there is nothing to compare them with.
      reference: absentReference(''),
    },
    { ...options, reporter: silentReporter, referenceOnly: true },
  ).catch((cause: unknown) => {
    if (!(cause instanceof MonitorError)) throw cause;
    throw new MonitorError(
      'shadow-log',
      `SHADOW_LOG, read as predictions are: ${cause.message}`,
      cause.exitCode,
      {
        cause,
      },
    );
  });
  try {
    const { rows, rejected } = await store.quality('predictions');
    const first = await store.firstScores(key, { start: BEFORE_ALL, end: settings.now });
    const scores = firstShadows(first);
    return { location, rows, rejected, scores, notes: notesOf({ rows, rejected, first, scores }, key) };
  } finally {
    await store.close();
  }
}

export type ReadShadowLog = typeof readShadowLog;

type Columns = Policy['columns']['predictions'];

/**
 * The policy's columns where this log has them, too. The version stands in each record: a constant is that of the version
 * in use. Where no record has features, all that is left of it holds the key.
 */
function shadowColumns(columns: Columns, samples: readonly SampleRecord[]): Columns {
  const inUse = (said: unknown): boolean => {
    const named = Array.isArray(said) ? [said.map(String)] : [];
    const paths = typeof said === 'string' ? pathsWithin(said) : named;
    if (samples.length === 0) return paths.length > 0;
    return samples.some((record) => paths.some((path) => (valueAt(record, path) ?? null) !== null));
  };
  const own = Object.fromEntries(Object.entries(columns).filter(([, said]) => inUse(said))) as Columns;
  const flat =
    samples.length > 0 && own.input === undefined && samples.every(({ input }) => (input ?? null) === null);
  return { ...own, label: { from: 'score' }, ...(flat ? { input: '*' } : {}) };
}

interface Read extends Pick<ShadowLog, 'rows' | 'rejected' | 'scores'> {
  readonly first: readonly ScoredKey[];
}

function notesOf({ rows, rejected, first, scores }: Read, key: string): string[] {
  const leads = new Set(scores.map((score) => score.key)).size;
  const unnamed = first.filter(({ version }) => version === '').length;
  const refused = rejected === 0 ? 'none refused' : `${formatCount(rejected)} refused`;
  return [
    `shadow scores (SHADOW_LOG): ${plural(rows, 'row')}, ${refused}; scores of ${plural(leads, 'lead')} by \`${key}\``,
    ...(unnamed === 0
      ? []
      : [`shadow scores of ${plural(unnamed, 'lead')} have no model_version and were left out`]),
  ];
}
