import { judgedRow, judgeLift, judgePrecision, topWords } from '../../figures/top-of-list.ts';
import { percent, plural, significant } from '../../wording/sentence-numbers.ts';
import { defineAlert } from '../alert-definition.ts';
import { alertPolicy } from '../alert-policy.ts';
import { type JudgedSections, type Judgement, notJudged } from '../judgement.ts';

export const rankingDrop = defineAlert({
  id: 'ranking-drop',
  title: 'Ranking drop',
  unit: 'share of the top that engaged',
  meaning:
    'The share of the judged top of the list that engaged. Fires where its whole 95 % interval lies below ranking.stopPrecision, or that of its lift below ranking.minimumLift.',
  weight: 65,
  policy: alertPolicy(
    {
      severity: 'high',
      owner: 'Business / Data science',
      action:
        'Call only leads above the threshold that holds the target precision, and find which leads at the top no longer engage.',
    },
    {},
  ),
  judge: judgeRankingDrop,
  reason: (sections) => {
    const judgement = judgeRankingDrop(sections);
    return judgement.judged ? judgement.fact : null;
  },
  // Beside a critical state of performance, which is a reason by itself, it is the same problem.
  impliedBy: ({ performance }) => performance?.status === 'red',
});

/** The state of the top of the list, for the alert and for the trigger. */
export function judgeRankingDrop({ ranking }: JudgedSections): Judgement {
  const threshold = ranking?.limits.stopPrecision ?? 0;
  const row = ranking === undefined ? undefined : judgedRow(ranking);
  if (ranking === undefined || row === undefined) {
    return notJudged(threshold, judgePrecision(ranking).reason ?? 'The ranking of leads was not judged.');
  }
  const { k, stopPrecision, minimumLift } = ranking.limits;
  const { precision, lift, n } = row;
  const [low, high] = precision.interval;
  const poor = judgePrecision(ranking).status === 'red';
  const flat = judgeLift(ranking).status === 'red';
  const found = `Of the ${topWords(k)} ${k < 1 ? `(${plural(Math.round(n), 'lead')}) ` : ''}${percent(precision.value)} engaged (95 % interval ${percent(low)} to ${percent(high)})${poor ? `, surely below ${percent(stopPrecision)}` : ''}`;
  const times =
    flat && lift !== null
      ? `${poor ? '; ' : ', '}${significant(lift.value)} times as many as among leads called at random, surely below ${significant(minimumLift)}`
      : '';
  return {
    judged: true,
    threshold,
    value: precision.value,
    breach: poor || flat,
    fact: `${found}${times}`,
    limit: poor || flat ? null : `surely below ${percent(stopPrecision)}`,
  };
}
