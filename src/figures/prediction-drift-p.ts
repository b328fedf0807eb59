import type { Status } from '../report/schema/common.ts';
import type { DriftStatus } from '../report/schema/drift.ts';
import { formatCount, formatPlain } from '../wording/format.ts';
import { pValue } from '../wording/sentence-numbers.ts';
import { defineFigure } from './define.ts';

const STATUS: Readonly<Record<DriftStatus, Status>> = {
  drifted: 'yellow',
  stable: 'green',
  'not-enough-data': 'unknown',
  'not-applicable': 'unknown',
};

export const predictionDriftP = defineFigure({
  id: 'prediction-drift-p',
  label: 'Prediction drift, p',
  // Comparisons describe a change of this figure as drift.
  subject: null,
  unit: 'p',
  definition:
    'A two-sample Kolmogorov–Smirnov test of the window’s scores against reference scores: a score column of the reference, else the model’s scores of the reference rows, else an earlier part of the log.',
  section: 'prediction-drift',
  policy: null,
  policyKeys: ['predictionDrift.', 'alerts.prediction-drift.threshold'],
  csv: 'prediction_drift_p',
  metric: { name: 'prediction_drift_p', help: 'p-value of the KS test on the score.' },
  coveredByAlert: 'prediction-drift',
  trend: {
    chart: { id: 'prediction-drift' },
    series: 'p',
    overlays: (_, { predictionDrift: { alertBelow } }) => ({
      lines: [{ at: alertBelow, label: `alert below ${formatPlain(alertBelow)}`, tone: 'bad' }],
    }),
  },
  read: ({ predictionDrift: drift }) => ({
    value: drift.p,
    status: STATUS[drift.status],
    range: { min: drift.alpha, max: 1 },
    n: drift.nProduction,
    interval: null,
    reason: drift.reason,
    action: drift.action,
  }),
  range: (_, { predictionDrift: { alpha, alertBelow } }) =>
    `drift below ${formatPlain(alpha)}, alert below ${formatPlain(alertBelow)}`,
  basis: ({ value }, { predictionDrift: drift }) =>
    value === null
      ? null
      : `${formatCount(drift.nProduction)} scores against ${formatCount(drift.nReference)}`,
  reason: ({ value }, { predictionDrift }) =>
    `The scores moved: KS p ${pValue(value ?? 0)} < ${predictionDrift.alpha}.`,
});
