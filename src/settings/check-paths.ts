import { join, matchesGlob, relative, resolve } from 'node:path';
import { MONITOR } from '../command-names.ts';
import { configurationError, type MonitorError } from '../monitor-error.ts';
import { PROJECT_ROOT } from '../project.ts';
import { splitGlob } from '../split-glob.ts';
import { isPostgresUrl } from './postgres-url.ts';
import { holds, realPath } from './real-path.ts';
import type { PathSetting, Settings } from './variables.ts';
import { type WrittenDirectory, writtenDirectories } from './written-directories.ts';

/** An input path: a file, a directory of logs, or the part of a glob before its first wildcard. */
interface Input {
  readonly variable: string;
  /** Absolute, links not resolved. */
  readonly path: string;
  readonly real: string;
  /** The rest of a glob; null for a file or a directory. */
  readonly pattern: string | null;
}

/** Directories of the project that every build reads; nothing may be written below them. */
const SOURCES = ['src', 'pages', 'scripts', 'public', '.git', '.github'];
const FOLDERS = [...SOURCES, 'data', 'docs', 'tests', 'node_modules'];

/**
 * Refuses settings whose paths overlap, before anything is written: none of the written directories (site, archive,
 * cache) may contain, equal or be inside another one, contain an input, be among the logs, or contain the project or
 * its sources. Symbolic links are resolved before comparing; see `realPath`.
 *
 * @param sitesDir the container's directory of sites; null elsewhere.
 * @throws MonitorError `paths-overlap` (exit code 2) that names both settings.
 */
export function checkPaths(settings: Settings, sitesDir: string | null = null): void {
  const written = writtenDirectories(settings, sitesDir);
  const inputs = inputsOf(settings);
  for (const directory of written) checkProject(directory, settings.cwd);
  for (const [i, directory] of written.entries()) {
    for (const other of written.slice(i + 1)) checkApart(directory, other);
    for (const input of inputs) checkInput(directory, input);
  }
  checkHealthLog(settings, inputs);
}

/**
 * The same check for the files that a glob or a directory contains, including links.
 *
 * @param files absolute paths.
 */
export function checkInputFiles(settings: Settings, files: readonly string[]): void {
  const written = writtenDirectories(settings, null);
  for (const file of files) {
    const real = realPath(file);
    const holder = written.find((directory) => holds(directory.real, real));
    if (holder !== undefined) {
      throw overlap(`${holder.variable}: ${holder.path} holds the input ${file}`, holder);
    }
  }
}

function checkApart(one: WrittenDirectory, other: WrittenDirectory): void {
  if (one.real === other.real) {
    throw overlap(`${one.variable} and ${other.variable} are one directory, ${one.path}`, one);
  }
  const [outer, inner] = holds(one.real, other.real) ? [one, other] : [other, one];
  if (!holds(outer.real, inner.real)) return;
  throw overlap(`${outer.variable}: ${outer.path} holds ${inner.variable} (${inner.path})`, outer);
}

function checkInput(directory: WrittenDirectory, input: Input): void {
  const { variable, path } = directory;
  if (holds(directory.real, input.real)) {
    throw overlap(`${variable}: ${path} holds ${input.variable} (${input.path})`, directory);
  }
  if (!holds(input.real, directory.real)) return;
  const { pattern } = input;
  const among =
    pattern === null ||
    directory.samples.some((name) => matchesGlob(join(relative(input.real, directory.real), name), pattern));
  if (among) {
    throw overlap(`${input.variable}: ${input.path} holds ${variable} (${path})`, directory);
  }
}

function checkProject(directory: WrittenDirectory, cwd: string): void {
  const { variable, path, real } = directory;
  for (const home of [cwd, PROJECT_ROOT]) {
    if (holds(real, realPath(home))) throw overlap(`${variable}: ${path} holds the project`, directory);
  }
  for (const name of FOLDERS) {
    const folder = realPath(join(PROJECT_ROOT, name));
    if (holds(real, folder) || (SOURCES.includes(name) && holds(folder, real))) {
      throw overlap(`${variable}: ${path} is in the way of the project's own ${name}`, directory);
    }
  }
}

/** `npm run monitor -- probe` appends to its log, which must not be a file that means something else. */
function checkHealthLog(settings: Settings, inputs: readonly Input[]): void {
  const real = realPath(settings.healthLog);
  const same = inputs.find(
    (input) => input.variable !== 'HEALTH_LOG' && input.pattern === null && input.real === real,
  );
  if (same === undefined) return;
  throw configurationError(
    'paths-overlap',
    `HEALTH_LOG: ${settings.healthLog} is ${same.variable}, too, and ${MONITOR} probe appends to it. Name a file of its own.`,
  );
}

function overlap(what: string, { variable, use }: WrittenDirectory): MonitorError {
  return configurationError(
    'paths-overlap',
    `${what}, and ${variable} ${use}. Nothing was changed. Name a directory of its own, away from the others.`,
  );
}

function inputsOf(settings: Settings): readonly Input[] {
  const { cwd } = settings;
  const at = (variable: string, set: string): Input => {
    const path = resolve(cwd, set);
    return { variable, path, real: realPath(path), pattern: null };
  };
  const optional = (variable: string, set: string | null): Input[] =>
    set === null ? [] : [at(variable, set)];
  return [
    ...logInput(settings.predictions, settings),
    ...logInput(settings.requests, settings),
    ...(settings.shadow.value === null ? [] : logInput(settings.shadow, settings)),
    at('REFERENCE_DATA_PATH', inForce(settings.reference)),
    ...optional('OUTCOMES_PATH', isPostgresUrl(settings.outcomes.value) ? null : settings.outcomes.value),
    at('MODEL_PATH', settings.model.value ?? join(PROJECT_ROOT, settings.model.fallback)),
    at('POLICY_PATH', inForce(settings.policy)),
    at('FIGURES_DIR', inForce(settings.figures)),
    at('DECISIONS_PATH', inForce(settings.decisions)),
    at('HEALTH_LOG', settings.healthLog),
    ...optional('OBSERVATIONS_PATH', settings.observationsPath),
    ...optional('SPARK_URL', clusterCertificate(settings.sparkUrl)),
  ];
}

const inForce = ({ value, fallback }: PathSetting): string => value ?? fallback;

function logInput(setting: PathSetting, { cwd, sparkUrl }: Settings): readonly Input[] {
  const { variable } = setting;
  if (isPostgresUrl(setting.value)) return [];
  const value = sparkUrl === null ? inForce(setting) : clusterPath(setting);
  if (value === null) return [];
  const path = resolve(cwd, value);
  const { base, pattern } = splitGlob(path);
  return [{ variable, path, real: realPath(base), pattern }];
}

/** A log in the cluster's notation, where that is also a path on this machine. */
function clusterPath(setting: PathSetting): string | null {
  const name = inForce(setting);
  if (name.startsWith('table:')) return null;
  if (name.startsWith('file:')) return name.slice('file:'.length).replace(/^\/+/, '/');
  return /^[A-Za-z][A-Za-z0-9+.-]+:\//.test(name) ? null : name;
}

function clusterCertificate(sparkUrl: string | null): string | null {
  return sparkUrl === null || !URL.canParse(sparkUrl) ? null : new URL(sparkUrl).searchParams.get('ca');
}
