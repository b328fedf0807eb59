import { expect, test } from 'vitest';
import { DAY_MS } from '../../wording/time.ts';
import type { IncidentLife } from '../views/incident-lives.ts';
import { incidentBars } from './incident-bars.ts';
import { type ChartSpec, NO_OVERLAYS } from './spec.ts';
import { timeAxis } from './time-series.ts';

const START = Date.UTC(2026, 0, 1);
const at = (day: number): string => new Date(START + (day + 0.5) * DAY_MS).toISOString();

/** A chart with a point a day. */
const chart = (days: number, x: Partial<ChartSpec['x']> = {}): ChartSpec => ({
  id: 'x',
  title: 'X',
  caption: '',
  x: {
    ...timeAxis(
      Array.from({ length: days }, (_, day) => START + day * DAY_MS),
      DAY_MS,
    ),
    ...x,
  },
  y: { label: 'Value', format: 'number', scale: 'linear' },
  series: [{ label: 'A', tone: 'production', shape: 'line', values: Array(days).fill(1) }],
  ...NO_OVERLAYS,
});
const life = (
  title: string,
  first: number,
  last: number,
  over: Partial<IncidentLife> = {},
): IncidentLife => ({
  ...{ title, severity: 'high', tone: 'red', first: at(first), last: at(last), reports: 1, open: false },
  ...{ firstIn: String(first), lastIn: String(last), cameWith: null },
  ...over,
});
const day = (time: number): number => (time - START) / DAY_MS;
/** Over ten days, which are a tenth of the plot each. */
const bars = (...lives: IncidentLife[]) => incidentBars(chart(10), lives, DAY_MS);

test('a bar goes over every day of which a report saw the incident; one that is open to the right end', () => {
  expect(bars(life('A', 2, 4), life('B', 5, 6, { open: true, tone: 'yellow' }))).toEqual({
    red: 'M200,0h300',
    yellow: 'M500,0h500',
    words: 'B and A',
    named: ['A', 'B'],
  });
});

test('what overlaps in a row is one bar with the titles of all, what only touches is not', () => {
  const found = bars(life('B', 3, 6), life('A', 2, 4), life('C', 7, 7), life('D', 2, 3));
  expect(found?.red).toBe('M200,0h500M700,0h100');
  expect(found?.named).toEqual(['A, D and 1 more', 'C']);
});

test('an incident of before the chart is cut, and left out where it ended before it', () => {
  expect(bars(life('A', -5, 0), life('B', -9, -1))).toMatchObject({ red: 'M0,0h100', named: ['A'] });
  expect(bars(life('B', -9, -1))).toBeNull();
  expect(bars()).toBeNull();
});

test('of points that stand for weeks a bar covers the weeks', () => {
  const step = 7 * DAY_MS;
  const first = Math.ceil(START / step) * step;
  const spec = chart(3, { values: [first, first + step, first + 2 * step], step });
  const found = incidentBars(spec, [life('A', day(first) + 8, day(first) + 9)], step);
  expect(found?.red).toBe('M333,0h334');
});

test('reports a week apart: what one of them saw goes to the next', () => {
  const spec = chart(3, { values: [0, 7, 14].map((days) => START + days * DAY_MS), step: 7 * DAY_MS });
  // A third to two thirds of the plot.
  expect(incidentBars(spec, [life('A', 7, 7)], DAY_MS)?.red).toBe('M333,0h334');
});

test('ten years of incidents are never more bars than points', () => {
  const lives = Array.from({ length: 2_000 }, (_, i) =>
    life(`T${i % 7}`, i * 1.8, i * 1.8 + (i % 3), { tone: i % 2 === 0 ? 'red' : 'yellow' }),
  );
  const step = 30.4375 * DAY_MS;
  const first = Math.floor(START / step) * step;
  const values = Array.from({ length: 120 }, (_, month) => first + month * step);
  const found = incidentBars(chart(120, { values, step }), lives, step);
  for (const path of [found?.red ?? '', found?.yellow ?? '']) {
    const count = path.split('M').length - 1;
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(120);
  }
});

test('a chart without a time axis has none', () => {
  expect(incidentBars(chart(3, { scale: 'linear' }), [life('A', 0, 1)], DAY_MS)).toBeNull();
  expect(incidentBars(undefined, [life('A', 0, 1)], DAY_MS)).toBeNull();
});

test('of more bars than are named, those that touch are one', () => {
  const lives = Array.from({ length: 70 }, (_, i) => life(`T${i}`, i, i));
  expect(incidentBars(chart(100), lives, DAY_MS)).toMatchObject({ red: 'M0,0h700', named: [] });
  expect(incidentBars(chart(100), lives.slice(0, 60), DAY_MS)?.named).toHaveLength(60);
});
