import { judgePredictionP, predictionDrift } from '../definitions/prediction-drift.ts';
import { defineAlertTrigger } from '../trigger-definition.ts';

export const predictionDriftTrigger = defineAlertTrigger({
  id: 'prediction-drift',
  title: 'The scores moved',
  unit: 'p-value',
  alert: predictionDrift,
  source: (sections) =>
    `Kolmogorov–Smirnov on the score; reference: ${sections.predictionDrift.referenceSource.replaceAll('-', ' ')}`,
  judge: (sections, { threshold }) => judgePredictionP(sections.predictionDrift, threshold),
});
