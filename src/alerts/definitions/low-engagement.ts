import { percent, plural } from '../../wording/sentence-numbers.ts';
import { defineAlert } from '../alert-definition.ts';
import { alertPolicy, shareKey } from '../alert-policy.ts';
import { type JudgedSections, type Judgement, notJudged } from '../judgement.ts';

/** Judges the actual engagement rate where outcomes are known, else the predicted one; each has its own threshold. */
export const lowEngagement = defineAlert({
  id: 'low-engagement',
  title: 'Low engagement',
  unit: 'share of leads',
  meaning:
    'Leads that engaged as a share of the known outcomes; where no outcome is known, leads that are predicted to engage as a share of the predictions.',
  weight: 10,
  policy: alertPolicy(
    {
      severity: 'low',
      owner: 'Business / data science',
      action: 'Check targeting with the business; compare predicted with actual engagement.',
    },
    {
      actualBelow: shareKey(
        0.1,
        'below this share of engaged leads among the outcomes the alert fires, the outcomes are yellow and retraining is recommended',
      ),
      predictedBelow: shareKey(
        0.1,
        'without outcomes: fires below this share of leads that are predicted to engage',
      ),
    },
  ),
  judge({ outcomes, scores }, { actualBelow, predictedBelow }) {
    return outcomes.actualRate === null
      ? judgePredicted(scores, predictedBelow)
      : judgeActual(outcomes, actualBelow);
  },
});

/** Judges the share of leads that engaged, for the alert and the trigger. */
export function judgeActual(
  { actualRate, n, reason }: JudgedSections['outcomes'],
  threshold: number,
): Judgement {
  if (actualRate === null) return notJudged(threshold, reason ?? 'The actual engagement is not known.');
  const { value } = actualRate;
  return {
    judged: true,
    threshold,
    value,
    breach: value < threshold,
    fact: `Actual rate: ${percent(value)} of ${plural(n, 'outcome')} engaged`,
    limit: `below ${percent(threshold)}`,
  };
}

function judgePredicted({ engagementRate, count }: JudgedSections['scores'], threshold: number): Judgement {
  const { value, reason } = engagementRate;
  if (value === null) return notJudged(threshold, reason ?? 'Nothing was predicted.');
  return {
    judged: true,
    threshold,
    value,
    breach: value < threshold,
    fact: `Predicted rate (no outcome is known): ${percent(value)} of ${plural(count, 'prediction')} labelled engaged`,
    limit: `below ${percent(threshold)}`,
  };
}
