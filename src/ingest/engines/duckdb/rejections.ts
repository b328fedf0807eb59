import path from 'node:path';
import { BROKEN_DETAILS, type BrokenKind, classifyBroken } from '../../rules/refused-records.ts';
import { PREDICTION_RULES, REQUEST_RULES, type RejectRule } from '../../rules/reject-rules.ts';
import type { LogFormat } from '../../sources/log-format.ts';
import type { RecordLine } from '../../sources/record-finder.ts';
import { findRecords } from '../../sources/record-lines.ts';
import type { RejectedReason, RejectedSample, Source } from '../../store.ts';
import type { Database } from './database.ts';
import type { PreparedLog } from './load-log.ts';
import { rowsOf } from './sql.ts';

/** Up to so many records without a known field are classified one by one by their text. */
const MAX_CLASSIFIED = 10_000;

/** Codes of records that stand for the unread rest of a file: no line of it can be shown, and a note names the file. */
const WITHOUT_LINE: ReadonlySet<string> = new Set(['unpacked-too-large', 'unreadable']);

interface Refused {
  readonly brokenRule: number;
  readonly file: number;
  /** Counted from 1 within its file. */
  readonly record: number;
}

/** Refused rows by reason, most frequent first, with the first few of each and their lines. */
export async function readRejections(
  db: Database,
  source: Source,
  { formats, columns }: Pick<PreparedLog, 'formats' | 'columns'>,
  samples: number,
): Promise<RejectedReason[]> {
  const rules = source === 'predictions' ? PREDICTION_RULES : REQUEST_RULES;
  const broken = rules.findIndex((rule) => rule.code === 'broken-json') + 1;
  const counts = await db.rows<{ brokenRule: number; n: number }>(
    `select broken_rule::double as "brokenRule", count(*)::double as n from ${rowsOf(source)}
     where broken_rule > 0 group by 1 order by 1`,
  );
  const isFew = (counts.find(({ brokenRule }) => brokenRule === broken)?.n ?? 0) <= MAX_CLASSIFIED;
  const shown = isFew ? `rank <= ${samples} or broken_rule = ${broken}` : `rank <= ${samples}`;
  const refused = await db.rows<Refused>(`
    with starts as (select file, min(rowid) as start from ${rowsOf(source)} group by file)
    select broken_rule::double as "brokenRule", file::double as file, (r.rowid - start + 1)::double as record
    from (select rowid, broken_rule, file, row_number() over (partition by broken_rule order by file, rowid) as rank
          from ${rowsOf(source)} where broken_rule > 0) r join starts using (file)
    where ${shown} order by file, record`);
  const lines = await locate(
    formats,
    refused.map((one) => ({
      ...one,
      standsInFile: !WITHOUT_LINE.has(rules[one.brokenRule - 1]?.code ?? ''),
    })),
  );
  const groups = new Map<string, { count: number; samples: RejectedSample[] }>();
  for (const { brokenRule, n } of counts) {
    if (brokenRule !== broken || !isFew)
      groups.set(rules[brokenRule - 1]?.code ?? '', { count: n, samples: [] });
  }
  refused.forEach(({ brokenRule, file }, i) => {
    const line = lines[i];
    const rule = rules[brokenRule - 1];
    if (rule === undefined) return;
    const kind = brokenRule === broken && isFew ? classifyBroken(columns, line?.text ?? '') : null;
    const group = groups.get(kind ?? rule.code) ?? { count: 0, samples: [] };
    groups.set(kind ?? rule.code, group);
    if (kind !== null) group.count++;
    if (group.samples.length < samples && line !== undefined) {
      group.samples.push(sample(formats[file], line, rule, kind));
    }
  });
  return [...groups]
    .map(([code, group]) => ({ code, ...group }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

function sample(
  format: LogFormat | undefined,
  { line }: RecordLine,
  rule: RejectRule,
  kind: BrokenKind | null,
): RejectedSample {
  const detail = kind === null ? rule.detail : BROKEN_DETAILS[kind];
  return { file: path.basename(format?.file ?? ''), line, field: rule.field, detail };
}

/** Line and text of each record, in the order asked for. */
async function locate(
  formats: readonly LogFormat[],
  refused: readonly (Refused & { readonly standsInFile: boolean })[],
): Promise<(RecordLine | undefined)[]> {
  const perFile = new Map<number, number[]>();
  for (const { file, record, standsInFile } of refused) {
    if (!standsInFile) continue;
    const records = perFile.get(file);
    if (records === undefined) perFile.set(file, [record]);
    else records.push(record);
  }
  const found = new Map<number, ReadonlyMap<number, RecordLine>>();
  for (const [file, records] of perFile) {
    const format = formats[file];
    if (format !== undefined) found.set(file, await findRecords(format, records));
  }
  return refused.map(({ file, record }) => found.get(file)?.get(record));
}
