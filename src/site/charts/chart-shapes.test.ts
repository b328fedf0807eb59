import { expect, test } from 'vitest';
import { DAY_MS } from '../../wording/time.ts';
import { chartShapes } from './chart-shapes.ts';
import { type ChartSpec, NO_OVERLAYS } from './spec.ts';
import { drawChart } from './static-chart.ts';
import { timeAxis } from './time-series.ts';

const START = Date.UTC(2026, 1, 1);

/** Two lines over thirty days; the second may end earlier. */
const overTime = (second: readonly (number | null)[], more: Partial<ChartSpec> = {}): ChartSpec => ({
  id: 'x',
  title: 'X',
  caption: '',
  x: timeAxis(
    Array.from({ length: 30 }, (_, i) => START + i * DAY_MS),
    DAY_MS,
  ),
  y: { label: 'Value', format: 'number', scale: 'linear', min: 0, max: 10 },
  series: [
    { label: 'Long', tone: 'production', shape: 'line', values: Array.from({ length: 30 }, () => 8) },
    { label: 'Short', tone: 'second', shape: 'line', values: second },
  ],
  ...NO_OVERLAYS,
  ...more,
});

const until = (length: number): (number | null)[] =>
  Array.from({ length: 30 }, (_, i) => (i < length ? 2 : null));

const labelOf = (spec: ChartSpec, text: string, part?: readonly [number, number]) =>
  chartShapes(spec, drawChart(spec, part)).labels.find((label) => label.text === text)?.attributes;

test('the name of a line stands where the line ends', () => {
  const spec = overTime(until(10));
  expect(labelOf(spec, 'Long')).toMatchObject({ class: 'label end tone-production', x: '100%', 'data-s': 0 });
  // The tenth of thirty days, behind the last point.
  expect(labelOf(spec, 'Short')).toMatchObject({ class: 'label tone-second', x: '30%', dx: 6, 'data-s': 1 });
  expect(labelOf(overTime(until(25)), 'Short')).toMatchObject({ class: 'label end tone-second', x: '80%' });
});

test('in a part of the axis a name stands where the line ends in that part', () => {
  const part = [START, START + 6 * DAY_MS] as const;
  expect(labelOf(overTime(until(10)), 'Short', part)).toMatchObject({
    class: 'label end tone-second',
    x: '100%',
  });
  expect(labelOf(overTime(until(4)), 'Short', part)).toMatchObject({ x: '50%' });
  // A line with no point in the part has no name there.
  expect(labelOf(overTime(until(4)), 'Short', [START + 10 * DAY_MS, START + 20 * DAY_MS])).toBeUndefined();
});

test('every second tick gives way on a phone where all would not fit, and only there', () => {
  const classes = (spec: ChartSpec) =>
    chartShapes(spec, drawChart(spec))
      .labels.map(({ attributes }) => String(attributes['class']))
      .filter((name) => name.startsWith('tick x'));
  const dates = classes(overTime(until(30)));
  expect(dates.length).toBeGreaterThan(3);
  expect(dates.filter((_, i) => i % 2 === 1).every((name) => name.endsWith('odd'))).toBe(true);
  const shares = overTime(until(30), {
    x: { label: 'Share', format: 'percent', scale: 'linear', values: [0, 1], binned: false },
  });
  expect(classes(shares)).toEqual([
    'tick x',
    'tick x odd short',
    'tick x',
    'tick x odd short',
    'tick x',
    'tick x end odd short',
  ]);
});

test('marks keep their glyph, and their name where it lies on no other', () => {
  const marks = [0, 1, 15, 29].map((day) => ({
    at: START + day * DAY_MS,
    label: `0.${day}.0`,
    glyph: '◆',
  }));
  const spec = overTime(until(30), { marks });
  const { labels, over } = chartShapes(spec, drawChart(spec));
  const gutter = labels.filter(({ attributes }) => String(attributes['class']).startsWith('label gutter'));
  expect(gutter.map(({ text }) => text)).toEqual(['◆ 0.0.0', '◆', '◆ 0.15.0', '◆ 0.29.0']);
  expect(gutter.map(({ attributes }) => attributes['class'])).toEqual([
    'label gutter start',
    'label gutter start',
    'label gutter middle',
    'label gutter end',
  ]);
  expect(over.filter(({ attributes }) => attributes['class'] === 'mark').length).toBe(4);
});

test('the diagonal of a square plot joins equal values, in a part too', () => {
  const spec: ChartSpec = {
    ...overTime(until(30)),
    x: {
      label: 'Predicted',
      format: 'percent',
      scale: 'linear',
      values: [0.1, 0.8],
      binned: false,
      min: 0,
      max: 1,
    },
    y: { label: 'Engaged', format: 'percent', scale: 'linear', min: 0, max: 1 },
    series: [{ label: 'Actual', tone: 'production', shape: 'dots', values: [0.1, 0.8] }],
    square: 'Perfect calibration',
  };
  const diagonal = (part?: readonly [number, number]) =>
    chartShapes(spec, drawChart(spec, part)).under.find(
      ({ attributes }) => attributes['class'] === 'diagonal',
    )?.attributes;
  expect(diagonal()).toMatchObject({ x1: 0, x2: '100%', y1: '100%', y2: '0%' });
  expect(diagonal([0.2, 0.5])).toMatchObject({ y1: '80%', y2: '50%' });
  expect(chartShapes(overTime(until(30)), drawChart(overTime(until(30)))).under).toEqual([]);
});
