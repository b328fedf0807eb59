import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type LogOf, newestRow, spoolRows, spoolTable } from '../ingest/sources/postgres/postgres-log.ts';
import type { Source } from '../ingest/store.ts';
import { configurationError } from '../monitor-error.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { isPostgresUrl, type PostgresAddress, parsePostgresUrl } from '../settings/postgres-url.ts';
import type { PathSetting, Settings, Variable } from '../settings/variables.ts';
import { DAY_MS } from '../wording/time.ts';

/** Settings whose logs are all files, and the names of those that are not. */
export interface LocalLogs {
  readonly settings: Settings;
  /** Names for reports and messages of inputs that were copied from elsewhere. */
  readonly names: ReadonlyMap<Variable, string>;
}

export interface ReadRange {
  /** Epoch milliseconds of the earliest report that is made of these inputs; `settings.now` where it is not given. */
  readonly earliest?: number;
  readonly signal?: AbortSignal;
}

/**
 * Copies inputs that lie in Postgres to files of the scratch directory, with the rows that reports of these settings need, so that
 * everything else reads files.
 *
 * @throws MonitorError exit code 2 or 4, naming the setting.
 */
export async function localLogs(
  settings: Settings,
  policy: Policy,
  scratch: string,
  { earliest = settings.now, signal }: ReadRange = {},
): Promise<LocalLogs> {
  const { predictions, requests, shadow, outcomes } = settings;
  const addresses = [predictions, requests, shadow, outcomes].map(addressOf);
  if (addresses.every((address) => address === null)) return { settings, names: new Map() };
  if (settings.sparkUrl !== null) {
    throw configurationError(
      'bad-setting',
      'A log in Postgres is read by the embedded engine: unset STORE, or give the cluster a log that it can read.',
    );
  }
  const { columns } = policy;
  const abort = signal === undefined ? {} : { signal };
  const names = new Map<Variable, string>();
  // Of this call alone: init looks at the inputs more than once.
  const directory = await mkdtemp(join(scratch, 'postgres-'));
  const range = await rangeOf(settings, policy, earliest, signal);
  const copied = async (setting: PathSetting, name: string, log: LogOf | null): Promise<PathSetting> => {
    const address = addressOf(setting);
    if (address === null) return setting;
    const file = join(directory, name);
    if (log === null) await spoolTable(address, { file, ...abort });
    else await spoolRows(address, { file, log, range, ...abort });
    names.set(setting.variable, address.name);
    return { ...setting, value: file };
  };
  return {
    settings: {
      ...settings,
      predictions: await copied(predictions, 'predictions.jsonl', { source: 'predictions', columns }),
      requests: await copied(requests, 'requests.jsonl', { source: 'requests', columns }),
      shadow: await copied(shadow, 'shadow.jsonl', { source: 'predictions', columns }),
      outcomes: await copied(outcomes, 'outcomes.csv', null),
    },
    names,
  };
}

const addressOf = ({ variable, value }: PathSetting): PostgresAddress | null =>
  isPostgresUrl(value) ? parsePostgresUrl(variable, value) : null;

/**
 * The days of the window that ends at the earliest report, or at the newest row where that is older (`reportWindow`). Whole days, so
 * that a second report of a day is of the same rows. Outcomes speak of leads of any time: with them, and where one of the logs
 * is a file whose newest row is not known here, everything is read.
 */
async function rangeOf(
  settings: Settings,
  policy: Policy,
  earliest: number,
  signal: AbortSignal | undefined,
): Promise<{ readonly start: number | null; readonly end: number }> {
  const end = startOfDay(settings.now) + 2 * DAY_MS;
  const { predictions, requests, outcomes } = settings;
  const inFiles = [predictions, requests].some(
    (setting) => setting.value !== null && addressOf(setting) === null,
  );
  if (outcomes.value !== null || inFiles) return { start: null, end };
  const newest = async (setting: PathSetting, source: Source): Promise<number | null> => {
    const address = addressOf(setting);
    return address === null
      ? null
      : await newestRow(address, { source, columns: policy.columns }, earliest, signal);
  };
  const last = (await newest(predictions, 'predictions')) ?? (await newest(requests, 'requests')) ?? earliest;
  return { start: startOfDay(Math.min(earliest, last) - policy.window.days * DAY_MS), end };
}

const startOfDay = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS;
