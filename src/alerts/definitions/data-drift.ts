import { bothCounts } from '../../wording/drift-counts.ts';
import { percent } from '../../wording/sentence-numbers.ts';
import { defineAlert } from '../alert-definition.ts';
import { alertPolicy, shareKey } from '../alert-policy.ts';
import { type JudgedSections, type Judgement, notJudged } from '../judgement.ts';

export const dataDrift = defineAlert({
  id: 'data-drift',
  title: 'Data drift',
  unit: 'share of features',
  meaning: 'Features that drifted in the report’s window, as a share of those that could be tested.',
  weight: 40,
  policy: alertPolicy(
    {
      severity: 'medium',
      owner: 'Data science',
      action: 'Open the drifted features, follow their playbook, and decide on retraining.',
    },
    {
      threshold: shareKey(
        0.5,
        'from this share of drifted features the drift is red, the alert fires and retraining is recommended',
      ),
    },
  ),
  judge: ({ drift }, { threshold }) => judgeDriftShare(drift, threshold),
  weighs: ({ drift }) => (drift.status === 'red' ? 'red' : 'yellow'),
  impliedBy: ({ drift }) => drift.status === 'red',
});

/** Judges the share of drifted features, for the alert and the trigger. */
export function judgeDriftShare(drift: JudgedSections['drift'], threshold: number): Judgement {
  if (drift.share === null) return notJudged(threshold, drift.reason ?? 'No feature could be tested.');
  return {
    judged: true,
    threshold,
    value: drift.share,
    breach: drift.share >= threshold,
    fact: `${bothCounts(drift, `(${percent(drift.share)})`)}`,
    limit: `from ${percent(threshold)}`,
  };
}
