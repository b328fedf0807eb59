import { z } from 'zod';

/**
 * Schema of the file of decisions, which a team commits: what is silenced, acknowledged or accepted until when, and what
 * happened when.
 */

const MAX_ENTRIES = 500;
const MAX_TEXT = 200;

/** A day counts whole (UTC). */
const moment = z.union(
  [z.iso.date(), z.iso.datetime({ offset: true })],
  'expected a day such as 2026-03-01, or a time such as 2026-03-01T12:00:00Z',
);
const text = z.string('expected a text').trim().min(1, 'expected some words').max(MAX_TEXT);
const until = moment.describe('the last day on which it holds, or the time at which it ends');
const reason = text.describe('why; published');
const by = text.describe('who decided it, a person or a team; published');
const what = text.describe(
  'id of an alert, a figure or an incident, or the name of a feature; * stands for any letters, and alert:, figure:, feature: or incident: before it says which is meant',
);

/** An incident's id ends with the day on which it opened. */
const INCIDENT_ID = /\.\d{4}-\d\d-\d\d(?:\.|$)/;

const silence = z.strictObject({ what, until, reason, by });
const acknowledgement = z
  .strictObject({ what, until: until.optional(), reason, by })
  .refine((given) => given.until !== undefined || INCIDENT_ID.test(given.what), {
    path: ['until'],
    message: 'needed, unless "what" is the id of an incident, such as data-drift.2026-02-20',
  });
const acceptance = z.strictObject({
  feature: text.describe('name of a feature; * stands for any letters'),
  until,
  reason,
  by,
});
const annotation = z
  .strictObject({
    label: text.describe('shown on the time axis of charts'),
    from: moment.describe('its first day, or its beginning'),
    to: moment.optional().describe('its last day, or its end; default: the day of from'),
  })
  .refine(({ from, to }) => to === undefined || Date.parse(to) >= Date.parse(from), {
    path: ['to'],
    message: 'must not be before from',
  });

export const decisionsFileSchema = z.strictObject({
  $schema: z.string().optional(),
  silence: z
    .array(silence)
    .max(MAX_ENTRIES)
    .default([])
    .describe('not told of until its day is over; the verdict is no worse than Attention for it'),
  acknowledge: z
    .array(acknowledgement)
    .max(MAX_ENTRIES)
    .default([])
    .describe('somebody sees to it: shown beside the incident'),
  accept: z
    .array(acceptance)
    .max(MAX_ENTRIES)
    .default([])
    .describe(
      'drifted features that are the new normal: marked, silent, and still counted in the drift share',
    ),
  annotate: z.array(annotation).max(MAX_ENTRIES).default([]).describe('time spans such as a campaign'),
});

export type DecisionsFile = z.output<typeof decisionsFileSchema>;
