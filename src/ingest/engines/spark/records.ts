import { configurationError } from '../../../monitor-error.ts';
import { sourceError } from './errors.ts';
import { type Format, type SparkLog, sparkPaths } from './spark-log.ts';
import type { SparkSession } from './spark-session.ts';
import { identifier, literal } from './sql.ts';

/**
 * The records of a log as one relation `(value, file, block, record, blank, r)`: the line where there is one, its
 * place, and a struct `r` of variants, one per key. `r` is null for a line that is no JSON object.
 */
export async function recordsOf(
  session: SparkSession,
  view: string,
  log: SparkLog,
  keys: readonly string[],
  variable: string,
): Promise<string> {
  if (!log.present) return emptyRecords(keys);
  try {
    if ('table' in log) {
      return await columnRecords(session, log.table.map(identifier).join('.'), keys, variable);
    }
    const relations: string[] = [];
    for (const [i, { format, path }] of sparkPaths(log).entries()) {
      const name = `${view}_${i}`;
      await session.run(
        `create or replace temporary view ${name} using ${format} options (${readerOptions(format, path)})`,
      );
      relations.push(
        format === 'text' ? lineRecords(name, keys) : await columnRecords(session, name, keys, variable),
      );
    }
    return relations.map((relation) => `(${relation})`).join(' union all ');
  } catch (error) {
    throw sourceError(error, variable, log.location);
  }
}

/** Text is split at line feeds alone, so that a line is the same line in every reader. */
function readerOptions(format: Format, path: string): string {
  const own = {
    text: ", lineSep '\\n'",
    csv: `, header 'true', inferSchema 'true', escape '"'`,
    parquet: '',
    orc: '',
  };
  return `path ${literal(path)}${own[format]}`;
}

/** Place of a row. Within one file block, records are numbered without gaps in the order of the file. */
const POSITION =
  'input_file_name() as file, input_file_block_start() as block, monotonically_increasing_id() as record';

const schema = (keys: readonly string[]): string =>
  `array<struct<${keys.map((key) => `${identifier(key)}: variant`).join(', ')}>>`;

/**
 * JSON lines. A line is parsed as the one element of a list, because Spark's reader takes the first object of a line and
 * silently ignores what follows: in a list, a second record or a tail of garbage makes the whole line broken.
 */
function lineRecords(view: string, keys: readonly string[]): string {
  const parsed = `from_json(concat('[', value, ']'), ${literal(schema(keys))}, map('allowSingleQuotes', 'false'))`;
  return `select value, file, block, record, blank, case when size(list) = 1 then list[0] end as r
    from (select *, trim(both ' \\t\\r' from value) = '' as blank, ${parsed} as list
      from (select trim(leading '\\uFEFF' from value) as value, ${POSITION} from ${view}))`;
}

/** Rows with columns: each column becomes a variant, an `input` of JSON text is parsed. */
async function columnRecords(
  session: SparkSession,
  relation: string,
  keys: readonly string[],
  variable: string,
): Promise<string> {
  const columns = await session.rows<{ name: string; type: string }>(`describe ${relation}`, [
    'name',
    'type',
  ]);
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  if (!keys.some((key) => types.has(key))) {
    throw configurationError(
      'log-without-columns',
      `${variable}: ${relation} has none of the columns ${keys.join(', ')}. Name a table or view that has them.`,
    );
  }
  const fields = keys.map((key) => `${literal(key)}, ${asVariant(key, types.get(key))}`);
  return `select cast(null as string) as value, ${POSITION}, false as blank, named_struct(${fields.join(', ')}) as r
    from ${relation}`;
}

function asVariant(key: string, type: string | undefined): string {
  const column = identifier(key);
  if (type === undefined) return 'cast(null as variant)';
  if (type === 'variant') return column;
  if (type === 'string') return key === 'input' ? `try_parse_json(${column})` : `cast(${column} as variant)`;
  if (/^(struct|map|array)</.test(type)) return `to_variant_object(${column})`;
  if (/^(timestamp|date)/.test(type)) return `cast(cast(${column} as string) as variant)`;
  return `cast(${column} as variant)`;
}

function emptyRecords(keys: readonly string[]): string {
  const fields = keys.map((key) => `${literal(key)}, cast(null as variant)`);
  return `select '' as value, '' as file, 0L as block, 0L as record, false as blank, named_struct(${fields.join(', ')}) as r
    where false`;
}
