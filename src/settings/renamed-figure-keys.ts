/** Keys of the policy that moved to `figures`. */
export const RENAMED_FIGURE_KEYS = [
  { old: 'health.successRate', new: 'figures.success-rate' },
  { old: 'scores.engagementRate', new: 'figures.engagement-rate' },
  { old: 'scores.p50', new: 'figures.score-p50' },
  { old: 'scores.p95', new: 'figures.score-p95' },
  { old: 'latency.onnxMs.p50', new: 'figures.latency-p50.target' },
  { old: 'latency.onnxMs.p95', new: 'figures.latency-p95.target' },
  { old: 'latency.onnxMs.p99', new: 'figures.latency-p99.target' },
  { old: 'latency.joblibMs.p50', new: 'figures.latency-p50.fallbackTarget' },
  { old: 'latency.joblibMs.p95', new: 'figures.latency-p95.fallbackTarget' },
  { old: 'latency.joblibMs.p99', new: 'figures.latency-p99.fallbackTarget' },
  { old: 'latency.alertMs.p95', new: 'alerts.slow-inference.threshold' },
  { old: 'latency.alertMs.p99', new: 'figures.latency-p99.alertAbove' },
] as const;
