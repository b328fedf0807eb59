import type { PredictionRow, ScoredKey, TimeRange } from '../../store.ts';
import { decodeText } from '../duckdb/feature-tables.ts';
import { sampleOrder } from '../duckdb/samples.ts';
import type { Cell } from './result-columns.ts';
import type { SparkSession } from './session.ts';
import { double, inRange, milliseconds } from './sql.ts';

/** Newest first; rows of one microsecond are ordered by what they hold, so that file order never shows. */
export function newestPredictions(
  session: SparkSession,
  range: TimeRange,
  limit: number,
  score: { readonly min: number; readonly max: number } | undefined,
): Promise<PredictionRow[]> {
  const scored = score === undefined ? '' : `and score between ${double(score.min)} and ${double(score.max)}`;
  return session.rows<PredictionRow>(
    `select ${milliseconds('us')}, score, label, ms, version from predictions where ${inRange(range)} ${scored}
    order by us desc, score desc, label, ms nulls last, version nulls last limit ${limit}`,
    ['time', 'score', 'label', 'inferenceMs', 'modelVersion'],
  );
}

export async function productionTexts(
  session: SparkSession,
  column: number,
  range: TimeRange,
  limit: number,
): Promise<string[]> {
  const [n = [], t = []] = await session.columns(
    `select n${column}, t${column} from predictions
    where ${inRange(range)} and (n${column} is not null or t${column} <> 'null')
    order by ${sampleOrder([`n${column}`, `t${column}`])} limit ${limit}`,
    2,
  );
  return n.map((number, row) => String(value(number, t[row] ?? '')));
}

export async function productionRows(
  session: SparkSession,
  columns: readonly (number | null)[],
  range: TimeRange,
  limit: number,
): Promise<(string | number | null)[][]> {
  const known = columns.flatMap((column) => (column === null ? [] : [`n${column}`, `t${column}`]));
  const found = await session.columns(
    `select ${['us', ...known].join(', ')} from predictions where ${inRange(range)}
    order by ${sampleOrder(known)} limit ${limit}`,
    1 + known.length,
  );
  const size = found[0]?.length ?? 0;
  const at = new Map(known.map((name, i) => [name, found[i + 1]]));
  return Array.from({ length: size }, (_, row) =>
    columns.map((column) =>
      column === null
        ? null
        : value(at.get(`n${column}`)?.[row] ?? null, at.get(`t${column}`)?.[row] ?? null),
    ),
  );
}

function value(number: Cell, text: Cell): string | number | null {
  if (typeof number === 'number') return number;
  return typeof text !== 'string' || text === 'null' ? null : decodeText(text);
}

/** Newest prediction of each key. */
export async function scoresByKey(
  session: SparkSession,
  column: string,
  range: TimeRange,
): Promise<ScoredKey[]> {
  const rows = await session.rows<ScoredKey>(
    `select key, ${milliseconds('us')}, score from (
      select ${column} as key, us, score, row_number() over (partition by ${column} order by us desc, score desc) as place
      from predictions where ${inRange(range)} and ${column} is not null and ${column} <> 'null')
    where place = 1 order by us, key`,
    ['key', 'time', 'score'],
  );
  return rows.map((row) => ({ ...row, key: decodeText(row.key) }));
}
