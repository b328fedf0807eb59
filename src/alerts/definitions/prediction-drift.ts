import { pValue } from '../../wording/sentence-numbers.ts';
import { defineAlert } from '../alert-definition.ts';
import { alertPolicy, shareKey } from '../alert-policy.ts';
import { type JudgedSections, type Judgement, notJudged } from '../judgement.ts';

export const predictionDrift = defineAlert({
  id: 'prediction-drift',
  title: 'Prediction drift',
  unit: 'p-value',
  meaning: 'The p-value of the Kolmogorov–Smirnov test of the window’s scores against the reference scores.',
  weight: 30,
  policy: alertPolicy(
    {
      severity: 'medium',
      owner: 'Data science',
      action: 'Compare the score distribution with the reference; retrain when the input moved for good.',
    },
    {
      threshold: shareKey(
        0.01,
        'below this p-value of the scores the alert fires and retraining is recommended',
      ),
    },
  ),
  judge: (sections, { threshold }) => judgePredictionP(sections.predictionDrift, threshold),
});

/** Judges the p-value of the score distribution, for the alert and the trigger. */
export function judgePredictionP(
  { p, reason }: JudgedSections['predictionDrift'],
  threshold: number,
): Judgement {
  if (p === null) return notJudged(threshold, reason ?? 'The scores could not be compared.');
  return {
    judged: true,
    threshold,
    value: p,
    breach: p < threshold,
    fact: `Kolmogorov–Smirnov on the score gives p = ${pValue(p)}`,
    limit: `below ${threshold}`,
  };
}
