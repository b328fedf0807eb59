import type { FigureDefinition, Trend } from '../../figures/definition.ts';
import { allFigures } from '../../figures/registry.ts';
import type { Report } from '../../report/schema/report.ts';
import { REPORT_MARK } from '../../wording/status.ts';
import { trendCaption } from '../captions/trends.ts';
import type { TrendPoint, Trend as TrendPoints } from '../views/trend-series.ts';
import { type ChartSpec, FORMATS, NO_OVERLAYS, type Series } from './spec.ts';
import { timeAxis, withGaps } from './time-series.ts';

/** A figure that has a trend. */
type Drawn = FigureDefinition & { readonly trend: Trend };

/** Charts of the headline figures over the reports, with the current ranges. */
export function trendCharts(trend: TrendPoints, report: Report): ChartSpec[] {
  const drawn = allFigures(report).filter((figure): figure is Drawn => figure.trend !== null);
  return [...Map.groupBy(drawn, ({ trend }) => trend.chart.id).values()]
    .flatMap((figures) => chart(figures, trend, report))
    .filter((spec) => spec.series.some((series) => series.values.some((value) => value !== null)));
}

/** Orders figures that share a chart: the one of the first screen is last, which draws it on top, and gives the caption. */
function chart(figures: readonly Drawn[], { runs, stepMs, unit }: TrendPoints, report: Report): ChartSpec[] {
  const ordered = figures.toReversed().toSorted((a, b) => Number(a.overview) - Number(b.overview));
  const main = ordered.at(-1);
  if (main === undefined) return [];
  const { id, title, scale, min } = main.trend.chart;
  const buckets = withGaps(runs, stepMs);
  const series = ordered.map(
    ({ id: figure, trend }): Series => ({
      label: trend.series,
      tone: trend.tone,
      shape: 'line',
      values: buckets.points.map((point) =>
        point === null ? null : point.value((run) => run.figures[figure] ?? null),
      ),
    }),
  );
  const overlays = ordered.flatMap(({ id: figure, trend }) => {
    const today = report.figures[figure];
    if (today === undefined) return [];
    const { bands = [], lines = [] } = trend.overlays(today, report);
    const own = ordered.length > 1 ? { tone: trend.tone } : {};
    return [{ lines, bands: bands.map((band) => ({ ...band, ...own })) }];
  });
  const format = FORMATS[main.unit];
  return [
    {
      // The two pages of trends have files of their own.
      id: unit === 'report' ? `trend-${id}` : `trend-${id}-by-${unit}`,
      title,
      caption: trendCaption(title, series.at(-1)?.values ?? [], buckets.starts, format),
      x: timeAxis(buckets.starts, stepMs, 'Report'),
      y: { label: title, format, scale, ...(min === null ? {} : { min }) },
      series,
      ...NO_OVERLAYS,
      bands: overlays.flatMap(({ bands }) => bands),
      lines: overlays.flatMap(({ lines }) => lines),
      marks: versionChanges(runs),
    },
  ];
}

/** Reports whose model version differs from that of the report before. */
function versionChanges(runs: readonly TrendPoint[]): ChartSpec['marks'] {
  let known: string | null = null;
  return runs.flatMap((run) => {
    const before = known;
    known = run.modelVersion ?? known;
    if (before === null || run.modelVersion === null || before === run.modelVersion) return [];
    return [{ at: Date.parse(run.start), label: run.modelVersion, glyph: REPORT_MARK.version }];
  });
}
