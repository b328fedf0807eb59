import path from 'node:path';
import type { EngineOptions } from '../../engine-options.ts';
import { byCodeUnit } from '../../ordering.ts';
import { otherNamesNote } from '../../rules/quality-notes.ts';
import type { RejectedReason, RejectedSample, Source, SourceQuality } from '../../store.ts';
import { rejectRules, type SparkRule } from './reject-case.ts';
import { baseName, type SparkLog } from './spark-log.ts';
import type { SparkSession } from './spark-session.ts';
import { double, literal, microseconds, milliseconds } from './sql.ts';

type QualityOptions = Pick<Required<EngineOptions>, 'now' | 'samples' | 'labelThreshold' | 'positiveLabel'>;

interface Totals {
  readonly rows: number;
  readonly rejected: number;
  readonly afterNow: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly disagreements: number;
}

/** What was read and what was refused, from the cached table. */
export async function readQuality(
  session: SparkSession,
  source: Source,
  log: SparkLog,
  options: QualityOptions,
  notes: readonly string[],
): Promise<SourceQuality> {
  const totals = await readTotals(session, source, options);
  const blocks = await readBlocks(session, source);
  const reasons = totals.rejected === 0 ? [] : await readReasons(session, source, blocks, options.samples);
  return {
    present: log.present,
    location: log.location,
    files: fileNames(log, blocks),
    rows: totals.rows,
    rejected: totals.rejected,
    reasons,
    afterNow: totals.afterNow,
    first: totals.first,
    last: totals.last,
    labelDisagreements: totals.disagreements,
    notes: [...notes, ...(await readNotes(session, source))],
  };
}

async function readTotals(session: SparkSession, source: Source, options: QualityOptions): Promise<Totals> {
  const now = microseconds(options.now);
  const past = `where broken_rule = 0 and time_us <= ${now}`;
  const disagrees =
    source === 'predictions'
      ? `(label = ${literal(options.positiveLabel)}) <> (score > ${double(options.labelThreshold)})`
      : 'false';
  const [totals] = await session.rows<Totals>(
    `select double(count(*)), double(count(*) filter (where broken_rule > 0)),
      double(count(*) filter (where broken_rule = 0 and time_us > ${now})),
      ${milliseconds(`min(time_us) filter (${past})`)}, ${milliseconds(`max(time_us) filter (${past})`)},
      double(count(*) filter (where broken_rule = 0 and ${disagrees}))
    from all_${source} where broken_rule >= 0`,
    ['rows', 'rejected', 'afterNow', 'first', 'last', 'disagreements'],
  );
  if (totals === undefined) throw new Error('an aggregate query returned no row');
  return totals;
}

/** A block of a file as one task read it, with the number of its first record and of its lines (blank ones too). */
interface Block {
  readonly file: string;
  readonly block: number;
  readonly start: number;
  readonly lines: number;
}

/** Blocks in the order of the log: files by their path, then by place in the file. */
function readBlocks(session: SparkSession, source: Source): Promise<Block[]> {
  return session.rows<Block>(
    `select file, double(block), double(min(record)), double(count(*)) from all_${source} group by file, block
    order by file, block`,
    ['file', 'block', 'start', 'lines'],
  );
}

function fileNames(log: SparkLog, blocks: readonly Block[]): string[] {
  if (!log.present) return [];
  if ('files' in log) return [...log.files].sort(byCodeUnit).map((file) => path.basename(file));
  return [...new Set(blocks.map(({ file }) => baseName(file)))].filter((name) => name !== '');
}

async function readReasons(
  session: SparkSession,
  source: Source,
  blocks: readonly Block[],
  samples: number,
): Promise<RejectedReason[]> {
  const rules = rejectRules(source);
  const counts = await session.rows<{ brokenRule: number; n: number }>(
    `select broken_rule, double(count(*)) as n from all_${source} where broken_rule > 0 group by broken_rule`,
    ['brokenRule', 'n'],
  );
  const place = `case ${blocks.map((b, i) => `when file = ${literal(b.file)} and block = ${b.block} then ${i}`).join(' ')} end`;
  const found = await session.rows<{ brokenRule: number; place: number; record: number }>(
    `select broken_rule, place, double(record) from (
      select broken_rule, place, record, row_number() over (partition by broken_rule order by place, record) as nth
      from (select broken_rule, record, ${place} as place from all_${source} where broken_rule > 0))
    where nth <= ${samples} order by place, record`,
    ['brokenRule', 'place', 'record'],
  );
  const reasons = counts.flatMap(({ brokenRule, n }): RejectedReason[] => {
    const rule = rules[brokenRule - 1];
    if (rule === undefined) return [];
    const own = found.filter((sample) => sample.brokenRule === brokenRule);
    return [{ code: rule.code, count: n, samples: own.flatMap((at) => sampleAt(rule, blocks, at)) }];
  });
  return reasons.sort((a, b) => b.count - a.count || byCodeUnit(a.code, b.code));
}

/** The line is counted over the earlier blocks of the file and then within the record's own block. */
function sampleAt(
  rule: SparkRule,
  blocks: readonly Block[],
  at: { readonly place: number; readonly record: number },
): RejectedSample[] {
  const own = blocks[at.place];
  if (own === undefined) return [];
  const earlier = blocks.slice(0, at.place).filter(({ file }) => file === own.file);
  const line = earlier.reduce((sum, { lines }) => sum + lines, 0) + at.record - own.start + 1;
  return [{ file: baseName(own.file), line, field: rule.field, detail: rule.detail }];
}

async function readNotes(session: SparkSession, source: Source): Promise<string[]> {
  if (source === 'predictions') return [];
  const [row] = await session.rows<{ other: number; usual: number }>(
    `select double(count(*) filter (where by_path)), double(count(*) filter (where not by_path)) from requests`,
    ['other', 'usual'],
  );
  const note = row === undefined ? null : otherNamesNote(row.other, row.usual);
  return note === null ? [] : [note];
}
