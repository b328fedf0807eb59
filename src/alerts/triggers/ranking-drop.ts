import { judgeRankingDrop } from '../definitions/ranking-drop.ts';
import type { BoundTrigger } from '../trigger-definition.ts';

export const rankingDropTrigger = {
  id: 'ranking-drop',
  title: 'The top of the list converts too rarely',
  unit: 'share of the top that engaged',
  source: () => 'mature outcomes of the leads at the top',
  judge: judgeRankingDrop,
} as const satisfies BoundTrigger;
