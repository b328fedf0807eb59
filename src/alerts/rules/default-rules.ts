import { defaultRulePolicy } from './rule-policy.ts';

const OPEN_FEATURE = 'Open the feature, and ask who fills it what changed on that day.';

/** Rules that the project brings, each under its own id in the policy's `alerts`, to be changed or switched off there. */
export const DEFAULT_RULES = [
  {
    id: 'unusual-traffic',
    weight: 60,
    policy: defaultRulePolicy({
      title: 'Unusual traffic',
      figure: 'traffic',
      // One report in a hundred is outside by chance on one of the sides; a fall of more than half is far below both.
      outside: { falseAlarms: 0.01 },
      severity: 'medium',
      owner: 'API / Backend',
      action: 'Ask who calls the API whether a source stopped, doubled or was retried.',
    }),
  },
  {
    id: 'stale-data',
    weight: 55,
    policy: defaultRulePolicy({
      title: 'Stale data',
      figure: 'data-age',
      above: 72,
      severity: 'medium',
      owner: 'API / Backend',
      action: 'See whether predictions are still logged, and whether the log still reaches this report.',
    }),
  },
  {
    id: 'missing-values',
    weight: 35,
    policy: defaultRulePolicy({
      title: 'Missing values',
      figure: 'missing-rate-rise',
      above: { medium: 0.1, high: 0.5 },
      severity: 'medium',
      owner: 'Data science',
      action: OPEN_FEATURE,
    }),
  },
  {
    id: 'other-representation',
    weight: 34,
    policy: defaultRulePolicy({
      title: 'Another representation',
      figure: 'other-representation-share',
      above: { medium: 0.1, high: 0.5 },
      severity: 'medium',
      owner: 'API / Backend',
      action: 'Send the values in the form that the model was trained on; until then its scores mean little.',
    }),
  },
  {
    id: 'new-categories',
    weight: 32,
    policy: defaultRulePolicy({
      title: 'New categories',
      figure: 'new-category-share',
      above: 0.2,
      severity: 'low',
      owner: 'Data science',
      action: OPEN_FEATURE,
    }),
  },
  {
    id: 'out-of-range',
    weight: 31,
    policy: defaultRulePolicy({
      title: 'Out of range',
      figure: 'out-of-range-share',
      above: 0.1,
      severity: 'low',
      owner: 'Data science',
      action: OPEN_FEATURE,
    }),
  },
  {
    id: 'repeated-leads',
    weight: 15,
    policy: defaultRulePolicy({
      title: 'Leads scored again',
      figure: 'repeated-share',
      // Some teams score a whole list every day, so that only an extreme is a fault everywhere.
      above: 0.9,
      severity: 'low',
      owner: 'API / Backend',
      action: 'See whether calls are retried, or a job scores the same list every day.',
    }),
  },
  {
    id: 'segment-fall',
    weight: 64,
    policy: defaultRulePolicy({
      title: 'Fall of a segment',
      figure: 'segment-gap',
      above: 0.05,
      for: '2 of 2',
      severity: 'medium',
      owner: 'Data science',
      action: 'Open the segment, and see which of its leads no longer engage.',
    }),
  },
] as const;
