import { type Report, reportSchema, SCHEMA_VERSION } from '../report/schema/report.ts';
import { ONCE } from '../settings/parse-once.ts';
import { reportFrom1 } from './migrate-from-1.ts';

/** A decoded value, or one sentence why it cannot be decoded. */
export type Migrated =
  | { readonly ok: true; readonly report: Report }
  | { readonly ok: false; readonly reason: string };

type Json = Readonly<Record<string, unknown>>;

/**
 * One step per released schema version: it takes a complete report of that version and returns one of the next. Frozen
 * samples of every version are in `tests/frozen/`.
 */
const STEPS: ReadonlyMap<number, (report: Json) => Json> = new Map([[1, reportFrom1]]);

/** Migrates a report of any released schema version to the current one and validates it. */
export function migrateReport(value: unknown): Migrated {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, reason: 'not a report: expected a JSON object' };
  }
  let report = value as Json;
  const version = report['schemaVersion'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return { ok: false, reason: 'not a report: no schemaVersion' };
  }
  if (version > SCHEMA_VERSION) {
    return {
      ok: false,
      reason: `made by a newer version of this software (schema ${version}; this one reads up to ${SCHEMA_VERSION})`,
    };
  }
  for (let from = version; from < SCHEMA_VERSION; from++) {
    const step = STEPS.get(from);
    if (step === undefined) return { ok: false, reason: `schema ${from} cannot be read any more` };
    report = step(report);
  }
  const result = reportSchema.safeParse(report, ONCE);
  if (result.success) return { ok: true, report: result.data };
  const issue = result.error.issues[0];
  const at = issue?.path.map(String).join('.') ?? '';
  return {
    ok: false,
    reason: `not a valid report: ${at === '' ? '' : `${at}: `}${issue?.message ?? 'invalid'}`,
  };
}
