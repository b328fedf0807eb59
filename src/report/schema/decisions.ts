import { z } from 'zod';
import { timeSchema } from './common.ts';

/** What a decision says of itself. */
const common = {
  /** Null: until what it covers is over. */
  until: timeSchema.nullable(),
  reason: z.string(),
  by: z.string(),
};

/** Parts of a report that a decision may name. */
const COVERED_KINDS = ['alert', 'figure', 'feature', 'incident'] as const;

const coveredSchema = z.strictObject({ kind: z.enum(COVERED_KINDS), id: z.string() });

/** A decision on what it names, as it stood when the report was made. */
const decisionSchema = z.strictObject({
  what: z.string(),
  ...common,
  /** False where its time was over: what it covered is told again. */
  inForce: z.boolean(),
  /** What it names in this report. */
  covers: z.array(coveredSchema),
  /** Where it names nothing in this report: the most similar name, if any is. */
  nearest: z.string().nullable(),
});

/** A time span of the team's, such as a campaign. */
const annotationSchema = z.strictObject({ label: z.string(), from: timeSchema, to: timeSchema });

/** Decisions of the team, from its committed file. */
export const decisionsSchema = z.strictObject({
  silences: z.array(decisionSchema),
  acknowledgements: z.array(decisionSchema),
  /** Drifted features accepted as the new normal. */
  accepted: z.array(decisionSchema),
  annotations: z.array(annotationSchema),
});

export type Decisions = z.output<typeof decisionsSchema>;
export type Decision = Decisions['silences'][number];
export type Annotation = Decisions['annotations'][number];
export type Covered = Decision['covers'][number];

/** A decision as the team wrote it. */
export type GivenDecision = Pick<Decision, 'what' | 'until' | 'reason' | 'by'>;

export interface GivenDecisions {
  readonly silences: readonly GivenDecision[];
  readonly acknowledgements: readonly GivenDecision[];
  readonly accepted: readonly GivenDecision[];
  readonly annotations: readonly Annotation[];
}
