import { z } from 'zod';
import { readRegularFileSync } from '../regular-file.ts';
import { reportJsonSchema } from '../report/schema/report.ts';
import type { RunSummary } from '../report/summary.ts';
import { runSummarySchema } from '../report/summary-schema.ts';
import { sha256 } from './archived-file.ts';
import { replaceDurably } from './durable-file.ts';
import { summaryFrom1 } from './migrate-from-1.ts';

/**
 * Headline figures of every report, so that a build need not validate every report again. It is only a cache: an entry
 * is valid while the SHA-256 of its file is unchanged, and a missing or corrupt index is rebuilt.
 */

const entrySchema = z.strictObject({
  /** SHA-256 of the file; a Git checkout does not preserve modification times. */
  sha256: z.string(),
  inputsHash: z.string().nullable(),
  provisional: z.boolean().default(false),
  /** False where the file has an older schema, which has to be migrated at each reading. */
  current: z.boolean(),
  summary: z.preprocess(summaryFrom1, runSummarySchema),
});
export type IndexEntry = Omit<z.output<typeof entrySchema>, 'summary'> & { readonly summary: RunSummary };

const indexSchema = z.strictObject({ fingerprint: z.string(), runs: z.record(z.string(), z.unknown()) });

/** Increment whenever the fields of a report or a summary change. */
let schemas: string | null = null;
const fingerprint = (): string => {
  schemas ??= sha256(JSON.stringify([reportJsonSchema(), z.toJSONSchema(runSummarySchema)]));
  return schemas;
};

/** Reads the index; empty where it is missing, corrupt or of another version. */
export function readIndex(path: string): ReadonlyMap<string, IndexEntry> {
  let value: unknown;
  try {
    value = JSON.parse(readRegularFileSync(path).toString());
  } catch {
    return new Map();
  }
  const index = indexSchema.safeParse(value);
  if (!index.success) return new Map();
  // Another version: every file is validated again; the old figures serve only for reports that cannot be read.
  const stale = index.data.fingerprint !== fingerprint() ? { sha256: '' } : {};
  const entries = Object.entries(index.data.runs).flatMap(([id, run]) => {
    const entry = entrySchema.safeParse(run);
    return entry.success ? [[id, { ...entry.data, ...stale }] as const] : [];
  });
  return new Map(entries);
}

/** Writes the index. Errors are ignored: without an index the next build is only slower. */
export function writeIndex(path: string, entries: ReadonlyMap<string, IndexEntry>): void {
  const runs = Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  try {
    replaceDurably(path, `${JSON.stringify({ fingerprint: fingerprint(), runs })}\n`);
  } catch {
    // A cache; see above.
  }
}
