import { significant } from '../../wording/sentence-numbers.ts';
import { defineAlert } from '../alert-definition.ts';
import { alertPolicy } from '../alert-policy.ts';
import { type JudgedSections, type Judgement, notJudged } from '../judgement.ts';

/** Outcomes over expected ones; within these a difference is not worth a word, however many leads show it. */
const LOWEST = 0.8;
const HIGHEST = 1.25;

export const miscalibrationAlert = defineAlert({
  id: 'miscalibration',
  title: 'Miscalibration',
  unit: 'times the expected outcomes',
  meaning:
    'Outcomes over those that the calibrated scores of the same leads expect. Fires where two consecutive reports with new mature outcomes find less than 0.8 or more than 1.25, beyond the error of outcomes and calibration.',
  weight: 35,
  policy: alertPolicy(
    {
      severity: 'medium',
      owner: 'Data science',
      action: 'Calibrate the scores anew on recent outcomes; where the ranking suffers too, retrain.',
    },
    {},
  ),
  judge: judgeMiscalibration,
  reason: (sections) => {
    const judgement = judgeMiscalibration(sections);
    return judgement.judged ? judgement.fact : null;
  },
});

/** The state of the rule, for the alert and for the trigger. */
export function judgeMiscalibration({ performance }: JudgedSections): Judgement {
  const ratio = performance?.miscalibration.ratio ?? null;
  const z = performance?.miscalibration.z ?? null;
  if (performance === undefined || ratio === null || z === null) {
    return notJudged(HIGHEST, performance?.reason ?? 'No calibrated score has a mature outcome.');
  }
  return {
    judged: true,
    threshold: ratio < 1 ? LOWEST : HIGHEST,
    value: ratio,
    breach: performance.miscalibration.state === 'open',
    fact: `Outcomes are ${significant(ratio)} times those that the calibrated scores expect`,
    limit: null,
  };
}
