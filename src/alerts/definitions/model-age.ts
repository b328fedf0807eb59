import { z } from 'zod';
import { duration } from '../../wording/sentence-numbers.ts';
import { calendarMonths, isoDate } from '../../wording/time.ts';
import { valueInSentence } from '../../wording/units.ts';
import { defineAlert } from '../alert-definition.ts';
import { alertPolicy } from '../alert-policy.ts';
import { type JudgedSections, type Judgement, notJudged } from '../judgement.ts';

export const modelAge = defineAlert({
  id: 'model-age',
  title: 'Model age',
  unit: 'months',
  meaning:
    'Calendar months since the model was made, as the registry, the model’s metadata or the policy says.',
  weight: 20,
  policy: alertPolicy(
    {
      severity: 'low',
      owner: 'Data science',
      action: 'Plan a retraining on the newest labelled leads.',
    },
    {
      threshold: z
        .number()
        .positive()
        .default(3)
        .describe(
          'when the model is older than so many months the alert fires and retraining is recommended',
        ),
    },
  ),
  judge: (sections, { threshold }) => judgeModelAge(sections, threshold),
});

/** Judges the age of the model in calendar months, for the alert and the trigger. */
export function judgeModelAge(
  { model, generatedAt }: Pick<JudgedSections, 'model' | 'generatedAt'>,
  threshold: number,
): Judgement {
  if (model.trainedAt === null) {
    const reason = `When the model was made is not known. ${model.registry.reason ?? ''}`.trim();
    return notJudged(threshold, reason);
  }
  const [trained, now] = [Date.parse(model.trainedAt), Date.parse(generatedAt)];
  const months = calendarMonths(trained, now);
  const age = months < 1 ? duration(now - trained) : valueInSentence(months, 'months');
  return {
    judged: true,
    threshold,
    value: months,
    breach: months > threshold,
    fact: `The model was made on ${isoDate(trained)}, ${age} before the report`,
    limit: `when it is older than ${valueInSentence(threshold, 'months')}`,
  };
}
