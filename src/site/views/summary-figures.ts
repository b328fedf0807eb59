import { alertTitle } from '../../alerts/registry.ts';
import type { RunSummary } from '../../report/summary.ts';
import { formatCount, formatMs, formatNumber, formatP, formatPercent } from '../../wording/format.ts';

/** The headline figures of a report as text, for lists and for the pages of pruned reports. */
export function summaryFigures(run: RunSummary): { id: string; label: string; value: string }[] {
  return [
    { id: 'success-rate', label: 'Success rate', value: formatPercent(run.successRate, 2) },
    { id: 'last24h', label: 'Predictions, last 24 h', value: formatCount(run.last24h) },
    { id: 'predictions', label: 'Predictions in the window', value: formatCount(run.predictions) },
    { id: 'engagement-rate', label: 'Engagement rate', value: formatPercent(run.engagementRate) },
    { id: 'score-p50', label: 'Median score', value: formatNumber(run.scoreP50) },
    { id: 'score-p95', label: 'Score p95', value: formatNumber(run.scoreP95) },
    { id: 'latency-p50', label: 'Inference median', value: formatMs(run.latencyP50) },
    { id: 'latency-p95', label: 'Inference p95', value: formatMs(run.latencyP95) },
    { id: 'latency-p99', label: 'Inference p99', value: formatMs(run.latencyP99) },
    {
      id: 'drifted',
      label: 'Features drifted',
      value: run.driftShare === null ? '–' : `${run.drifted} of ${run.tested}`,
    },
    { id: 'prediction-drift', label: 'Prediction drift, p', value: formatP(run.predictionDriftP) },
    {
      id: 'firing',
      label: 'Alerts firing',
      value: run.firing.length === 0 ? 'none' : run.firing.map(alertTitle).join(', '),
    },
    { id: 'model', label: 'Model version', value: run.modelVersion ?? '–' },
  ];
}
