import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { reportSchema } from '../report/schema/report.ts';
import type { RunSummary } from '../report/summary.ts';
import { runSummarySchema } from '../report/summary-schema.ts';
import { sha256 } from './archived-file.ts';
import { replaceDurably } from './durable-file.ts';
import { summaryFrom1 } from './migrate-from-1.ts';

/**
 * Headline figures of every report, so that a build need not check every report again. Only a cache: an entry counts
 * while its file has the very bytes it was made from, and a missing or torn index is made anew.
 */

const entrySchema = z.strictObject({
  /** SHA-256 of the file; times would not survive a checkout. */
  sha256: z.string(),
  inputsHash: z.string().nullable(),
  provisional: z.boolean().default(false),
  /** False where the file has an older schema, which has to be migrated at each reading. */
  current: z.boolean(),
  summary: z.preprocess(summaryFrom1, runSummarySchema),
});
export type IndexEntry = Omit<z.output<typeof entrySchema>, 'summary'> & { readonly summary: RunSummary };

const indexSchema = z.strictObject({ fingerprint: z.string(), runs: z.record(z.string(), z.unknown()) });

/** Changes whenever a report or a summary has other fields. */
let schemas: string | null = null;
const fingerprint = (): string => {
  schemas ??= sha256(JSON.stringify([z.toJSONSchema(reportSchema), z.toJSONSchema(runSummarySchema)]));
  return schemas;
};

/** The index, or an empty one where there is none that can be used. */
export function readIndex(path: string): ReadonlyMap<string, IndexEntry> {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return new Map();
  }
  const index = indexSchema.safeParse(value);
  if (!index.success) return new Map();
  // Made for other fields: every file is read again, and only the figures of those that cannot be read are still wanted.
  const stale = index.data.fingerprint !== fingerprint() ? { sha256: '' } : {};
  const entries = Object.entries(index.data.runs).flatMap(([id, run]) => {
    const entry = entrySchema.safeParse(run);
    return entry.success ? [[id, { ...entry.data, ...stale }] as const] : [];
  });
  return new Map(entries);
}

/** Writes the index; a directory that cannot be written costs time at the next build and nothing else. */
export function writeIndex(path: string, entries: ReadonlyMap<string, IndexEntry>): void {
  const runs = Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
  try {
    replaceDurably(path, `${JSON.stringify({ fingerprint: fingerprint(), runs })}\n`);
  } catch {
    // Only a cache.
  }
}
