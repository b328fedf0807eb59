import type { Report } from '../../report/schema/report.ts';
import { formatNumber } from '../../wording/format.ts';
import { matureRocAuc, performanceWeeksCaption } from '../captions/performance.ts';
import { type ChartSpec, NO_OVERLAYS, type Series } from './spec.ts';
import { awaitedSpan, timeAxis } from './time-series.ts';

/**
 * ROC AUC by week of predictions: realised with its interval beside estimated from the scores, and the baseline; null where
 * fewer than two weeks are known.
 */
export function rocAucByWeekChart({ performance }: Pick<Report, 'performance'>): ChartSpec | null {
  const weeks = performance?.windows ?? [];
  const [first, second] = weeks;
  if (first === undefined || second === undefined) return null;
  const all: readonly Series[] = [
    {
      ...{ label: 'Realised', tone: 'production', shape: 'dots' },
      values: weeks.map((week) => matureRocAuc(week)?.value ?? null),
    },
    {
      ...{ label: 'Estimated', tone: 'second', shape: 'line' },
      values: weeks.map(({ estimated }) => estimated?.rocAuc?.value ?? null),
    },
  ];
  const known = ({ values }: Series): number => values.filter((value) => value !== null).length;
  if (!all.some((one) => known(one) > 1)) return null;
  // A line needs two points, a dot is one.
  const series = all.filter((one) => known(one) > (one.shape === 'line' ? 1 : 0));
  const baseline = performance?.baseline?.rocAuc?.value ?? null;
  return {
    id: 'roc-auc-weeks',
    title: 'ROC AUC, by week of predictions',
    caption: performanceWeeksCaption(weeks, baseline),
    x: timeAxis(
      weeks.map(({ start }) => Date.parse(start)),
      Date.parse(second.start) - Date.parse(first.start),
    ),
    y: { label: 'ROC AUC', format: 'number', scale: 'linear' },
    series,
    ...NO_OVERLAYS,
    lines:
      baseline === null
        ? []
        : [{ at: baseline, label: `baseline ${formatNumber(baseline)}`, tone: 'reference' }],
    spans: awaitedSpan(weeks),
    segments: weeks.flatMap((week) => {
      const found = matureRocAuc(week);
      if (found === null) return [];
      const [from, to] = found.interval;
      return [{ at: Date.parse(week.start), from, to, label: '' }];
    }),
  };
}
