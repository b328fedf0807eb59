import { inferenceFigure, targetPolicy } from './inference-time.ts';

export const latencyP50 = inferenceFigure({
  id: 'latency-p50',
  level: 'p50',
  label: 'Inference median',
  policy: targetPolicy(1, 5),
  trend: { series: 'Median', tone: 'production' },
});
