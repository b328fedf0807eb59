import { z } from 'zod';
import { countSchema, timeSchema } from './common.ts';
import { SEVERITIES } from './model.ts';

/** States of an incident in one report; only the report in which it opens, gets worse or recovers says so. */
const INCIDENT_STATES = ['opened', 'worse', 'open', 'recovered'] as const;

/** What a rule found while it belonged to the incident. */
const memberSchema = z.strictObject({
  /** Id of the alert. */
  rule: z.string(),
  segment: z.string().nullable(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  /** Whether it fires in this report; a rule that could not be judged keeps what was known. */
  fires: z.boolean(),
});

/** A decision of the team that covers an incident. */
const coverSchema = z.strictObject({
  until: timeSchema.nullable(),
  reason: z.string().nullable(),
  by: z.string().nullable(),
});

/** One problem over all the reports in which it is seen. Rules that speak of the same problem share an incident. */
export const incidentSchema = z.strictObject({
  /** The same in every report of its life, in reruns and in backfilled reports: rule, segment and day of opening. */
  id: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,199}$/),
  /** Id of the alert that opened it. */
  rule: z.string(),
  /** Feature or segment that the rule found; null where it is about everything. */
  segment: z.string().nullable(),
  /** What it is about; findings on the same problem belong to it while it is open. */
  problem: z.string(),
  /** Of the most severe member that fires. */
  severity: z.enum(SEVERITIES),
  /** The most severe so far. */
  peak: z.enum(SEVERITIES),
  owner: z.string(),
  title: z.string(),
  /** The finding as a sentence, of the member named by `title`; the last one where it has recovered. */
  explanation: z.string(),
  action: z.string(),
  state: z.enum(INCIDENT_STATES),
  /** Report in which it was first seen, and its time. */
  openedIn: z.string(),
  openedAt: timeSchema,
  /** Reports that saw it, this one included, and days (UTC) since it opened. */
  reports: countSchema,
  days: countSchema,
  /** Time of the last report in which it got worse; null where it never did. */
  lastWorse: timeSchema.nullable(),
  /** How often it got worse, and how many reminders were due. */
  worsened: countSchema,
  reminders: countSchema,
  /**
   * What this report has to tell of it, once: `opened`, `worse-2`, `reminder-1`, `recovered`; unique within its life. Null
   * where there is nothing new.
   */
  event: z
    .string()
    .regex(/^(?:opened|recovered|(?:worse|reminder)-[1-9]\d*)$/)
    .nullable(),
  value: z.number().nullable(),
  threshold: z.number(),
  unit: z.string(),
  members: z.array(memberSchema),
  /** What changed with it, the likeliest first. */
  explains: z.array(
    z.strictObject({
      kind: z.enum(['feature', 'version', 'release']),
      name: z.string(),
      detail: z.string().nullable(),
    }),
  ),
  /** Set by decisions of the team; null where there is none. */
  silencedUntil: timeSchema.nullable(),
  acknowledged: coverSchema.nullable(),
});

export type Incident = z.output<typeof incidentSchema>;
