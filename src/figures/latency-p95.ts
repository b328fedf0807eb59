import { formatMs } from '../wording/format.ts';
import { inferenceFigure, targetPolicy } from './inference-time.ts';

export const latencyP95 = inferenceFigure({
  id: 'latency-p95',
  level: 'p95',
  label: 'Inference p95',
  policy: targetPolicy(5, 20),
  overview: true,
  archived: true,
  trend: {
    series: 'p95',
    tone: 'second',
    overlays: (_, { latency: { p95 } }) => ({
      lines: [{ at: p95.target, label: `p95 target ${formatMs(p95.target)}`, tone: 'good' }],
    }),
  },
});
