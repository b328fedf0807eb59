import { judgeModelAge, modelAge } from '../definitions/model-age.ts';
import { trainedAtWords } from '../trained-at-words.ts';
import { defineAlertTrigger } from '../trigger-definition.ts';

export const modelAgeTrigger = defineAlertTrigger({
  id: 'model-age',
  title: 'The model is old',
  unit: 'months',
  alert: modelAge,
  source: trainedAtWords,
  judge: (sections, { threshold }) => judgeModelAge(sections, threshold),
});
