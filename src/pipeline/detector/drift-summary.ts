import { bothCounts } from '../../wording/drift-counts.ts';
import { formatNumber, formatP } from '../../wording/format.ts';
import type { DriftComparison } from './drift-page.ts';

/** A comparison as terminal text: one line per feature, drifted ones first, then the scores. */
export function driftSummary({ drift, predictionDrift }: DriftComparison): string {
  const width = Math.max(8, ...drift.features.map(({ name }) => name.length));
  const lines = drift.features.map((feature) => {
    const numbers =
      feature.score === null
        ? (feature.reason ?? '')
        : [
            feature.p === null ? `score ${formatNumber(feature.score)}` : `p ${formatP(feature.p)}`,
            feature.effect === null
              ? ''
              : `${feature.effect.name} ${formatNumber(feature.effect.value)} (${feature.effect.word})`,
          ].join('  ');
    return `${feature.name.padEnd(width)}  ${feature.status.padEnd(15)}  ${numbers}`;
  });
  const share =
    drift.share === null
      ? (drift.reason ?? 'No feature could be compared.')
      : `${bothCounts(drift, `(${Math.round(100 * drift.share)} %)`)}: ${drift.status}.`;
  const scores =
    predictionDrift.statistic === null
      ? (predictionDrift.reason ?? '')
      : `KS D ${formatNumber(predictionDrift.statistic)}, p ${formatP(predictionDrift.p)}`;
  return [share, '', ...lines, '', `Prediction drift: ${predictionDrift.status}. ${scores}`].join('\n');
}
