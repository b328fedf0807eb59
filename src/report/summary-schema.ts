import { z } from 'zod';
import { statusSchema, timeSchema } from './schema/common.ts';
import { driftStatusSchema } from './schema/drift.ts';
import { incidentSchema } from './schema/incidents.ts';
import { ownFigureNameSchema } from './schema/own-figures.ts';
import { reportIdSchema } from './schema/report.ts';
import type { RunSummary } from './summary.ts';

const number = z.number().nullable();

/** Schema of the headline figures in the archive's index and in tombstones. */
export const runSummarySchema = z.strictObject({
  id: reportIdSchema,
  generatedAt: timeSchema,
  windowStart: timeSchema,
  windowEnd: timeSchema,
  status: statusSchema,
  headline: z.string(),
  modelVersion: z.string().nullable(),
  retrainingRecommended: z.boolean(),
  apiStatus: statusSchema,
  figures: z.record(z.string(), number),
  // Records of pruned reports may be older than these four.
  ownFigures: z.array(ownFigureNameSchema).default([]),
  outside: z.array(z.string()).nullable().default(null),
  firing: z.array(z.string()),
  firingValues: z.record(z.string(), z.number()).default({}),
  unjudged: z.array(z.string()).default([]),
  breached: z.array(z.string()).exactOptional(),
  incidents: z.array(incidentSchema).exactOptional(),
  features: z.array(
    z.strictObject({
      name: z.string(),
      slug: z.string(),
      status: driftStatusSchema,
      score: number,
      effect: number,
    }),
  ),
}) satisfies z.ZodType<RunSummary>;
