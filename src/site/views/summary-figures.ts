import type { NightSummary } from '../../report/summary.ts';
import { formatCount, formatMs, formatNumber, formatP, formatPercent } from '../../wording/format.ts';

/** The headline figures of a night as text, for lists and for the pages of pruned nights. */
export function summaryFigures(night: NightSummary): { id: string; label: string; value: string }[] {
  return [
    { id: 'success-rate', label: 'Success rate', value: formatPercent(night.successRate, 2) },
    { id: 'last24h', label: 'Predictions, last 24 h', value: formatCount(night.last24h) },
    { id: 'predictions', label: 'Predictions in the window', value: formatCount(night.predictions) },
    { id: 'engagement-rate', label: 'Engagement rate', value: formatPercent(night.engagementRate) },
    { id: 'score-p50', label: 'Median score', value: formatNumber(night.scoreP50) },
    { id: 'score-p95', label: 'Score p95', value: formatNumber(night.scoreP95) },
    { id: 'latency-p50', label: 'Inference median', value: formatMs(night.latencyP50) },
    { id: 'latency-p95', label: 'Inference p95', value: formatMs(night.latencyP95) },
    { id: 'latency-p99', label: 'Inference p99', value: formatMs(night.latencyP99) },
    {
      id: 'drifted',
      label: 'Features drifted',
      value: night.driftShare === null ? '–' : `${night.drifted} of ${night.tested}`,
    },
    { id: 'prediction-drift', label: 'Prediction drift, p', value: formatP(night.predictionDriftP) },
    {
      id: 'firing',
      label: 'Alerts firing',
      value: night.firing.length === 0 ? 'none' : night.firing.join(', '),
    },
    { id: 'model', label: 'Model version', value: night.modelVersion ?? '–' },
  ];
}
