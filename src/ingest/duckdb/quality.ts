import path from 'node:path';
import type { LogInput } from '../log-files.ts';
import { lineNumbers } from '../record-lines.ts';
import type { RejectedReason, RejectedSample, Source, SourceQuality } from '../store.ts';
import type { Database } from './database.ts';
import { PREDICTION_RULES, REQUEST_RULES, type RejectRule } from './reject-rules.ts';
import { literal, microseconds } from './sql.ts';

export interface QualityOptions {
  readonly now: number;
  readonly samples: number;
  readonly labelThreshold: number;
  readonly positiveLabel: string;
}

/** What was read and what was refused, from the raw table alone; the files are opened again only for line numbers. */
export async function readQuality(
  db: Database,
  source: Source,
  log: LogInput,
  options: QualityOptions,
  remarks: readonly string[],
): Promise<SourceQuality> {
  const files = log.present ? log.files : [];
  const totals = await readTotals(db, source, options);
  return {
    present: log.present,
    location: log.location,
    files: files.map((file) => path.basename(file)),
    rows: totals.rows,
    rejected: totals.rejected,
    reasons: totals.rejected === 0 ? [] : await readReasons(db, source, files, options.samples),
    afterNow: totals.after_now,
    first: totals.first,
    last: totals.last,
    labelDisagreements: totals.disagreements,
    notes: [...remarks, ...(await readNotes(db, source))],
  };
}

interface Totals {
  readonly rows: number;
  readonly rejected: number;
  readonly after_now: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly disagreements: number;
}

async function readTotals(db: Database, source: Source, options: QualityOptions): Promise<Totals> {
  const now = microseconds(options.now);
  const disagrees =
    source === 'predictions'
      ? `(label = ${literal(options.positiveLabel)}) <> (score > ${options.labelThreshold})`
      : 'false';
  const rows = await db.rows<Totals>(`
    select count(*)::double as rows, (count(*) filter (bad > 0))::double as rejected,
      (count(*) filter (bad = 0 and us > ${now}))::double as after_now,
      min(us) filter (bad = 0 and us <= ${now}) / 1000.0::double as first,
      max(us) filter (bad = 0 and us <= ${now}) / 1000.0::double as last,
      (count(*) filter (bad = 0 and ${disagrees}))::double as disagreements
    from raw_${source}`);
  const [totals] = rows;
  if (totals === undefined) throw new Error('an aggregate without a row');
  return totals;
}

async function readReasons(
  db: Database,
  source: Source,
  files: readonly string[],
  samples: number,
): Promise<RejectedReason[]> {
  const rules: readonly RejectRule[] = source === 'predictions' ? PREDICTION_RULES : REQUEST_RULES;
  const counts = await db.rows<{ bad: number; n: number }>(`
    select bad::double as bad, count(*)::double as n from raw_${source} where bad > 0
    group by 1 order by n desc, bad`);
  const found = await db.rows<{ bad: number; file: number; record: number }>(`
    with starts as (select file, min(rowid) as start from raw_${source} group by file)
    select bad::double as bad, file::double as file, (r.rowid - start + 1)::double as record
    from (select rowid, bad, file from raw_${source} where bad > 0
          qualify row_number() over (partition by bad order by rowid) <= ${samples}) r join starts using (file)
    order by r.rowid`);
  const lines = await sampleLines(files, found);
  return counts.flatMap(({ bad, n }) => {
    const rule = rules[bad - 1];
    if (rule === undefined) return [];
    const own = found.flatMap((sample, i) => (sample.bad === bad ? [lines[i] ?? null] : []));
    return [
      {
        code: rule.code,
        count: n,
        samples: own.flatMap((at): RejectedSample[] =>
          at === null ? [] : [{ file: at.file, line: at.line, field: rule.field, detail: rule.detail }],
        ),
      },
    ];
  });
}

async function sampleLines(
  files: readonly string[],
  found: readonly { readonly file: number; readonly record: number }[],
): Promise<({ file: string; line: number } | null)[]> {
  const perFile = new Map<number, number[]>();
  for (const { file, record } of found) perFile.set(file, [...(perFile.get(file) ?? []), record]);
  const lines = new Map<number, ReadonlyMap<number, number>>();
  for (const [index, records] of perFile) {
    const file = files[index];
    if (file !== undefined) lines.set(index, await lineNumbers(file, records));
  }
  return found.map(({ file, record }) => {
    const name = files[file];
    const line = lines.get(file)?.get(record);
    return name === undefined || line === undefined ? null : { file: path.basename(name), line };
  });
}

async function readNotes(db: Database, source: Source): Promise<string[]> {
  if (source === 'predictions') return [];
  const [row] = await db.rows<{ other: number; guide: number }>(`
    select (count(*) filter (by_path))::double as other, (count(*) filter (not by_path))::double as guide
    from raw_requests where bad = 0`);
  if (row === undefined || row.other === 0) return [];
  const all = row.guide === 0 ? 'all' : row.other.toLocaleString('en-US');
  return [`\`path\` and \`response_time_ms\` read as \`endpoint\` and \`response_ms\` (${all} rows)`];
}
