import { judgePerformanceDrop } from '../definitions/performance-drop.ts';
import type { BoundTrigger } from '../trigger-definition.ts';

export const performanceDropTrigger = {
  id: 'performance-drop',
  title: 'The model performs worse than it did',
  unit: 'standard errors',
  source: () => 'mature outcomes against the baseline',
  judge: judgePerformanceDrop,
} as const satisfies BoundTrigger;
