import { z } from 'zod';
import { timeSchema } from '../report/schema/common.ts';
import type { RunSummary } from '../report/summary.ts';
import { runSummarySchema } from '../report/summary-schema.ts';
import { summaryFrom1 } from './migrate-from-1.ts';

/** What is kept of a pruned report for its permalink page. */
const tombstoneSchema = z.strictObject({
  prunedAt: timeSchema,
  inputsHash: z.string().nullable(),
  summary: z.preprocess(summaryFrom1, runSummarySchema),
});

export interface Tombstone {
  readonly prunedAt: string;
  readonly inputsHash: string | null;
  readonly summary: RunSummary;
}

export const encodeTombstone = (tombstone: Tombstone): string => `${JSON.stringify(tombstone)}\n`;

/** Parses a tombstone; `reason` is a sentence where it is invalid. */
export function decodeTombstone(text: string, id: string): Tombstone | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON, or cut short';
  }
  const result = tombstoneSchema.safeParse(value);
  if (!result.success) return 'not the record of a pruned report';
  return result.data.summary.id === id ? result.data : `holds "${result.data.summary.id}", not "${id}"`;
}
