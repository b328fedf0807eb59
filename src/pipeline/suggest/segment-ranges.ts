import { makeRange } from '../../alerts/rules/suggest-rules.ts';
import { type Candidate, type Candidates, partRuleId, partTitle } from './candidate.ts';
import type { Readings } from './readings.ts';

/** Segments at most, the largest first. */
const MAX_SEGMENTS = 20;

const MEASURES = [
  { measure: 'segment-share', prefix: 'share', label: 'Share of leads' },
  { measure: 'segment-rate', prefix: 'engagement', label: 'Engagement' },
] as const;

/** Ranges of the share and the engagement of each segment of the newest report, from the archive. */
export function segmentRanges({ newest, of }: Readings): Candidates {
  const segments = (newest?.segments?.features ?? [])
    .flatMap(({ feature, segments: rows }) =>
      rows.map(({ value, share }) => ({ name: `${feature}=${value}`, share: share ?? 0 })),
    )
    .toSorted((a, b) => b.share - a.share);
  const candidates = segments.slice(0, MAX_SEGMENTS).flatMap(({ name }) =>
    MEASURES.map(({ measure, prefix, label }): Candidate => {
      const title = partTitle(label, name);
      return {
        path: ['alerts', partRuleId(prefix, name)],
        figure: { id: measure, unit: null },
        make: makeRange(measure, 'share'),
        readValue: ({ id }) => of(id, measure, name),
        toPolicy: ({ below, above }) => ({
          title,
          figure: measure,
          segment: name,
          ...(below === 0 ? {} : { below }),
          ...(above === 1 ? {} : { above }),
          severity: 'low',
        }),
      };
    }),
  );
  return { candidates, more: Math.max(0, segments.length - MAX_SEGMENTS) };
}
