import { configurationError, MonitorError } from '../../../monitor-error.ts';
import { type ColumnMap, type ColumnPath, isUsual, usualColumns } from '../../rules/column-map.ts';
import {
  type ColumnRules,
  resolveColumns,
  type SampleRecord,
  VARIABLES,
} from '../../rules/resolve-columns.ts';
import { recordsIn } from '../../sources/sample-records.ts';
import type { Source } from '../../store.ts';
import { sourceError } from './errors.ts';
import { fieldVariants, headsOf, variantAt } from './mapped-fields.ts';
import { type Format, type SparkLog, sparkPaths } from './spark-log.ts';
import type { SparkSession } from './spark-session.ts';
import { identifier, literal } from './sql.ts';

/** The records of a log, and where their fields stand. */
export interface SparkRecords {
  readonly columns: ColumnMap;
  /**
   * SQL of a relation `(value, file, block, record, blank, r)`: the line where there is one, its place, and a struct `r`
   * of variants, one per key. `r` is null for a line that is no JSON object.
   */
  readonly relation: string;
}

/** The records of a log: its files or table are named to Spark and sampled, not yet read. */
export async function recordsOf(
  session: SparkSession,
  source: Source,
  log: SparkLog,
  keys: readonly string[],
  rules: ColumnRules,
): Promise<SparkRecords> {
  if (!log.present) return { columns: usualColumns(source), relation: emptyRecords(keys) };
  const variable = VARIABLES[source];
  try {
    const relations: { readonly name: string; readonly format: Format | 'table' }[] = [];
    if ('table' in log) relations.push({ name: log.table.map(identifier).join('.'), format: 'table' });
    for (const [i, { format, path }] of sparkPaths(log).entries()) {
      const name = `lines_${source}_${i}`;
      await session.run(
        `create or replace temporary view ${name} using ${format} options (${readerOptions(format, path)})`,
      );
      relations.push({ name, format });
    }
    const samples: SampleRecord[] = [];
    for (const { name, format } of relations) samples.push(...(await sampleOf(session, name, format)));
    const columns = resolveColumns(source, rules, samples);
    const parts: string[] = [];
    for (const { name, format } of relations) {
      parts.push(
        format === 'text'
          ? lineRecords(name, keys, columns)
          : await columnRecords(session, name, keys, variable, columns),
      );
    }
    const relation =
      parts.length === 0 ? emptyRecords(keys) : parts.map((part) => `(${part})`).join(' union all ');
    return { columns, relation };
  } catch (error) {
    if (error instanceof MonitorError) throw error;
    throw sourceError(error, variable, log.location);
  }
}

const SAMPLE_RECORDS = 400;

/** Some records from the beginning of a relation. */
async function sampleOf(
  session: SparkSession,
  relation: string,
  format: Format | 'table',
): Promise<SampleRecord[]> {
  const value = format === 'text' ? `substr(value, 1, ${MAX_SAMPLE_CHARACTERS})` : 'to_json(struct(*))';
  const rows = await session.rows<{ value: string }>(
    `select ${value} as value from ${relation} limit ${SAMPLE_RECORDS}`,
    ['value'],
  );
  return rows.flatMap(({ value: line }) => recordsIn(line, 1));
}

/** A longer line is cut, and then no sample. */
const MAX_SAMPLE_CHARACTERS = 65_536;

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
function lineRecords(view: string, keys: readonly string[], columns: ColumnMap): string {
  if (!isUsual(columns)) return mappedLines(view, keys, columns);
  const parsed = `from_json(concat('[', value, ']'), ${literal(schema(keys))}, map('allowSingleQuotes', 'false'))`;
  return `select value, file, block, record, blank, case when size(list) = 1 then list[0] end as r
    from (select *, trim(both ' \\t\\r' from value) = '' as blank, ${parsed} as list
      from (select trim(leading '\\uFEFF' from value) as value, ${POSITION} from ${view}))`;
}

/** JSON lines whose fields have other names: the whole record is parsed, and the fields are taken out of it. */
function mappedLines(view: string, keys: readonly string[], columns: ColumnMap): string {
  const parsed = `from_json(concat('[', value, ']'), 'array<variant>', map('allowSingleQuotes', 'false'))`;
  const at = (path: ColumnPath): string => variantAt('whole', path);
  const rest = (except: readonly string[]): string =>
    `to_variant_object(map_filter(try_cast(whole as map<string, variant>), (k, v) -> k not in (${except.map(literal).join(', ')})))`;
  const variants = fieldVariants(columns, at, rest);
  const fields = keys.map((key) => `${literal(key)}, ${variants.get(key) ?? at([key])}`);
  return `select value, file, block, record, blank,
      case when schema_of_variant(whole) like 'OBJECT<%' then named_struct(${fields.join(', ')}) end as r
    from (select *, case when size(list) = 1 then list[0] end as whole
      from (select *, trim(both ' \\t\\r' from value) = '' as blank, ${parsed} as list
        from (select trim(leading '\\uFEFF' from value) as value, ${POSITION} from ${view})))`;
}

/** Rows with columns: each column becomes a variant, an `input` of JSON text is parsed. */
async function columnRecords(
  session: SparkSession,
  relation: string,
  keys: readonly string[],
  variable: string,
  map: ColumnMap,
): Promise<string> {
  const columns = await session.rows<{ name: string; type: string }>(`describe ${relation}`, [
    'name',
    'type',
  ]);
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  if (![...keys, ...headsOf(map)].some((key) => types.has(key))) {
    throw configurationError(
      'log-without-columns',
      `${variable}: ${relation} has none of the columns ${keys.join(', ')}. Name a table or view that has them.`,
    );
  }
  const variants = isUsual(map) ? new Map<string, string>() : columnVariants(map, types);
  const fields = keys.map((key) => `${literal(key)}, ${variants.get(key) ?? asVariant(key, types.get(key))}`);
  return `select cast(null as string) as value, ${POSITION}, false as blank, named_struct(${fields.join(', ')}) as r
    from ${relation}`;
}

function columnVariants(map: ColumnMap, types: ReadonlyMap<string, string>): Map<string, string> {
  const at = (path: ColumnPath): string => {
    const flat = path.join('.');
    if (types.has(flat)) return asVariant(flat, types.get(flat));
    const [head = '', ...within] = path;
    return variantAt(asVariant(head, types.get(head)), within);
  };
  const rest = (except: readonly string[]): string => {
    const names = [...types.keys()].filter((name) => !except.includes(name) && !name.startsWith('#'));
    const members = names.map((name) => `${literal(name)}, ${asVariant(name, types.get(name))}`);
    return `to_variant_object(map_filter(map(${members.join(', ')}), (k, v) -> v is not null))`;
  };
  return fieldVariants(map, at, rest);
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
