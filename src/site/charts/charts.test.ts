import { describe, expect, test } from 'vitest';
import { fixtureReport } from '../../../tests/support/fixtures/report.ts';
import { bullet } from './bullet.ts';
import { csv, csvCell } from './csv.ts';
import { dataTable } from './data-table.ts';
import { joinSpans } from './episodes.ts';
import { requestsChart } from './health-charts.ts';
import { safeJson } from './payload.ts';
import { invertEcdf } from './quantiles.ts';
import { labelledChart, scoreHistogramChart } from './score-charts.ts';
import { shares } from './shares.ts';
import { type ChartSpec, NO_OVERLAYS } from './spec.ts';
import { drawChart } from './static-chart.ts';
import { chartFrame } from './ticks.ts';
import { withGaps } from './time-series.ts';

const line = (values: readonly (number | null)[]): ChartSpec => ({
  id: 'x',
  title: 'X',
  caption: '',
  x: { label: 'At', format: 'number', scale: 'linear', values: values.map((_, i) => i), binned: false },
  y: { label: 'Value', format: 'number', scale: 'linear', min: 0, max: 10 },
  series: [{ label: 'A', tone: 'production', shape: 'line', values }],
  ...NO_OVERLAYS,
});

test('which scores have outcomes is drawn and said, small groups left out', () => {
  const report = fixtureReport();
  const performance = {
    ...report.performance,
    population: 'contacted',
    labelledByScore: [
      { from: 0.1, n: 50, labelled: 0 },
      { from: 0.3, n: 50, labelled: null },
      { from: 0.6, n: 50, labelled: 40 },
    ],
  } as NonNullable<typeof report.performance>;
  const spec = labelledChart({ ...report, performance });
  expect(spec?.series[0]?.values).toEqual([0, null, 0.8]);
  expect(spec?.caption).toMatch(
    /cover 0(\.0)?.% of the lowest tenth .* 80(\.0)?.% of the highest.*among contacted leads/,
  );
  expect(labelledChart({ ...report, performance: { ...performance, labelledByScore: [] } })).toBeNull();
});

describe('a chart', () => {
  test('draws a gap as a gap, and a lonely value as a dot', () => {
    const drawing = drawChart(line([0, 10, null, 5, null, 10, 0]));
    expect(drawing.strokes[0]?.path).toBe('M0,400L167,0M500,200M833,0L1000,400');
    expect(drawing.strokes[1]).toMatchObject({ kind: 'dots', path: 'M500,200h0' });
  });

  test('without a single value can still be drawn', () => {
    const drawing = drawChart(line([null, null]));
    expect(drawing.yTicks.length).toBeGreaterThan(1);
    expect(drawing.strokes[0]?.path).toBe('');
  });

  test.each([
    [5e-324, 1e-323],
    [1e-323, 1e-323],
    [0, 5e-324],
    [-1.7976931348623157e308, 1.7976931348623157e308],
    [1.7976931348623157e308, 1.7976931348623157e308],
    [1, 1.0000000000000002],
    [1e-300, 1e300],
  ])('from %d to %d, near the ends of what a number can be, has finite ticks', (low, high) => {
    for (const scale of ['linear', 'log'] as const) {
      const x = { ...line([]).x, scale, values: [low, high] };
      const { x: across, y: up } = chartFrame({ ...line([low, high]), x, y: { ...line([]).y, scale } });
      const all = [across, up].flatMap(({ domain, ticks }) => [
        ...domain,
        ...ticks.map(({ value }) => value),
      ]);
      expect(all.filter((value) => !Number.isFinite(value))).toEqual([]);
    }
  });

  test('reaches as far as its limits', () => {
    const spec = { ...line([1, 2]), lines: [{ at: 50, label: 'alert', tone: 'bad' as const }] };
    expect(chartFrame(spec).y.domain).toEqual([0, 50]);
  });

  test('stacks bars: the axis holds their sum', () => {
    const spec = requestsChart(fixtureReport({ rows: 200, errors: 0.2 }));
    const sums = (spec?.series[0]?.values ?? []).map((_, i) =>
      (spec?.series ?? []).reduce((sum, series) => sum + (series.values[i] ?? 0), 0),
    );
    expect(spec === null ? 0 : chartFrame(spec).y.domain[1]).toBeGreaterThanOrEqual(Math.max(...sums));
  });

  test('has a table with a row a bin, in percent', () => {
    const report = fixtureReport();
    const spec = scoreHistogramChart(report);
    const table = spec === null ? null : dataTable(spec);
    expect(table?.head).toEqual(['Score from', 'to', 'Production (%)', 'Reference (%)']);
    expect(table?.rows.length).toBe(20);
    const total = (table?.rows ?? []).reduce((sum, row) => sum + Number(row.cells[0]), 0);
    expect(total).toBeCloseTo(100, 2);
  });
});

test('a bucket without data becomes one empty point, however long the gap is', () => {
  const hour = 3_600_000;
  const at = (h: number) => ({ start: new Date(h * hour).toISOString() });
  const buckets = withGaps([at(0), at(1), at(9), at(10)], hour);
  expect(buckets.starts).toEqual([0, 1, 2, 9, 10].map((h) => h * hour));
  expect(buckets.points.map((point) => point !== null)).toEqual([true, true, false, true, true]);
});

test('spans that touch are one', () => {
  const span = (from: number, to: number) => ({ from, to, label: 'p' });
  expect(joinSpans([span(0, 1), span(1, 2), span(4, 5)])).toEqual([span(0, 2), span(4, 5)]);
});

test('shares of counts', () => {
  expect(shares([1, 3])).toEqual([0.25, 0.75]);
  expect(shares([0, 0])).toEqual([null, null]);
});

test('an ECDF is inverted between its points', () => {
  expect(invertEcdf([1, 2, 4], [0.25, 0.5, 1], 0.5)).toBe(2);
  expect(invertEcdf([1, 2, 4], [0.25, 0.5, 1], 0.75)).toBe(3);
  expect(invertEcdf([1, 2, 4], [0.25, 0.5, 1], 0.1)).toBe(1);
});

describe('what leaves the page', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['@x', "'@x"],
    ['-3.5', '-3.5'],
    ['-x', "'-x"],
    ['a,b', '"a,b"'],
    ['"', '""""'],
    ['–', ''],
  ])('the CSV cell of %s is %s', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  test('a CSV file has a head and ends its lines as RFC 4180 says', () => {
    expect(csv(['a', 'b'], [['1', 'x y']])).toBe('a,b\r\n1,x y\r\n');
  });

  test('JSON cannot close the script element it stands in', () => {
    const json = safeJson({ name: '</script><!--' });
    expect(json).not.toContain('<');
    expect(JSON.parse(json)).toEqual({ name: '</script><!--' });
  });
});

test('the band of a range without upper end is never negative, and holds a value inside it', () => {
  const at = (now: number, min: number) => bullet({ now, min, max: null, value: () => null });
  for (const [now, min] of [
    [1.2, 1.5],
    [2.4, 1.5],
    [0.7, 0.9],
  ] as const) {
    const drawn = at(now, min);
    const { x = 0, width = -1 } = drawn?.band ?? {};
    expect(width).toBeGreaterThanOrEqual(0);
    expect((drawn?.at ?? 0) >= x && (drawn?.at ?? 0) <= x + width).toBe(now >= min);
  }
});

test('steps leave out what is not known, which is no zero', () => {
  const spec = line([4, null, 2, 0]);
  const [series] = spec.series;
  if (series === undefined) throw new Error('No series.');
  const drawn = drawChart({
    ...spec,
    x: { ...spec.x, values: [0, 1, 2, 3, 4], binned: true },
    series: [{ ...series, shape: 'step' }],
  });
  const path = drawn.strokes.find(({ series: own }) => own === 0)?.path ?? '';
  // Two outlines, each from the floor to the floor; the second holds the zero at its end.
  expect(path.match(/M[\d.]+,400/g)).toEqual(['M0,400', 'M500,400']);
  expect(path).toBe('M0,400V240H250V400M500,400V320H750V400H1000V400');
});
