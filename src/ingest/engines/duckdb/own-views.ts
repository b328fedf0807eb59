import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { untilNow } from '../../engine-options.ts';
import type { OwnQueries } from '../../own-figures.ts';
import type { ReferenceColumn, ReferenceData } from '../../sources/tables.ts';
import type { Database } from './database.ts';
import type { Leads } from './leads.ts';
import { inRange, literal, microseconds, quoted } from './sql.ts';

/** Columns of each view beside the features. */
export const OWN_VIEWS = {
  predictions: ['time', 'score', 'label', 'inference_ms', 'model_version', 'lead', 'newest'],
  requests: ['time', 'endpoint', 'method', 'status', 'response_ms', 'scanner'],
  outcomes: ['lead', 'time', 'engaged', 'explored'],
  reference: ['score', 'engaged'],
  report: ['now', 'window_start', 'window_end'],
} as const;
export type OwnView = keyof typeof OWN_VIEWS;

/** Both logs in their typed tables; see `LoadedRows`. */
export interface OwnRows {
  readonly db: Database;
  readonly features: ReadonlyMap<string, number>;
  readonly leads: Leads;
}

interface Given extends Omit<OwnQueries, 'queries'> {
  readonly reference: ReferenceData;
  readonly joinKeys: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * Writes views for the team's own queries into a new database file, as tables: only these rows can be read there.
 *
 * @param views those that are written; a query that names another one fails.
 */
export async function writeOwnViews(
  { db, ...rows }: OwnRows,
  given: Given,
  views: ReadonlySet<OwnView>,
  path: string,
): Promise<void> {
  await db.connected(async (connection) => {
    await connection.run(`attach ${literal(path)} as own`);
    try {
      if (views.has('predictions')) await connection.run(predictionsSql(rows, given));
      if (views.has('requests')) await connection.run(requestsSql(given));
      if (views.has('outcomes')) await writeOutcomes(connection, given);
      if (views.has('reference')) await writeReference(connection, given.reference);
      await connection.run(reportSql(given));
    } finally {
      await connection.run('detach own');
    }
  });
}

/**
 * Features as columns, a number or a text by what the reference holds: what strangers send must not change a type. A key
 * that the reference lacks is text.
 */
function predictionsSql(
  { features, leads }: Omit<OwnRows, 'db'>,
  { reference, joinKeys, window, now }: Given,
): string {
  const numeric = new Map(reference.columns.map((column) => [column.name, isNumeric(column)]));
  const names = [...new Set([...numeric.keys(), ...features.keys()])].filter((name) => !name.includes('\0'));
  const columns = columnNames(names, OWN_VIEWS.predictions).map((column, i) => {
    const name = names[i] ?? '';
    const index = features.get(name);
    const value = numeric.get(name) === true ? numberSql(index) : textSql(index);
    return `${value} as ${quoted(column)}`;
  });
  const range = untilNow(window.predictions, now);
  return `create table own.predictions as
    select make_timestamp(time_us) as time, score, label, latency_ms as inference_ms, version as model_version,
      ${leadSql(joinKeys)} as lead, ${leads.newestIn(range)} as newest
      ${columns.map((column) => `, ${column}`).join('')}
    from lead_predictions where ${inRange(range)}`;
}

const numberSql = (index: number | undefined): string =>
  index === undefined ? 'null::double' : `number${index}`;

const textSql = (index: number | undefined): string =>
  index === undefined
    ? 'null::varchar'
    : `coalesce(${decodedSql(`text${index}`)}, case when number${index} = trunc(number${index}) and abs(number${index}) < 1e15
        then number${index}::bigint::varchar else number${index}::varchar end)`;

/** Text of a value kept as JSON, as `decodeText` reads it. */
const decodedSql = (json: string): string =>
  `case when ${json} not like '"%' then ${json}
    when not contains(${json}, '\\') and strlen(${json}) > 1 and ${json} like '%"' then ${json}[2:-2]
    when json_valid(${json}) then json_extract_string(${json}, '$') else ${json}[2:] end`;

const requestsSql = ({ window, now }: Given): string => `create table own.requests as
  select make_timestamp(time_us) as time, endpoint, method, status, latency_ms as response_ms, scanner
  from marked_requests where ${inRange(untilNow(window.requests, now))}`;

function reportSql({ window, now }: Given): string {
  const time = (epochMs: number): string => `make_timestamp(${microseconds(epochMs)})`;
  const { start, end } = window.predictions;
  return `create table own.report as
    select ${time(now)} as now, ${time(start)} as window_start, ${time(end)} as window_end`;
}

/** Every known outcome, with the lead as in the predictions; a row without a key is a lead that no prediction has. */
async function writeOutcomes(connection: DuckDBConnection, { outcomes, now }: Given): Promise<void> {
  await connection.run(
    'create temp table outcome_rows (time_us bigint, engaged boolean, explored boolean, key varchar)',
  );
  const appender = await connection.createAppender('outcome_rows');
  for (const { time, engaged, explored = false, key } of outcomes.outcomes) {
    if (time > now) continue;
    appender.appendBigInt(BigInt(Math.floor(time * 1000)));
    appender.appendBoolean(engaged);
    appender.appendBoolean(explored);
    appendText(appender, key);
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(`create table own.outcomes as
    select case when key is not null then ${keyedLead('key')} end as lead, make_timestamp(time_us) as time, engaged, explored
    from outcome_rows order by time_us, key`);
}

/** Opaque number of a lead that is known by its join key. */
const keyedLead = (key: string): string => `hash('key', ${key})`;

const leadSql = (joinKeys: readonly string[]): string =>
  joinKeys.length === 0
    ? 'own_lead'
    : `case when key0 is null or key0 = 'null' then own_lead else ${keyedLead(decodedSql('key0'))} end`;

async function writeReference(
  connection: DuckDBConnection,
  { columns, scores, outcomes, rows }: ReferenceData,
): Promise<void> {
  const names = columnNames(
    columns.map(({ name }) => name),
    OWN_VIEWS.reference,
  );
  const isNumber = columns.map(isNumeric);
  const types = names.map((name, i) => `${quoted(name)} ${isNumber[i] === true ? 'double' : 'varchar'}`);
  await connection.run(
    `create table own.reference (${['score double', 'engaged boolean', ...types].join(', ')})`,
  );
  const appender = await connection.createAppender('reference', 'main', 'own');
  for (let row = 0; row < rows; row++) {
    appendNumber(appender, scores?.[row] ?? null);
    const engaged = outcomes?.[row] ?? null;
    if (engaged === null) appender.appendNull();
    else appender.appendBoolean(engaged);
    for (const [i, { cells }] of columns.entries()) {
      const cell = cells[row] ?? null;
      if (typeof cell === 'number' && isNumber[i] === true) appender.appendDouble(cell);
      else appendText(appender, cell === null ? null : String(cell));
    }
    appender.endRow();
  }
  appender.closeSync();
}

function appendNumber(appender: DuckDBAppender, value: number | null): void {
  if (value === null) appender.appendNull();
  else appender.appendDouble(value);
}

function appendText(appender: DuckDBAppender, value: string | null): void {
  if (value === null) appender.appendNull();
  else appender.appendVarchar(value.toWellFormed());
}

const isNumeric = ({ cells }: ReferenceColumn): boolean => cells.every((cell) => typeof cell !== 'string');

/**
 * Names of columns for features, by position. Where a name is taken, also in other letters, it gets the prefix `input_`,
 * then a number: an identifier of SQL knows no capital letters.
 */
export function columnNames(features: readonly string[], fixed: readonly string[]): string[] {
  const taken = new Set(fixed.map((name) => name.toLowerCase()));
  return features.map((feature) => {
    const base = feature === '' ? 'input_' : feature;
    let name = base;
    for (let n = 1; taken.has(name.toLowerCase()); n++)
      name = n === 1 ? `input_${base}` : `input_${base}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
