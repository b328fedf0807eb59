import { z } from 'zod';

const columnSchema = z.object({ key: z.string(), numbers: z.boolean(), texts: z.boolean() });

/** An input key that has values in a segment, and which of its two columns exist. */
export type CachedColumn = z.infer<typeof columnSchema>;

const segmentSchema = z.object({
  /** Name of the Parquet file beside the entry. */
  file: z.string().regex(/^[a-z0-9-]+\.parquet$/),
  /** Of the Parquet file, to detect damaged ones. */
  sha256: z.string(),
  rows: z.number().int().nonnegative(),
  columns: z.array(columnSchema),
  /** The keys that were looked for, where others would not have been found; null where every key is found. */
  lookedFor: z.array(z.string()).nullable(),
});

/** The rows that were new in one log file in one run. */
export type Segment = z.infer<typeof segmentSchema>;

const stampSchema = z.object({
  size: z.number(),
  mtimeNs: z.string(),
  ctimeNs: z.string(),
  ino: z.string(),
  /** The last change was long enough ago for another one to change the times. */
  settled: z.boolean(),
});

/** Size, times and inode of a file when it was hashed; while they are unchanged it is not hashed again. */
export type Stamp = z.infer<typeof stampSchema>;

/** Cached rows of the first `bytes` of one log file. */
export const entrySchema = z.object({
  source: z.enum(['predictions', 'requests']),
  /** SHA-256 of `RowCacheOptions.reading`. */
  reading: z.string(),
  /** First bytes of the file, by which it is recognised under another name. */
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
