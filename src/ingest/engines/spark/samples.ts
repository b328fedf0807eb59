import { decodeText, keyTexts } from '../../rules/feature-table.ts';
import { sampleOrder } from '../../rules/sample-order.ts';
import { type ShadowRow, shadowScores } from '../../rules/shadow-scores.ts';
import type { LeadRow, PredictionRow, SampledRows, ScoredKey, TimeRange } from '../../store.ts';
import type { Cell } from './result-columns.ts';
import type { SparkSession } from './spark-session.ts';
import { double, inRange, literal, milliseconds } from './sql.ts';

/** Newest first; rows of one microsecond are ordered by their values, so that the order of the files never shows. */
export function newestPredictions(
  session: SparkSession,
  range: TimeRange,
  limit: number,
  score: { readonly min: number; readonly max: number } | undefined,
): Promise<PredictionRow[]> {
  const scored = score === undefined ? '' : `and score between ${double(score.min)} and ${double(score.max)}`;
  return session.rows<PredictionRow>(
    `select ${milliseconds('time_us')}, score, label, latency_ms, version from predictions where ${inRange(range)} ${scored}
    order by time_us desc, score desc, label, latency_ms nulls last, version nulls last limit ${limit}`,
    ['time', 'score', 'label', 'inferenceMs', 'modelVersion'],
  );
}

export async function productionTexts(
  session: SparkSession,
  column: number,
  range: TimeRange,
  limit: number,
  newest: string,
): Promise<string[]> {
  const [number, text] = [`number${column}`, `text${column}`];
  const [numbers = [], texts = []] = await session.columns(
    `select ${number}, ${text} from predictions
    where ${inRange(range)} and ${newest} and (${number} is not null or ${text} <> 'null')
    order by ${sampleOrder([number, text])} limit ${limit}`,
    2,
  );
  return numbers.map((own, row) => String(cellValue(own, texts[row] ?? '')));
}

export async function productionRows(
  session: SparkSession,
  columns: readonly (number | null)[],
  range: TimeRange,
  limit: number,
): Promise<Omit<SampledRows, 'reference'>> {
  const known = columns.flatMap((column) => (column === null ? [] : [`number${column}`, `text${column}`]));
  const found = await session.columns(
    `select ${['score', 'version', ...known].join(', ')} from predictions where ${inRange(range)}
    order by ${sampleOrder(known)} limit ${limit}`,
    2 + known.length,
  );
  const size = found[0]?.length ?? 0;
  const at = new Map(known.map((name, i) => [name, found[i + 2]]));
  const production = Array.from({ length: size }, (_, row) =>
    columns.map((column) =>
      column === null
        ? null
        : cellValue(at.get(`number${column}`)?.[row] ?? null, at.get(`text${column}`)?.[row] ?? null),
    ),
  );
  return {
    production,
    scores: (found[0] ?? []).map(Number),
    versions: (found[1] ?? []).map((version) => String(version ?? '')),
  };
}

function cellValue(number: Cell, text: Cell): string | number | null {
  if (typeof number === 'number') return number;
  return typeof text !== 'string' || text === 'null' ? null : decodeText(text);
}

/** First prediction of each key by each version. */
export async function firstScores(
  session: SparkSession,
  column: string,
  range: TimeRange,
): Promise<ScoredKey[]> {
  const rows = await session.rows<ScoredKey>(
    `select key, version, ${milliseconds('time_us')}, score from (
      select ${column} as key, coalesce(version, '') as version, time_us, score,
        row_number() over (partition by ${column}, coalesce(version, '') order by time_us, score desc) as place
      from predictions where ${inRange(range)} and ${column} is not null and ${column} <> 'null')
    where place = 1 order by time_us, key, version`,
    ['key', 'version', 'time', 'score'],
  );
  return rows.map((row) => ({ ...row, key: decodeText(row.key) }));
}

/** Scores of versions that were not used, by key. */
export async function shadowsOf(
  session: SparkSession,
  column: string,
  shadow: string,
  range: TimeRange,
): Promise<ScoredKey[]> {
  const rows = await session.rows<ShadowRow>(
    `select ${column}, ${milliseconds('time_us')}, ${shadow} from predictions
    where ${inRange(range)} and ${column} is not null and ${column} <> 'null' and ${shadow} like '{%'`,
    ['key', 'time', 'shadow'],
  );
  return shadowScores(rows.map((row) => ({ ...row, key: decodeText(row.key) })));
}

/** First prediction of each of the given keys by each version, with the values of features. */
export async function leadRows(
  session: SparkSession,
  key: string,
  leads: readonly string[],
  columns: readonly (number | null)[],
  range: TimeRange,
): Promise<LeadRow[]> {
  const list = columns.flatMap((column) => (column === null ? [] : [`number${column}`, `text${column}`]));
  const order = ['time_us', 'score desc', ...list.map((name) => `${name} nulls last`)].join(', ');
  const own = ['score', ...list].join(', ');
  const found = await session.columns(
    `select key, version, ${milliseconds('time_us')}, ${own} from (
      select ${key} as key, coalesce(version, '') as version, time_us, ${own},
        row_number() over (partition by ${key}, coalesce(version, '') order by ${order}) as place
      from predictions where ${inRange(range)} and ${key} in (${leads.flatMap(keyTexts).map(literal).join(', ')}))
    where place = 1 order by time_us, key, version`,
    4 + list.length,
  );
  const [keys = [], versions = [], times = [], scores = [], ...values] = found;
  const at = new Map(list.map((name, i) => [name, values[i]]));
  return keys.map((text, row) => ({
    key: decodeText(String(text)),
    version: String(versions[row]),
    time: Number(times[row]),
    score: Number(scores[row]),
    cells: columns.map((column) =>
      column === null
        ? null
        : cellValue(at.get(`number${column}`)?.[row] ?? null, at.get(`text${column}`)?.[row] ?? null),
    ),
  }));
}
