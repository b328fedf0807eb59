import { z } from 'zod';
import type { ColumnEncoding } from './encoder.ts';

const column = z.string();

/** Schema of the encodings in a model's metadata. */
const encodingsSchema = z.array(
  z.discriminatedUnion('kind', [
    z.object({ column, kind: z.literal('numeric') }),
    z.object({ column, kind: z.literal('one-hot'), levels: z.array(z.string()) }),
    z.object({
      column,
      kind: z.literal('target'),
      rates: z.record(z.string(), z.number()),
      prior: z.number(),
    }),
    z.object({ column, kind: z.literal('text') }),
  ]),
);

/** Reads encodings from JSON; null where the text does not match the schema. */
export function parseEncodings(text: string): readonly ColumnEncoding[] | null {
  try {
    return encodingsSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
