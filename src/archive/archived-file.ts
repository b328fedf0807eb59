import { createHash } from 'node:crypto';
import { type Report, SCHEMA_VERSION } from '../report/schema/report.ts';
import { type Migrated, migrateReport } from './migrate.ts';
import { packRows, unpackRows } from './packed-rows.ts';

/**
 * A report's file is its report as JSON, with one more key at its end, `archive`, which says what the report was made
 * from, and with its lists packed (`packed-rows.ts`). So one atomic write keeps both, and
 * `jq .verdict archive/reports/2026-02-20.json` reads like the published one.
 */

export interface ArchivedReport {
  readonly report: Report;
  readonly inputsHash: string | null;
  /** May be replaced by a later run of the same day, whatever that was made from. */
  readonly provisional: boolean;
  /** False where the file has an older schema and was migrated. */
  readonly current: boolean;
}

/** What a run says of itself when its report is archived. */
export interface ReportOrigin {
  readonly inputsHash: string;
  /** Default false. */
  readonly provisional?: boolean;
}

export type Decoded =
  | { readonly ok: true; readonly value: ArchivedReport }
  | { readonly ok: false; readonly reason: string };

/** A report as every surface writes it: keys in the order they were made, a line break at the end. */
export const reportJson = (report: Report): string => `${JSON.stringify(report)}\n`;

export const encodeReport = (report: Report, { inputsHash, provisional = false }: ReportOrigin): string => {
  const archive = provisional ? { inputsHash, provisional } : { inputsHash };
  return `${JSON.stringify({ ...(packRows(report) as object), archive })}\n`;
};

/** Reads a report's file, of any schema version, and checks every field. */
export function decodeReport(text: string, id: string): Decoded {
  const parsed = parseReport(text);
  if (!parsed.ok) return parsed;
  const migrated: Migrated = migrateReport(parsed.report);
  if (!migrated.ok) return migrated;
  const { report } = migrated;
  if (report.id !== id) return { ok: false, reason: `holds report "${report.id}", not "${id}"` };
  if (report.simulated) return { ok: false, reason: 'holds simulated data, which is never archived' };
  const current = (parsed.report as { readonly schemaVersion?: unknown }).schemaVersion === SCHEMA_VERSION;
  const { inputsHash, provisional } = parsed;
  return { ok: true, value: { report, inputsHash, provisional, current } };
}

/** The parse alone, for a file whose very bytes were checked before. */
export function trustedRun(text: string): Report {
  const { archive, ...report } = JSON.parse(text);
  return unpackRows(report) as unknown as Report;
}

export const sha256 = (text: string | Uint8Array): string => createHash('sha256').update(text).digest('hex');

type Parsed =
  | {
      readonly ok: true;
      readonly report: unknown;
      readonly inputsHash: string | null;
      readonly provisional: boolean;
    }
  | { readonly ok: false; readonly reason: string };

function parseReport(text: string): Parsed {
  if (text.trim() === '') return { ok: false, reason: 'empty' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's message quotes the text; what a foreign file holds is not for a public log.
    return { ok: false, reason: 'not JSON, or cut short' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, reason: 'not a report: expected a JSON object' };
  }
  const { archive, ...packed } = value as { readonly archive?: unknown };
  const { inputsHash, provisional } = (archive ?? {}) as { readonly [key: string]: unknown };
  return {
    ok: true,
    report: unpackRows(packed),
    inputsHash: typeof inputsHash === 'string' ? inputsHash : null,
    provisional: provisional === true,
  };
}
