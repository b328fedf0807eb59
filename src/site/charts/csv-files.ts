import type { SiteData } from '../../report/site-data.ts';
import { hasMore, recentTrend, wholeTrend } from '../views/trend-series.ts';
import { dataTable } from './data-table.ts';
import { ecdfChart, featureHistogramChart, featureOverTimeChart, qqChart } from './feature-charts.ts';
import { errorRateChart, requestsChart } from './health-charts.ts';
import {
  benchmarkChart,
  latencyHistogramChart,
  latencyOverTimeChart,
  responseChart,
} from './latency-charts.ts';
import { rocAucByWeekChart } from './performance-charts.ts';
import { conversionChart, gainsChart, liftChart, topByWeekChart } from './ranking-charts.ts';
import {
  calibrationChart,
  engagementChart,
  labelledChart,
  scoreHistogramChart,
  scorePercentilesChart,
} from './score-charts.ts';
import type { ChartSpec } from './spec.ts';
import { trendCharts } from './trend-charts.ts';

interface CsvFile {
  readonly id: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Every chart of the current report with a download link. */
function charts(data: SiteData): (ChartSpec | null)[] {
  const { current, runs } = data;
  const trends = [recentTrend(runs), ...(hasMore(runs) ? [wholeTrend(runs)] : [])];
  return [
    gainsChart(current),
    liftChart(current),
    conversionChart(current),
    topByWeekChart(current),
    requestsChart(current),
    errorRateChart(current),
    scoreHistogramChart(current),
    engagementChart(current),
    scorePercentilesChart(current),
    rocAucByWeekChart(current),
    calibrationChart(current),
    labelledChart(current),
    latencyHistogramChart(current),
    latencyOverTimeChart(current),
    responseChart(current),
    benchmarkChart(current),
    ...current.drift.features.flatMap((feature) => [
      featureHistogramChart(feature),
      ecdfChart(feature),
      featureOverTimeChart(feature),
      qqChart(feature),
    ]),
    ...trends.flatMap((trend) => (trend.runs.length < 2 ? [] : trendCharts(trend, current))),
  ];
}

/** CSV files of the charts, with the columns of their tables. */
export function csvFiles(data: SiteData): CsvFile[] {
  return charts(data).flatMap((spec) => {
    if (spec === null) return [];
    const table = dataTable(spec);
    return [{ id: spec.id, head: table.head, rows: table.rows.map((row) => [...row.x, ...row.cells]) }];
  });
}
