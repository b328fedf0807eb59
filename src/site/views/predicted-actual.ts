import type { Report } from '../../report/schema/report.ts';
import { formatInterval, formatPercent, plural } from '../../wording/format.ts';

/** Predicted beside actual engagement of the same leads. */
export interface PredictedActual {
  readonly predicted: string;
  readonly actual: string;
  /** Rows and interval, as text. */
  readonly basis: string;
}

/** Of mature outcomes on the same leads where they are judged, else of the outcomes that are known; null without any. */
export function predictedActual({
  performance,
  outcomes,
}: Pick<Report, 'performance' | 'outcomes'>): PredictedActual | null {
  const realised = performance?.realised;
  if (realised != null && realised.rateRatio !== null && realised.n > 0) {
    const actual = realised.positives / realised.n;
    return {
      predicted: formatPercent(realised.rateRatio.value * actual),
      actual: formatPercent(actual),
      basis: `the same ${plural(realised.n, 'lead')}, mature outcomes`,
    };
  }
  const { actualRate, predictedRate, n } = outcomes;
  if (actualRate === null || predictedRate === null) return null;
  const interval = formatInterval(actualRate.interval, formatPercent);
  return {
    predicted: formatPercent(predictedRate.value),
    actual: formatPercent(actualRate.value),
    basis: `${plural(n, 'outcome')}${interval === null ? '' : `, ${interval}`}`,
  };
}
