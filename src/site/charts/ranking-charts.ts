import { topWords } from '../../figures/top-of-list.ts';
import type { RankingSection } from '../../report/schema/ranking.ts';
import type { Report } from '../../report/schema/report.ts';
import { formatPercent } from '../../wording/format.ts';
import { conversionCaption, gainsCaption, liftCaption, weeksCaption } from '../captions/ranking.ts';
import { type ChartSpec, NO_OVERLAYS, type Series } from './spec.ts';
import { awaitedSpan, timeAxis } from './time-series.ts';

type Ranked = Pick<Report, 'ranking'>;
type Point = RankingSection['gains'][number];

const SIDES = [
  ['realised', 'Realised', 'production'],
  ['estimated', 'Estimated', 'second'],
  ['baseline', 'Baseline', 'reference'],
] as const;

const listAxis = (values: readonly number[], binned: boolean): ChartSpec['x'] => ({
  label: 'Share of the list, from the top',
  format: 'percent',
  scale: 'linear',
  values,
  binned,
  min: 0,
  max: 1,
});

/** The sides that are known, each as a line. */
const lines = (points: readonly Point[], value: (recall: number, point: Point) => number): Series[] =>
  SIDES.flatMap(([side, label, tone]): Series[] =>
    points.every((point) => point[side] === null)
      ? []
      : [
          {
            label,
            tone,
            shape: 'line',
            values: points.map((point) => {
              const recall = point[side];
              return recall === null ? null : value(recall, point);
            }),
          },
        ],
  );

/** Cumulative gains: the share of all engaged leads within the first part of the list. */
export function gainsChart({ ranking }: Ranked): ChartSpec | null {
  if (ranking === undefined || ranking.gains.length < 2) return null;
  const start: Point = { share: 0, realised: 0, estimated: 0, baseline: 0 };
  const [first] = ranking.gains;
  const known = { ...start };
  for (const [side] of SIDES) if (first?.[side] == null) known[side] = null;
  const points = [known, ...ranking.gains];
  return {
    id: 'ranking-gains',
    title: 'Cumulative gains',
    caption: gainsCaption(ranking),
    x: listAxis(
      points.map(({ share }) => share),
      false,
    ),
    y: { label: 'Share of engaged leads', format: 'percent', scale: 'linear', min: 0, max: 1 },
    series: [
      ...lines(points, (recall) => recall),
      { label: 'At random', tone: 'third', shape: 'line', values: points.map(({ share }) => share) },
    ],
    ...NO_OVERLAYS,
  };
}

/** Lift of every first part of the list over leads called at random. */
export function liftChart({ ranking }: Ranked): ChartSpec | null {
  if (ranking === undefined || ranking.gains.length < 2) return null;
  return {
    id: 'ranking-lift',
    title: 'Lift',
    caption: liftCaption(ranking),
    x: listAxis(
      ranking.gains.map(({ share }) => share),
      false,
    ),
    y: { label: 'Times as many as at random', format: 'number', scale: 'linear', min: 0 },
    series: lines(ranking.gains, (recall, { share }) => recall / share),
    ...NO_OVERLAYS,
    lines: [{ at: 1, label: 'at random', tone: 'bad' }],
  };
}

/** Conversion by tenths of the list, or fewer parts of a short one, the highest scores first. */
export function conversionChart({ ranking }: Ranked): ChartSpec | null {
  if (ranking === undefined || ranking.deciles.length < 2) return null;
  const { deciles } = ranking;
  const middle = (i: number): number => ((deciles[i - 1]?.to ?? 0) + (deciles[i]?.to ?? 1)) / 2;
  const side = (label: string, tone: Series['tone'], values: Series['values']): Series[] =>
    values.every((value) => value === null) ? [] : [{ label, tone, shape: 'step', values }];
  return {
    id: 'ranking-conversion',
    title: deciles.length === 10 ? 'Conversion by tenth of the list' : 'Conversion along the list',
    caption: conversionCaption(ranking),
    x: listAxis([0, ...deciles.map(({ to }) => to)], true),
    y: { label: 'Engaged', format: 'percent', scale: 'linear', min: 0 },
    series: [
      ...side(
        'Realised',
        'production',
        deciles.map(({ realised }) => realised?.value ?? null),
      ),
      ...side(
        'Estimated',
        'second',
        deciles.map(({ estimated }) => estimated),
      ),
    ],
    ...NO_OVERLAYS,
    segments: deciles.flatMap(({ realised }, i) =>
      realised === null
        ? []
        : [{ at: middle(i), from: realised.interval[0], to: realised.interval[1], label: '' }],
    ),
  };
}

/** Precision of the judged top by week of predictions. */
export function topByWeekChart({ ranking }: Ranked): ChartSpec | null {
  if (ranking === undefined || ranking.weeks.length < 2) return null;
  const { weeks, limits } = ranking;
  const starts = weeks.map(({ start }) => Date.parse(start));
  const step = (starts[1] ?? 1) - (starts[0] ?? 0);
  const side = (
    label: string,
    tone: Series['tone'],
    shape: Series['shape'],
    values: Series['values'],
  ): Series[] => (values.every((value) => value === null) ? [] : [{ label, tone, shape, values }]);
  const series = [
    ...side(
      'Realised',
      'production',
      'dots',
      weeks.map(({ realised }) => realised?.value ?? null),
    ),
    ...side(
      'Estimated',
      'second',
      'line',
      weeks.map(({ estimated }) => estimated?.value ?? null),
    ),
  ];
  if (series.length === 0) return null;
  return {
    id: 'ranking-weeks',
    title: `Engaged of the ${topWords(limits.k)}, by week of predictions`,
    caption: weeksCaption(ranking),
    x: timeAxis(starts, step),
    y: { label: 'Engaged', format: 'percent', scale: 'linear', min: 0 },
    series,
    ...NO_OVERLAYS,
    lines: [
      { at: limits.targetPrecision, label: `target ${formatPercent(limits.targetPrecision)}`, tone: 'good' },
      { at: limits.stopPrecision, label: `stop ${formatPercent(limits.stopPrecision)}`, tone: 'bad' },
    ],
    spans: awaitedSpan(weeks),
    segments: weeks.flatMap(({ start, realised }) =>
      realised === null
        ? []
        : [{ at: Date.parse(start), from: realised.interval[0], to: realised.interval[1], label: '' }],
    ),
  };
}
