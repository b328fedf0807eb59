import { MONITOR } from '../command-names.ts';
/**
 * Every variable of the build with its default and what it means. One table, so that what is read, what `--help` lists
 * and what the README says cannot differ (a test compares them).
 */
export const VARIABLES = {
  PREDICTIONS_LOG: {
    fallback: 'logs/predictions.jsonl',
    meaning:
      'predictions: a file, a glob or a directory (.jsonl .gz .zst .parquet .csv), or postgres://user@host/db?table=name',
  },
  API_REQUESTS_LOG: { fallback: 'logs/api_requests.jsonl', meaning: 'requests, in the same forms' },
  REFERENCE_DATA_PATH: {
    fallback: 'data/reference/training_reference.csv',
    meaning: 'the data the model was trained on, as the API receives them',
  },
  STORE: {
    fallback: 'duckdb',
    meaning: 'engine that reads the logs: duckdb (embedded) or spark',
  },
  SPARK_URL: {
    fallback: null,
    meaning:
      'Spark Thrift server: spark://user:password@host:10000/schema?transport=http&ssl=true, see docs/engines.md',
  },
  OUTCOMES_PATH: {
    fallback: null,
    meaning:
      'what became of the leads: CSV with date, engaged and a join key; a file, a glob or a directory, .gz; or postgres://',
  },
  SHADOW_LOG: {
    fallback: null,
    meaning:
      'scores of model versions that are not used, in the forms of predictions; needs outcomes and their join key',
  },
  API_BASE_URL: {
    fallback: 'http://localhost:7860',
    meaning: 'where GET /health is asked; the site names its host alone',
  },
  HEALTH_LOG: { fallback: 'logs/health.jsonl', meaning: `what ${MONITOR} probe saw of /health` },
  MODEL_PATH: {
    fallback: 'data/model/demonstration.onnx',
    meaning: 'the ONNX model to benchmark; the default is a demonstration, labelled as such',
  },
  MLFLOW_TRACKING_URI: { fallback: null, meaning: 'MLflow server that knows when the model was made' },
  MLFLOW_TRACKING_TOKEN: { fallback: null, meaning: 'bearer token for it' },
  MLFLOW_TRACKING_USERNAME: { fallback: null, meaning: 'or user name' },
  MLFLOW_TRACKING_PASSWORD: { fallback: null, meaning: 'and password' },
  MLFLOW_MODEL_NAME: { fallback: 'linkedin-lead-scoring', meaning: 'registered model' },
  MLFLOW_MODEL_ALIAS: {
    fallback: null,
    meaning:
      'alias of the version in production; default: champion, production, the stage Production, the latest',
  },
  SITE_URL: {
    fallback: null,
    meaning: 'public address of the site, for absolute links in mail and feed; without user and password',
  },
  BASE_PATH: { fallback: '/', meaning: 'path the site is served under, for example /repo/' },
  ARCHIVE_DIR: { fallback: 'archive', meaning: 'one small report per run, kept for ever' },
  CACHE_DIR: {
    fallback: null,
    meaning:
      'where rows that were read are kept, so that a run reads only what is new; as private as the logs',
  },
  OUT_DIR: { fallback: 'dist', meaning: 'where the site is written' },
  REPORT_ID: { fallback: null, meaning: 'id and address of the report; default: the UTC date' },
  SAME_DAY: {
    fallback: 'number',
    meaning:
      'a second report of a day from other inputs: number (it gets -2) or refresh (it replaces the first; the container does)',
  },
  NOW: { fallback: null, meaning: 'ISO 8601 time to build for; default: the clock' },
  FIGURES_DIR: {
    fallback: 'data/figures',
    meaning: 'figures of your own, an .sql file each; trusted like code, see docs/own-figures.md',
  },
  DECISIONS_PATH: {
    fallback: 'data/decisions.json',
    meaning: 'what is silenced, acknowledged, accepted or annotated, see docs/decisions.md',
  },
  POLICY_PATH: { fallback: 'data/policy.json', meaning: 'thresholds, owners, playbook' },
  OBSERVATIONS_PATH: {
    fallback: null,
    meaning: 'observations.json of an earlier build to replay instead of asking the live world',
  },
} as const satisfies Record<string, { fallback: string | null; meaning: string }>;

export type Variable = keyof typeof VARIABLES;

/** A setting that names a path: what was set (null: nothing), and the default. */
export interface PathSetting {
  readonly variable: Variable;
  readonly value: string | null;
  readonly fallback: string;
}

/** A variable that looks like a setting of ours and is none. */
export interface StrayVariable {
  readonly name: string;
  readonly nearest: string;
}

export interface Settings {
  readonly cwd: string;
  readonly predictions: PathSetting;
  readonly requests: PathSetting;
  readonly reference: PathSetting;
  readonly outcomes: PathSetting;
  readonly shadow: PathSetting;
  readonly model: PathSetting;
  readonly policy: PathSetting;
  readonly decisions: PathSetting;
  /** Directory of the team's own figures. */
  readonly figures: PathSetting;
  readonly api: { readonly url: string; readonly explicit: boolean };
  readonly mlflow: {
    readonly trackingUri: string | null;
    readonly token: string | null;
    readonly username: string | null;
    readonly password: string | null;
    readonly modelName: string;
    readonly alias: string | null;
  };
  readonly siteUrl: string | null;
  /** An absolute path; the file need not be there. */
  readonly healthLog: string;
  /** Begins and ends with a slash. */
  readonly basePath: string;
  readonly archiveDir: string;
  /** Absolute; null where nothing is kept between reports. */
  readonly cacheDir: string | null;
  readonly outDir: string;
  readonly reportId: string | null;
  /** Whether a later run of the day, from other inputs, replaces the day's report. */
  readonly refreshesDay: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly observationsPath: string | null;
  /** `SPARK_URL` where `STORE` is spark, else null: the embedded engine. It may hold a password. */
  readonly sparkUrl: string | null;
  /** Variables that are probably meant to be settings. */
  readonly stray: readonly StrayVariable[];
}
