import { z } from 'zod';

const columnSchema = z.object({ key: z.string(), numbers: z.boolean(), texts: z.boolean() });

/** An input key of which a segment holds values, and which of its two columns are there. */
export type CachedColumn = z.infer<typeof columnSchema>;

const segmentSchema = z.object({
  /** Name of the Parquet file beside the entry. */
  file: z.string().regex(/^[a-z0-9-]+\.parquet$/),
  /** Of the Parquet file, so that a torn one is told from a whole one. */
  sha256: z.string(),
  rows: z.number().int().nonnegative(),
  columns: z.array(columnSchema),
  /** Every key that was looked for, where the reading saw no others; null where it would have seen any. */
  lookedFor: z.array(z.string()).nullable(),
});

/** The rows that one run brought of one log file. */
export type Segment = z.infer<typeof segmentSchema>;

const stampSchema = z.object({
  size: z.number(),
  mtimeNs: z.string(),
  ctimeNs: z.string(),
  ino: z.string(),
  /** The last change was long enough ago for another one to show. */
  settled: z.boolean(),
});

/** A file as it was before it was hashed: one that still is so is not hashed again. */
export type Stamp = z.infer<typeof stampSchema>;

/** The rows of the first `bytes` of one log file, as they were read in earlier runs. */
export const entrySchema = z.object({
  source: z.enum(['predictions', 'requests']),
  /** Whatever decides how a record becomes a row; see `RowCacheOptions.reading`. */
  reading: z.string(),
  /** First bytes of the file, by which it is found again under another name. */
  headBytes: z.number().int().nonnegative(),
  headSha256: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  stamp: stampSchema,
  segments: z.array(segmentSchema).min(1),
});

export type CacheEntry = z.infer<typeof entrySchema>;

/** Rows of all segments together. */
export const entryRows = (entry: CacheEntry): number =>
  entry.segments.reduce((sum, segment) => sum + segment.rows, 0);
