import { DEFAULT_RULES } from '../../alerts/rules/default-rules.ts';
import { byLevel, rulePolicy } from '../../alerts/rules/rule-policy.ts';
import type { Report } from '../../report/schema/report.ts';
import { shareLimit } from '../../stats/share-limit.ts';
import { type Candidate, type Candidates, partRuleId, partTitle } from './candidate.ts';
import type { Readings } from './readings.ts';

type Feature = Report['drift']['features'][number];

/** Reports that say whether a limit of the reference holds: it is not learnt from them. */
const NEEDED = 7;
/** Probability that any feature of a measure is beyond its limit in a report although nothing changed. */
const ALPHA = 0.01;
/** Features at most, those that shifted most first. */
const MAX_FEATURES = 20;

interface FromReference {
  readonly measure: string;
  readonly prefix: string;
  readonly label: string;
  /** Rows of the reference with the event, and all of them; null where the measure is not of the feature. */
  readonly events: (feature: Feature) => readonly [number, number] | null;
  /** What the measure takes off the share. */
  readonly base: (feature: Feature) => number;
}

const MEASURES: readonly FromReference[] = [
  {
    measure: 'missing-rate-rise',
    prefix: 'missing',
    label: 'Missing values',
    events({ missing: { referenceShare }, nReference, missingReference }) {
      if (referenceShare === null) return null;
      const total = nReference + missingReference;
      return [referenceShare * total, total];
    },
    base: ({ missing: { referenceShare } }) => referenceShare ?? 0,
  },
  {
    measure: 'new-category-share',
    prefix: 'new-categories',
    label: 'New categories',
    events: ({ type, nReference }) => (type === 'categorical' ? [0, nReference] : null),
    base: () => 0,
  },
  {
    measure: 'out-of-range-share',
    prefix: 'out-of-range',
    label: 'Out of range',
    // The share beyond the smallest and the largest of n values is distributed as Beta(2, n − 1): as if one of n had been.
    events: ({ schema: { outOfRangeShare }, nReference }) =>
      outOfRangeShare === null ? null : [1, nReference],
    base: () => 0,
  },
];

/** Limits of the reference for each feature that are tighter than the rule in force, to be tried on the archive. */
export function featureLimits({ newest, fewestRows, of }: Readings): Candidates {
  const features = newest?.drift.features ?? [];
  const shown = features.slice(0, MAX_FEATURES);
  const candidates = MEASURES.flatMap(({ measure, prefix, label, events, base }) => {
    const inForce = limitInForce(measure);
    const alpha = ALPHA / Math.max(1, shown.filter((feature) => events(feature) !== null).length);
    return shown.flatMap((feature): Candidate[] => {
      const { name, slug } = feature;
      const found = events(feature);
      const next = fewestRows.get(name) ?? 0;
      if (found === null || next === 0) return [];
      const above = roundedUp(shareLimit(...found, next, alpha) - base(feature));
      if (above <= 0 || above >= inForce) return [];
      const title = partTitle(label, name);
      const rule = { title, figure: measure, segment: name, above, severity: 'low' };
      return [
        {
          path: ['alerts', partRuleId(prefix, slug)],
          figure: { id: measure, unit: null },
          make: () => rulePolicy.parse(rule),
          readValue: ({ id }) => of(id, measure, name),
          toPolicy: () => rule,
          needs: NEEDED,
        },
      ];
    });
  });
  return { candidates, more: features.length - shown.length };
}

/** The mildest limit of the rule that the project brings. */
function limitInForce(measure: string): number {
  const rule = DEFAULT_RULES.map(({ policy }) => policy.parse({})).find(({ figure }) => figure === measure);
  return rule?.above === undefined ? 1 : (byLevel(rule.above, rule.severity).at(-1)?.[1] ?? 1);
}

/** To three decimals. */
const roundedUp = (share: number): number => Math.ceil(Number((share * 1000).toPrecision(12))) / 1000;
