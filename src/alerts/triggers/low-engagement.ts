import { judgeActual, lowEngagement } from '../definitions/low-engagement.ts';
import { defineAlertTrigger } from '../trigger-definition.ts';

export const lowEngagementTrigger = defineAlertTrigger({
  id: 'low-engagement',
  title: 'Few leads engage',
  unit: 'share of leads',
  alert: lowEngagement,
  source: () => 'actual outcomes',
  judge: ({ outcomes }, { actualBelow }) => judgeActual(outcomes, actualBelow),
});
