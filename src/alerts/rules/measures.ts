import type { Report } from '../../report/schema/report.ts';
import { percent } from '../../wording/sentence-numbers.ts';
import { HOUR_MS } from '../../wording/time.ts';
import type { JudgedSections } from '../judgement.ts';

type Feature = Report['drift']['features'][number];

/** A value of one segment or feature; of the whole report where `segment` is null. */
export interface Reading {
  readonly segment: string | null;
  readonly value: number | null;
  /** Why there is no value; else a clause with the evidence, or null. */
  readonly note: string | null;
}

/** A number that rules may judge beside the headline figures. */
export interface Measure {
  readonly id: string;
  readonly label: string;
  /** What a reading is of. */
  readonly of: 'report' | 'feature' | 'segment';
  readonly unit: string;
  readonly definition: string;
  read(sections: JudgedSections): readonly Reading[];
}

const ofFeatures =
  (read: (feature: Feature) => Pick<Reading, 'value' | 'note'> | null): Measure['read'] =>
  ({ drift: { features } }) =>
    features.flatMap((feature) => {
      const found = read(feature);
      return found === null ? [] : [{ segment: feature.name, ...found }];
    });

type Segment = NonNullable<Report['segments']>['features'][number]['segments'][number];

const ofSegments = (
  id: string,
  label: string,
  unit: string,
  definition: string,
  value: (segment: Segment) => number | null,
): Measure => ({
  ...{ id, label, unit, definition, of: 'segment' },
  read: ({ segments }) =>
    (segments?.features ?? []).flatMap(({ feature, segments: rows }) =>
      rows.map((row) => {
        const found = value(row);
        const note = found === null ? 'Too few leads of this segment.' : null;
        return { segment: `${feature}=${row.value}`, value: found, note };
      }),
    ),
});

/** Surest p of a named segment that counts as a fall. */
const SURE = 0.01;

export const MEASURES: readonly Measure[] = [
  {
    id: 'missing-rate-rise',
    label: 'Rise of the missing rate',
    of: 'feature',
    unit: 'share of leads',
    definition:
      'Share of leads without a value in production less that in the reference; 0 where the two do not differ significantly.',
    read: ofFeatures(({ missing: { status, referenceShare, productionShare, reason } }) => {
      if (referenceShare === null || productionShare === null || status === 'not-enough-data') {
        return { value: null, note: reason ?? 'There are too few rows.' };
      }
      const value = status === 'drifted' ? Math.max(0, productionShare - referenceShare) : 0;
      const note = `${percent(productionShare)} have no value, ${percent(referenceShare)} in the reference`;
      return { value, note };
    }),
  },
  {
    id: 'new-category-share',
    label: 'Leads in new categories',
    of: 'feature',
    unit: 'share of leads',
    definition: 'Share of leads whose category the reference does not hold.',
    read: ofFeatures(({ type, nProduction, nReference, schema: { newCategories }, status }) => {
      if (type !== 'categorical' || nReference === 0) return null;
      if (nProduction === 0 || status === 'not-enough-data') {
        return { value: null, note: 'There are too few rows.' };
      }
      const { rows, names } = newCategories;
      const value = Math.min(1, rows / nProduction);
      return { value, note: names.length === 0 ? null : `new: ${names.slice(0, 3).join(', ')}` };
    }),
  },
  {
    id: 'out-of-range-share',
    label: 'Values out of range',
    of: 'feature',
    unit: 'share of leads',
    definition: 'Share of leads whose number lies below the smallest or above the largest of the reference.',
    read: ofFeatures(({ schema: { outOfRangeShare }, nProduction }) =>
      outOfRangeShare === null || nProduction === 0 ? null : { value: outOfRangeShare, note: null },
    ),
  },
  {
    id: 'other-representation-share',
    label: 'Values in another representation',
    of: 'feature',
    unit: 'share of leads',
    definition:
      'Share of leads whose value is written in a form that the reference does not use: 37 where it holds 11-50, FRANCE where it holds France.',
    read: ofFeatures(({ schema: { representation }, type, nProduction }) => {
      if (representation === undefined) {
        return type === 'categorical' && nProduction > 0 ? { value: 0, note: null } : null;
      }
      const { reference, production, share } = representation;
      return { value: share, note: `the reference holds ${reference}, production holds ${production}` };
    }),
  },
  {
    id: 'repeated-share',
    label: 'Leads scored again',
    of: 'report',
    unit: 'share of predictions',
    definition: 'Predictions of the window that score a lead again, as a share of all of them.',
    read: ({ inputs: { predictions } }) => {
      const { repeatedShare = null } = predictions;
      return [
        {
          segment: null,
          value: repeatedShare,
          note: repeatedShare === null ? 'Repeated leads were not counted.' : null,
        },
      ];
    },
  },
  {
    id: 'data-age',
    label: 'Age of the newest prediction',
    of: 'report',
    unit: 'hours',
    definition: 'Hours from the newest prediction of the log to the report.',
    read: ({ inputs: { predictions }, generatedAt }) => {
      const { last, present } = predictions;
      if (last === null) {
        return [
          { segment: null, value: null, note: present ? 'The log holds no prediction.' : 'There is no log.' },
        ];
      }
      const hours = (Date.parse(generatedAt) - Date.parse(last)) / HOUR_MS;
      return [{ segment: null, value: Math.max(0, Math.round(hours * 10) / 10), note: null }];
    },
  },
  {
    id: 'segment-gap',
    label: 'Fall of a segment',
    of: 'segment',
    unit: 'share of leads',
    definition:
      'How far the rate of engaged leads, or the ROC AUC, of a segment lies below what leads with the same scores show, where that is sure (p at most 0.01 over all segments searched).',
    read: ({ segments }) => {
      if (segments === undefined)
        return [{ segment: null, value: null, note: 'Segments are judged by outcomes.' }];
      const falls = segments.weakest
        .filter(({ gap, p }) => gap < 0 && p <= SURE)
        .map(({ where, gap, realised, expected, figure }) => ({
          segment: where.map(({ feature, value }) => `${feature}=${value}`).join(' and '),
          value: -gap,
          note: `${figure === 'rate' ? 'rate' : 'ROC AUC'} ${percent(realised)}, expected ${percent(expected)}`,
        }));
      return falls.length === 0 ? [{ segment: null, value: 0, note: null }] : falls;
    },
  },
  ofSegments(
    'segment-share',
    'Share of a segment',
    'share of leads',
    'Share of the window’s leads.',
    ({ share }) => share,
  ),
  ofSegments(
    'segment-score',
    'Mean score of a segment',
    '',
    'Mean score of the segment’s leads.',
    ({ meanScore }) => meanScore,
  ),
  ofSegments(
    'segment-score-shift',
    'Shift of a segment’s score',
    '',
    'Mean score of the segment less that of its reference.',
    ({ scoreShift }) => scoreShift,
  ),
  ofSegments(
    'segment-rate',
    'Engagement of a segment',
    'share of leads',
    'Share of the segment’s mature leads that engaged.',
    ({ actual }) => actual,
  ),
  ofSegments(
    'segment-roc-auc',
    'ROC AUC of a segment',
    '',
    'ROC AUC among the segment’s mature leads.',
    ({ rocAuc }) => rocAuc,
  ),
  ofSegments(
    'segment-precision',
    'Precision of a segment',
    'share of leads',
    'Share that engaged at the judged top of the segment’s own list.',
    ({ precisionTop }) => precisionTop,
  ),
];
