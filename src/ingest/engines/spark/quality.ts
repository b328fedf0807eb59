import path from 'node:path';
import type { RejectRule } from '../../rules/reject-rules.ts';
import type { RejectedReason, RejectedSample, Source, SourceQuality } from '../../store.ts';
import { rejectRules } from './reject-case.ts';
import type { SparkSession } from './session.ts';
import { baseName, type SparkLog } from './spark-log.ts';
import { double, literal, microseconds, milliseconds } from './sql.ts';

export interface QualityOptions {
  readonly now: number;
  readonly samples: number;
  readonly labelThreshold: number;
  readonly positiveLabel: string;
}

interface Totals {
  readonly rows: number;
  readonly rejected: number;
  readonly afterNow: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly disagreements: number;
}

/** What was read and what was refused, from the cached table alone. */
export async function readQuality(
  session: SparkSession,
  source: Source,
  log: SparkLog,
  options: QualityOptions,
  remarks: readonly string[],
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
    notes: [...remarks, ...(await readNotes(session, source))],
  };
}

async function readTotals(session: SparkSession, source: Source, options: QualityOptions): Promise<Totals> {
  const now = microseconds(options.now);
  const past = `where bad = 0 and us <= ${now}`;
  const disagrees =
    source === 'predictions'
      ? `(label = ${literal(options.positiveLabel)}) <> (score > ${double(options.labelThreshold)})`
      : 'false';
  const [totals] = await session.rows<Totals>(
    `select double(count(*)), double(count(*) filter (where bad > 0)),
      double(count(*) filter (where bad = 0 and us > ${now})),
      ${milliseconds(`min(us) filter (${past})`)}, ${milliseconds(`max(us) filter (${past})`)},
      double(count(*) filter (where bad = 0 and ${disagrees}))
    from all_${source} where bad >= 0`,
    ['rows', 'rejected', 'afterNow', 'first', 'last', 'disagreements'],
  );
  if (totals === undefined) throw new Error('an aggregate without a row');
  return totals;
}

/** A block of a file as one task read it: number of its first record, and of lines, blank ones too. */
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

const byCodeUnit = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

async function readReasons(
  session: SparkSession,
  source: Source,
  blocks: readonly Block[],
  samples: number,
): Promise<RejectedReason[]> {
  const rules = rejectRules(source);
  const counts = await session.rows<{ bad: number; n: number }>(
    `select bad, double(count(*)) as n from all_${source} where bad > 0 group by bad`,
    ['bad', 'n'],
  );
  const place = `case ${blocks.map((b, i) => `when file = ${literal(b.file)} and block = ${b.block} then ${i}`).join(' ')} end`;
  const found = await session.rows<{ bad: number; place: number; record: number }>(
    `select bad, place, double(record) from (
      select bad, place, record, row_number() over (partition by bad order by place, record) as nth
      from (select bad, record, ${place} as place from all_${source} where bad > 0))
    where nth <= ${samples} order by place, record`,
    ['bad', 'place', 'record'],
  );
  const reasons = counts.flatMap(({ bad, n }): RejectedReason[] => {
    const rule = rules[bad - 1];
    if (rule === undefined) return [];
    const own = found.filter((sample) => sample.bad === bad);
    return [{ code: rule.code, count: n, samples: own.flatMap((at) => sampleAt(rule, blocks, at)) }];
  });
  return reasons.sort((a, b) => b.count - a.count || byCodeUnit(a.code, b.code));
}

/** Lines before the record in its file: those of earlier blocks, then those of its own. */
function sampleAt(
  rule: RejectRule,
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
  const [row] = await session.rows<{ other: number; guide: number }>(
    `select double(count(*) filter (where by_path)), double(count(*) filter (where not by_path)) from requests`,
    ['other', 'guide'],
  );
  if (row === undefined || row.other === 0) return [];
  const rows = row.guide === 0 ? 'all rows' : `${row.other} rows`;
  return [`\`path\` and \`response_time_ms\` are read as \`endpoint\` and \`response_ms\` (${rows})`];
}
