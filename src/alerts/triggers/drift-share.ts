import { dataDrift, judgeDriftShare } from '../definitions/data-drift.ts';
import { defineAlertTrigger } from '../trigger-definition.ts';

export const driftShareTrigger = defineAlertTrigger({
  id: 'drift-share',
  title: 'Many features drifted',
  unit: 'share of features',
  alert: dataDrift,
  source: () => 'drift tests of the inputs',
  judge: ({ drift }, { threshold }) => judgeDriftShare(drift, threshold),
});
