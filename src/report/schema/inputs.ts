import { z } from 'zod';
import { countSchema, shareSchema, statusSchema, timeSchema } from './common.ts';

const reasonSchema = z.strictObject({
  code: z.string(),
  count: countSchema,
  /** The first few, values redacted. */
  samples: z.array(
    z.strictObject({
      file: z.string(),
      line: z.number().int(),
      field: z.string().nullable(),
      detail: z.string(),
    }),
  ),
});

export const logInputSchema = z.strictObject({
  status: statusSchema,
  present: z.boolean(),
  /** Base names of the files read, without directories. */
  files: z.array(z.string()),
  rows: countSchema,
  rejected: countSchema,
  reasons: z.array(reasonSchema),
  inWindow: countSchema,
  beforeWindow: countSchema,
  /** Of predictions: the share of the window’s that score a lead again. Absent in older reports and for requests. */
  repeatedShare: shareSchema.nullable().exactOptional(),
  afterNow: countSchema,
  first: timeSchema.nullable(),
  last: timeSchema.nullable(),
  labelDisagreements: countSchema,
  notes: z.array(z.string()),
  reason: z.string().nullable(),
});

export const tableInputSchema = z.strictObject({
  status: statusSchema,
  present: z.boolean(),
  file: z.string().nullable(),
  rows: countSchema,
  rejected: countSchema,
  reasons: z.array(reasonSchema),
  columns: countSchema,
  reason: z.string().nullable(),
});

export const inputsSchema = z.strictObject({
  status: statusSchema,
  predictions: logInputSchema,
  requests: logInputSchema,
  reference: tableInputSchema,
  outcomes: tableInputSchema,
});

/** True where a log has records but every one was rejected. */
export const allRefused = ({
  rows,
  rejected,
}: {
  readonly rows: number;
  readonly rejected: number;
}): boolean => rows > 0 && rejected === rows;
