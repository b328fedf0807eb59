import type { Feature } from '../../report/schema/report.ts';
import { formatNumber, formatPlain } from '../../wording/format.ts';
import {
  ecdfCaption,
  featureHistogramCaption,
  featureOverTimeCaption,
  qqCaption,
} from '../captions/feature.ts';
import { joinSpans } from './episodes.ts';
import { invertEcdf } from './quantiles.ts';
import { shares } from './shares.ts';
import { type ChartSpec, NO_OVERLAYS } from './spec.ts';

/** Histogram of both sides of a numeric feature on common bins. */
export function featureHistogramChart(feature: Feature): ChartSpec | null {
  const { distribution } = feature;
  if (distribution.kind !== 'histogram') return null;
  return {
    id: `${feature.slug}-distribution`,
    title: 'Distribution',
    caption: featureHistogramCaption(feature),
    x: { label: 'Value', format: 'number', scale: 'linear', values: distribution.edges, binned: true },
    y: { label: 'Share of rows', format: 'percent', scale: 'linear', min: 0 },
    series: [
      { label: 'Production', tone: 'production', shape: 'step', values: shares(distribution.production) },
      { label: 'Reference', tone: 'reference', shape: 'step', values: shares(distribution.reference) },
    ],
    ...NO_OVERLAYS,
  };
}

/** Cumulative shares of both sides, with the Kolmogorov–Smirnov distance. */
export function ecdfChart(feature: Feature): ChartSpec | null {
  const { ecdf } = feature;
  if (ecdf === null || ecdf.values.length < 2) return null;
  const index = ecdf.gapAt === null ? -1 : ecdf.values.indexOf(ecdf.gapAt);
  const low = ecdf.reference[index];
  const high = ecdf.production[index];
  const gap =
    ecdf.gapAt === null || low === undefined || high === undefined
      ? []
      : [
          {
            at: ecdf.gapAt,
            from: Math.min(low, high),
            to: Math.max(low, high),
            label: `largest gap ${formatNumber(Math.abs(high - low))}`,
          },
        ];
  return {
    id: `${feature.slug}-cumulative`,
    title: 'Cumulative distribution',
    caption: ecdfCaption(feature),
    x: { label: 'Value', format: 'number', scale: 'linear', values: ecdf.values, binned: false },
    y: { label: 'Rows at or below', format: 'percent', scale: 'linear', min: 0, max: 1 },
    series: [
      { label: 'Production', tone: 'production', shape: 'line', values: ecdf.production },
      { label: 'Reference', tone: 'reference', shape: 'line', values: ecdf.reference },
    ],
    ...NO_OVERLAYS,
    segments: gap,
  };
}

const LEVELS = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

/** Quantiles of production against those of the reference. */
export function qqChart(feature: Feature): ChartSpec | null {
  const { ecdf } = feature;
  if (ecdf === null || ecdf.values.length < 5) return null;
  const reference = LEVELS.map((level) => invertEcdf(ecdf.values, ecdf.reference, level));
  const production = LEVELS.map((level) => invertEcdf(ecdf.values, ecdf.production, level));
  return {
    id: `${feature.slug}-quantiles`,
    title: 'Quantiles against quantiles',
    caption: qqCaption(feature),
    x: { label: 'Reference quantile', format: 'number', scale: 'linear', values: reference, binned: false },
    y: { label: 'Production quantile', format: 'number', scale: 'linear' },
    series: [
      { label: 'Production', tone: 'production', shape: 'dots', values: production },
      { label: 'Equal', tone: 'reference', shape: 'line', values: reference },
    ],
    ...NO_OVERLAYS,
  };
}

/** The test's statistic for each chunk of the window against the whole reference. */
export function featureOverTimeChart(feature: Feature): ChartSpec | null {
  const points = feature.overTime;
  if (points.length < 2) return null;
  const starts = points.map((point) => Date.parse(point.start));
  const first = points[0];
  const step = first === undefined ? 0 : Date.parse(first.end) - Date.parse(first.start);
  return {
    id: `${feature.slug}-over-time`,
    title: 'Drift over time',
    caption: featureOverTimeCaption(feature),
    x: { label: 'Start', format: 'number', scale: 'time', values: starts, binned: false, step },
    y: { label: 'Statistic', format: 'number', scale: 'linear', min: 0 },
    series: [
      {
        label: `${feature.testLabel}, statistic`,
        tone: 'production',
        shape: 'dots',
        values: points.map((p) => p.statistic),
      },
    ],
    ...NO_OVERLAYS,
    spans: flagged(feature),
    marks: feature.began === null ? [] : [{ at: Date.parse(feature.began.at), label: 'began' }],
  };
}

/** Chunks in which the feature alone would count as drifted. */
const flagged = (feature: Feature): ChartSpec['spans'] =>
  feature.scoreKind !== 'p'
    ? []
    : joinSpans(
        feature.overTime
          .filter((point) => point.p !== null && point.p < feature.threshold)
          .map((point) => ({
            from: Date.parse(point.start),
            to: Date.parse(point.end),
            label: `p below ${formatPlain(feature.threshold)}`,
          })),
      );
