import { z } from 'zod';

const columnSchema = z.object({ key: z.string(), numbers: z.boolean(), texts: z.boolean() });

/** One input key of a segment, and which of its two columns the segment holds. */
export type CachedColumn = z.infer<typeof columnSchema>;

const segmentSchema = z.object({
  /** Name of the Parquet file beside the entry. */
  file: z.string().regex(/^[a-z0-9-]+\.parquet$/),
  /** Of the Parquet file, so that a torn one is told from a whole one. */
  sha256: z.string(),
  rows: z.number().int().nonnegative(),
  columns: z.array(columnSchema),
});

export type Segment = z.infer<typeof segmentSchema>;

/** The rows of the first `bytes` of one log file, as they were read in earlier nights. */
export const entrySchema = z.object({
  source: z.enum(['predictions', 'requests']),
  /** Whatever decides how a record becomes a row; see `RowCacheOptions.reading`. */
  reading: z.string(),
  /** First bytes of the file, by which it is found again under another name. */
  headBytes: z.number().int().nonnegative(),
  headSha256: z.string(),
  bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  /** The file as it was: one that is still the same is not hashed again. */
  stat: z.object({ size: z.number(), mtimeNs: z.string(), ctimeNs: z.string(), ino: z.string() }),
  segments: z.array(segmentSchema).min(1),
});

export type CacheEntry = z.infer<typeof entrySchema>;

export const entryRows = (entry: CacheEntry): number =>
  entry.segments.reduce((sum, segment) => sum + segment.rows, 0);
