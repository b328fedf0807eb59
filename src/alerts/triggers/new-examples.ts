import { z } from 'zod';
import { formatCount, plural } from '../../wording/sentence-numbers.ts';
import { isoDate } from '../../wording/time.ts';
import { notJudged } from '../judgement.ts';
import { trainedAtWords } from '../trained-at-words.ts';
import { defineTrigger } from '../trigger-definition.ts';

export const newExamplesTrigger = defineTrigger({
  id: 'new-examples',
  title: 'New leads were labelled since training',
  unit: 'examples',
  policy: z
    .strictObject({
      threshold: z
        .number()
        .int()
        .positive()
        .default(500)
        .describe('met above so many labelled leads since the training of the model'),
    })
    .prefault({}),
  source: (sections) => `outcomes since training (${trainedAtWords(sections)})`,
  judge({ outcomes, model, labelledSinceTraining }, { threshold }) {
    if (!outcomes.present) return notJudged(threshold, 'There are no outcomes: set OUTCOMES_PATH.');
    if (model.trainedAt === null || labelledSinceTraining === null) {
      return notJudged(threshold, 'When the model was made is not known.');
    }
    const { count } = labelledSinceTraining;
    const shown = labelledSinceTraining.shown(threshold);
    return {
      judged: true,
      threshold,
      value: shown,
      breach: count > threshold,
      fact: `${plural(shown, 'labelled lead')} since ${isoDate(Date.parse(model.trainedAt))}`,
      limit: `above ${formatCount(threshold)}`,
    };
  },
});
