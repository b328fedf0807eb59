import { OPENS_ABOVE } from '../../stats/performance/drop-rule.ts';
import { significant } from '../../wording/sentence-numbers.ts';
import { defineAlert } from '../alert-definition.ts';
import { alertPolicy } from '../alert-policy.ts';
import { type JudgedSections, type Judgement, notJudged } from '../judgement.ts';

export const performanceDrop = defineAlert({
  id: 'performance-drop',
  title: 'Performance drop',
  unit: 'standard errors',
  meaning:
    'The largest fall of ROC AUC or accuracy below the baseline over the last 1, 4 and 13 mature weeks, in standard errors. Fires on two consecutive reports with new mature outcomes, or at once where the fall is beyond doubt.',
  weight: 75,
  policy: alertPolicy(
    {
      severity: 'high',
      owner: 'Data science',
      action: 'Find the leads on which the model fails, and retrain it on the newest labelled leads.',
    },
    {},
  ),
  judge: judgePerformanceDrop,
  reason: ({ performance }) => performance?.reason ?? null,
  // A fall that is neither large nor leaves no ranking is no emergency.
  weighs: ({ performance }) => (performance?.status === 'red' ? 'red' : 'yellow'),
  impliedBy: ({ performance }) => performance?.status === 'red',
});

/** The state of the rule, for the alert and for the trigger. */
export function judgePerformanceDrop({ performance }: JudgedSections): Judgement {
  const threshold = OPENS_ABOVE;
  if (performance === undefined) return notJudged(threshold, 'Performance was not judged.');
  const { drop, reason, judgement } = performance;
  if (drop.z === null || (judgement !== 'judged' && drop.state !== 'open')) {
    return notJudged(threshold, reason ?? 'No mature outcome could be compared.');
  }
  const open = drop.state === 'open';
  const waits = drop.state === 'suspected' ? '; the next report with new outcomes decides' : '';
  const quiet = `The largest fall is ${significant(drop.z)} standard errors${waits}`;
  return {
    judged: true,
    threshold,
    value: drop.z,
    breach: open,
    fact: open && reason !== null ? reason : quiet,
    limit: null,
  };
}
