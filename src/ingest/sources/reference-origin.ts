import { existsSync } from 'node:fs';
import { z } from 'zod';
import { inputError } from '../../monitor-error.ts';
import { readRegularFileSync } from '../../regular-file.ts';

/** What is known of the scores of a reference; written by train-model beside the file. */
export const referenceOriginSchema = z.strictObject({
  scores: z.enum(['holdout', 'crossValidated', 'training', 'unknown']),
  /** The version that made them; null where it is not known. */
  modelVersion: z.string().nullable(),
});

export type ReferenceOrigin = z.output<typeof referenceOriginSchema>;

/** `reference.csv` → `reference.origin.json`. */
export const originPath = (reference: string): string =>
  reference.replace(/\.csv(\.gz|\.zst)?$/i, '').concat('.origin.json');

/**
 * Null where there is no such file beside the reference.
 *
 * @throws MonitorError `reference-origin` (exit code 3) where it says nothing that is known.
 */
export function readReferenceOrigin(reference: string): ReferenceOrigin | null {
  const path = originPath(reference);
  if (!existsSync(path)) return null;
  try {
    const found = referenceOriginSchema.safeParse(JSON.parse(readRegularFileSync(path).toString()));
    if (found.success) return found.data;
  } catch {
    // Told below.
  }
  throw inputError(
    'reference-origin',
    `${path}: expected {"scores": "crossValidated", "modelVersion": "…"} as train-model writes it. Train again, or remove the file.`,
  );
}
