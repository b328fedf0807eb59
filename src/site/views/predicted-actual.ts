import type { Report } from '../../report/schema/report.ts';
import { formatInterval, formatPercent, formatShortDay, plural } from '../../wording/format.ts';

/** Predicted beside actual engagement of the same leads. */
export interface PredictedActual {
  readonly predicted: string;
  readonly actual: string;
  /** Rows and interval, as text. */
  readonly basis: string;
}

type Realised = NonNullable<NonNullable<Report['performance']>['realised']>;

interface Judged {
  readonly outcomes: Report['outcomes'];
  readonly performance?: {
    readonly realised: Pick<Realised, 'window' | 'n' | 'positives' | 'rateRatio'> | null;
  };
}

/** Of mature outcomes on the same leads where they are judged, else of the outcomes that are known; null without any. */
export function predictedActual({ performance, outcomes }: Judged): PredictedActual | null {
  const realised = performance?.realised;
  if (realised != null && realised.rateRatio !== null && realised.n > 0) {
    // Both counts are published in steps: fewer leads than a thousand give no digit behind the point.
    const step = realised.n < 1000 ? 0.01 : 0.001;
    const rounded = (share: number): string => formatPercent(Math.round(share / step) * step);
    const actual = realised.positives / realised.n;
    const { window } = realised;
    const days =
      window === null ? '' : ` of ${formatShortDay(window.start)} to ${formatShortDay(window.end)}`;
    return {
      predicted: rounded(realised.rateRatio.value * actual),
      actual: rounded(actual),
      basis: `the same ${plural(realised.n, 'lead')}${days}, mature outcomes`,
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
