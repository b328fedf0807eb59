import { existsSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { configurationError } from '../monitor-error.ts';
import { checkPaths } from './check-paths.ts';
import { isPostgresUrl, parsePostgresUrl } from './postgres-url.ts';
import { strayVariables } from './stray-variables.ts';
import { type PathSetting, type Settings, VARIABLES, type Variable } from './variables.ts';

const url = z.url({ protocol: /^https?$/ });
const siteUrl = url.refine((text) => {
  const { username, password, search, hash } = new URL(text);
  return `${username}${password}${search}${hash}` === '';
});
/** An id names a directory of the site next to generated files, so it must not look like a file name. */
const reportId = z.string().regex(/^(?!index$)[a-z0-9][a-z0-9._-]{0,63}(?<!\.(?:[a-z][a-z0-9]*)?)$/);

/**
 * Reads the settings from an environment.
 *
 * @param env the environment; an empty value counts as not set.
 * @param clock current time in epoch milliseconds, used where `NOW` is not set.
 * @param sitesDir the container's directory of sites, which replaces `OUT_DIR`; null elsewhere.
 * @throws MonitorError (exit code 2) that names the variable, what was expected and an example; also where two settings
 *   name paths that overlap (`checkPaths`).
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
  clock: () => number,
  sitesDir: string | null = null,
): Settings {
  const get = (name: Variable): string | null => {
    const value = env[name]?.trim();
    return value === undefined || value === '' ? null : value;
  };
  const path = <Name extends Variable>(variable: Name): PathSetting => ({
    variable,
    value: get(variable),
    fallback: VARIABLES[variable].fallback ?? '',
  });
  refuseDatabases(get);
  const apiUrl = get('API_BASE_URL');
  const cacheDir = get('CACHE_DIR');
  const settings: Settings = {
    cwd,
    predictions: path('PREDICTIONS_LOG'),
    requests: path('API_REQUESTS_LOG'),
    reference: path('REFERENCE_DATA_PATH'),
    outcomes: path('OUTCOMES_PATH'),
    shadow: path('SHADOW_LOG'),
    model: path('MODEL_PATH'),
    policy: path('POLICY_PATH'),
    figures: path('FIGURES_DIR'),
    decisions: path('DECISIONS_PATH'),
    api: {
      url: checked('API_BASE_URL', apiUrl ?? VARIABLES.API_BASE_URL.fallback, url, 'an http(s) URL'),
      explicit: apiUrl !== null,
    },
    mlflow: {
      trackingUri: optional('MLFLOW_TRACKING_URI', get('MLFLOW_TRACKING_URI'), url, 'an http(s) URL'),
      token: get('MLFLOW_TRACKING_TOKEN'),
      username: get('MLFLOW_TRACKING_USERNAME'),
      password: get('MLFLOW_TRACKING_PASSWORD'),
      modelName: get('MLFLOW_MODEL_NAME') ?? VARIABLES.MLFLOW_MODEL_NAME.fallback,
      alias: get('MLFLOW_MODEL_ALIAS'),
    },
    healthLog: absolute(cwd, get('HEALTH_LOG') ?? VARIABLES.HEALTH_LOG.fallback),
    siteUrl: optional(
      'SITE_URL',
      get('SITE_URL'),
      siteUrl,
      'an http(s) URL such as https://team.github.io, without user, password and query: it is printed into every page',
    ),
    basePath: basePath(get('BASE_PATH') ?? '/'),
    archiveDir: resolve(cwd, get('ARCHIVE_DIR') ?? VARIABLES.ARCHIVE_DIR.fallback),
    cacheDir: cacheDir === null ? null : resolve(cwd, cacheDir),
    outDir: resolve(cwd, get('OUT_DIR') ?? VARIABLES.OUT_DIR.fallback),
    reportId: optional(
      'REPORT_ID',
      get('REPORT_ID'),
      reportId,
      'lower-case letters, digits, ".", "_" and "-", at most 64, not ending like a file (.json), such as 2026-02-20',
    ),
    refreshesDay:
      checked(
        'SAME_DAY',
        get('SAME_DAY') ?? VARIABLES.SAME_DAY.fallback,
        z.enum(['number', 'refresh']),
        'number or refresh',
      ) === 'refresh',
    now: parseNow(get('NOW'), clock),
    observationsPath: get('OBSERVATIONS_PATH'),
    sparkUrl: sparkUrl(get('STORE') ?? VARIABLES.STORE.fallback, get('SPARK_URL')),
    stray: strayVariables(env),
  };
  checkPaths(settings, sitesDir);
  return settings;
}

/** Settings that may name a table or query of a Postgres server. */
const DATABASE_SETTINGS: readonly Variable[] = [
  'PREDICTIONS_LOG',
  'API_REQUESTS_LOG',
  'SHADOW_LOG',
  'OUTCOMES_PATH',
];

/** A faulty address ends the run before anything is read; where none may be, its URL is not printed as a path. */
function refuseDatabases(get: (name: Variable) => string | null): void {
  for (const variable of Object.keys(VARIABLES) as Variable[]) {
    const value = get(variable);
    if (!isPostgresUrl(value)) continue;
    if (DATABASE_SETTINGS.includes(variable)) parsePostgresUrl(variable, value);
    else throw configurationError('bad-setting', `${variable} cannot be a Postgres address.`);
  }
}

function sparkUrl(store: string, url: string | null): string | null {
  if (store === 'duckdb') return null;
  if (store !== 'spark')
    throw configurationError('bad-setting', `STORE must be duckdb or spark, not "${store}".`);
  if (url !== null) return url;
  throw configurationError(
    'bad-setting',
    'STORE=spark needs SPARK_URL, such as spark://user:password@host:10000.',
  );
}

/** The path in force of a setting, absolute. */
export function settingPath(setting: PathSetting, cwd: string): string {
  return absolute(cwd, setting.value ?? setting.fallback);
}

function checked(variable: Variable, value: string, schema: z.ZodType<string>, expected: string): string {
  const result = schema.safeParse(value);
  // The value is not in the message: a URL may contain a password.
  if (!result.success) throw configurationError('bad-setting', `${variable} must be ${expected}.`);
  return result.data;
}

function optional(
  variable: Variable,
  value: string | null,
  schema: z.ZodType<string>,
  expected: string,
): string | null {
  return value === null ? null : checked(variable, value, schema, expected);
}

function absolute(cwd: string, path: string): string {
  return isAbsolute(path) ? path : join(cwd, path);
}

function basePath(value: string): string {
  if (!/^\/?[A-Za-z0-9._~/-]*$/.test(value) || value.includes('..')) {
    throw configurationError('bad-setting', `BASE_PATH must be a URL path such as /repo/, not "${value}".`);
  }
  const inner = value.split('/').filter((part) => part !== '');
  return inner.length === 0 ? '/' : `/${inner.join('/')}/`;
}

function parseNow(value: string | null, clock: () => number): number {
  if (value === null) return clock();
  const instant = z.iso.datetime({ offset: true, local: true }).safeParse(value);
  const time = instant.success
    ? Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value}Z`)
    : Number.NaN;
  if (!Number.isFinite(time)) {
    throw configurationError(
      'bad-setting',
      `NOW must be an ISO 8601 time such as 2026-02-20T12:05:00Z, not "${value}".`,
    );
  }
  return time;
}

/** The policy file in force; null where none was set and the default file does not exist. */
export function policyPath(settings: Settings): string | null {
  const path = settingPath(settings.policy, settings.cwd);
  return settings.policy.value === null && !existsSync(path) ? null : path;
}
