import { z } from 'zod';
import { countSchema, statusSchema } from './common.ts';

/** Units of a team's own figure; see `FigureUnit`. */
export const OWN_UNITS = ['share', 'ms', 'score', 'count'] as const;

/** Pages that show the card of a team's own figure. */
export const OWN_PAGES = ['health', 'scores', 'latency', 'drift'] as const;

export const ownFigureIdSchema = z.string().regex(/^[a-z](?:-?[a-z0-9]+)*$/);

/** What lists need of a team's own figure. */
export const ownFigureNameSchema = z.strictObject({
  id: ownFigureIdSchema,
  label: z.string(),
  unit: z.enum(OWN_UNITS),
});

/**
 * A figure that the team defines by a query of its own: definition and result, so that an archived report is shown without
 * the file that defined it.
 */
export const ownFigureSchema = ownFigureNameSchema.extend({
  /** Name of the file in the directory of own figures. */
  file: z.string(),
  page: z.enum(OWN_PAGES),
  overview: z.boolean(),
  definition: z.string().nullable(),
  /** Whether higher or lower values are better; null where neither is. */
  better: z.enum(['higher', 'lower']).nullable(),
  /** Both ends included; null where that side, or nothing, is judged. */
  healthy: z.strictObject({ min: z.number().nullable(), max: z.number().nullable() }).nullable(),
  action: z.string().nullable(),
  value: z.number().nullable(),
  /** Leads behind the value, as the query says. */
  leads: countSchema,
  /** Judged by the exact value; red where the query cannot be run, unknown where its result is not to be published. */
  status: statusSchema,
  reason: z.string().nullable(),
});

export type OwnFigureName = z.output<typeof ownFigureNameSchema>;
export type OwnFigure = z.output<typeof ownFigureSchema>;
