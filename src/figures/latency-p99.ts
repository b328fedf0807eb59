import { alarmPolicy, inferenceFigure } from './inference-time.ts';

export const latencyP99 = inferenceFigure({
  id: 'latency-p99',
  level: 'p99',
  label: 'Inference p99',
  policy: alarmPolicy(10, 50, 100),
  trend: { series: 'p99', tone: 'third' },
});
