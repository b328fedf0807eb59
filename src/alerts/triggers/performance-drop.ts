import { notJudged } from '../judgement.ts';
import type { BoundTrigger } from '../trigger-definition.ts';

/** Threshold of the AUC where the outcomes give none. */
const BOUND = 0.55;

export const performanceDropTrigger = {
  id: 'performance-drop',
  title: 'The model no longer ranks leads',
  unit: 'ROC AUC',
  source: () => 'actual outcomes',
  judge({ outcomes: { ranking, reason } }) {
    const threshold = ranking?.below ?? BOUND;
    if (ranking === undefined) return notJudged(threshold, reason ?? 'No outcome is known.');
    const decided = ranking.status === 'chance' || ranking.status === 'ranks';
    if (!decided || ranking.auc === null) return notJudged(threshold, ranking.reason);
    return {
      judged: true,
      threshold,
      value: ranking.auc.value,
      breach: ranking.status === 'chance',
      fact: ranking.reason,
      limit: null,
    };
  },
} as const satisfies BoundTrigger;
