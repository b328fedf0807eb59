import { z } from 'zod';
import { significant } from '../../wording/sentence-numbers.ts';
import { defineSlidingAlert } from '../alert-definition.ts';
import { alertPolicy, slidingKeys } from '../alert-policy.ts';
import { judgeSliding } from '../sliding.ts';

const UNIT = 'ms at p95';

export const slowInference = defineSlidingAlert({
  id: 'slow-inference',
  title: 'Slow inference',
  unit: UNIT,
  meaning: 'The 95th percentile of inference_ms over the predictions within the window.',
  weight: 50,
  policy: alertPolicy(
    {
      severity: 'medium',
      owner: 'ML Engineering',
      action: 'Check that the ONNX model is served and not the joblib fallback; profile the preprocessing.',
    },
    {
      threshold: z.number().positive().default(50).describe('fires when p95 of inference_ms is above this'),
      ...slidingKeys(5, 20),
    },
  ),
  slides: { kind: 'inference-p95', source: 'predictions' },
  judge: ({ result }, policy) =>
    judgeSliding(result, policy, {
      unit: UNIT,
      event: 'prediction',
      when: `p95 of inference_ms is above ${significant(policy.threshold)} ms`,
    }),
});
