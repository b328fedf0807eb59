import { percent } from '../../wording/sentence-numbers.ts';
import { defineSlidingAlert } from '../alert-definition.ts';
import { alertPolicy, shareKey, slidingKeys } from '../alert-policy.ts';
import { judgeSliding } from '../sliding.ts';

const UNIT = 'share of requests';

export const highErrorRate = defineSlidingAlert({
  id: 'high-error-rate',
  title: 'High error rate',
  unit: UNIT,
  meaning: 'Answers that are not 2xx, as a share of the requests within the window.',
  weight: 80,
  policy: alertPolicy(
    {
      severity: 'high',
      owner: 'API / Backend',
      action: 'Read the failing calls by endpoint and status; 4xx points at a caller, 5xx at the API.',
    },
    {
      threshold: shareKey(0.05, 'fires above this share of answers that are not 2xx'),
      ...slidingKeys(10, 20),
    },
  ),
  slides: { kind: 'error-share', source: 'requests' },
  judge: ({ result }, policy) =>
    judgeSliding(result, policy, {
      unit: UNIT,
      event: 'request',
      when: `more than ${percent(policy.threshold)} of the answers are not 2xx`,
    }),
});
