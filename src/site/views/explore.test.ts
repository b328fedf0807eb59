import { describe, expect, test } from 'vitest';
import { choiceOf, dayOf, daysBefore, type ExploredFigure, explore, reportsOf } from './explore.ts';

const figure = (id: string, given: Partial<ExploredFigure> = {}): ExploredFigure => ({
  ...{
    id,
    label: id,
    unit: 'share',
    chart: id,
    scale: 'linear',
    axisMin: 0,
    min: null,
    max: null,
    range: null,
  },
  ...given,
});
const RATE = figure('rate', { label: 'Success rate', min: 0.99, range: 'at least 99 %' });
const FAST = figure('fast', { unit: 'ms', chart: 'latency', scale: 'log', axisMin: null });
const SLOW = figure('slow', { unit: 'ms', chart: 'latency', scale: 'log', axisMin: null });
const FIGURES = [RATE, FAST, SLOW];

const report = (day: string, rate: number | null, fast?: number) => ({
  id: day,
  generatedAt: `${day}T05:00:00.000Z`,
  figures: fast === undefined ? { rate } : { rate, fast },
});
const REPORTS = [
  report('2026-01-01', 0.98),
  report('2026-01-02', 0.995, 20),
  report('2026-01-03', null, 30),
  report('2026-01-07', 0.97, 10),
  report('2026-01-08', 0.999, 15),
];
const all = { figures: [RATE], from: null, to: null };

describe('the choice in an address', () => {
  const read = (query: string) => {
    const { figures, from, to } = choiceOf(new URLSearchParams(query), FIGURES);
    return [figures.map(({ id }) => id), from, to];
  };
  test.each([
    ['', [['rate'], null, null]],
    ['figure=fast&with=rate&from=2026-01-02&to=2026-01-07', [['fast', 'rate'], '2026-01-02', '2026-01-07']],
    ['figure=fast&with=fast', [['fast'], null, null]],
    ['figure=none&with=none&from=yesterday&to=2026-02-30', [['rate'], null, null]],
  ])('%j', (query, expected) => expect(read(query)).toEqual(expected));

  test.each(['2026-13-01', '2026-02-29', '26-01-01', '<b>', ''])('%j is no day', (text) => {
    expect(dayOf(text)).toBeNull();
  });
});

test('thirty days end with the day of the newest report', () => {
  expect(daysBefore('2026-03-01T23:59:00.000Z', 30)).toBe('2026-01-31');
  expect(daysBefore('2026-03-01T00:00:00.000Z', 1)).toBe('2026-03-01');
});

test('reports of the index are in order of time, those that were pruned among them', () => {
  const [first, ...rest] = REPORTS;
  const index = { reports: rest.toReversed(), pruned: first === undefined ? [] : [first] };
  expect(reportsOf(index).map(({ id }) => id)).toEqual(REPORTS.map(({ id }) => id));
});

describe('a range', () => {
  test('holds the reports of both its ends', () => {
    const ids = explore(REPORTS, { ...all, from: '2026-01-02', to: '2026-01-07' }).reports.map(
      ({ id }) => id,
    );
    expect(ids).toEqual(['2026-01-02', '2026-01-03', '2026-01-07']);
  });

  test('may be open at either end, and empty', () => {
    expect(explore(REPORTS, { ...all, from: '2026-01-07' }).reports).toHaveLength(2);
    expect(explore(REPORTS, { ...all, to: '2026-01-01' }).reports).toHaveLength(1);
    const none = explore(REPORTS, { ...all, from: '2026-02-01', to: '2026-01-01' });
    expect([none.reports, none.findings]).toEqual([[], ['Success rate: no value in this time.']]);
  });
});

describe('what is drawn', () => {
  test('days without a report and reports without the figure are gaps', () => {
    const { points, panes } = explore(REPORTS, all);
    expect(panes[0]?.spec.series[0]?.values).toEqual([0.98, 0.995, null, null, 0.97, 0.999]);
    expect(points.map((point) => point?.id ?? null)).toEqual([
      ...['2026-01-01', '2026-01-02', '2026-01-03', null, '2026-01-07', '2026-01-08'],
    ]);
  });

  test('figures of one chart share an axis, others have one each', () => {
    const names = (figures: ExploredFigure[]) =>
      explore(REPORTS, { ...all, figures }).panes.map((pane) => pane.figures.map(({ id }) => id));
    expect(names([FAST, SLOW])).toEqual([['fast', 'slow']]);
    expect(names([SLOW, RATE])).toEqual([['slow'], ['rate']]);
  });

  test('the healthy range is a band that is open where the range is', () => {
    const [rate, fast] = explore(REPORTS, { ...all, figures: [RATE, FAST] }).panes;
    expect(rate?.spec.bands).toEqual([{ from: 0.99, to: null, label: 'Success rate' }]);
    expect(fast?.spec.bands).toEqual([]);
  });

  test('two ranges on one axis are told apart, and none begins at the zero that a logarithmic axis lacks', () => {
    const figures = [
      { ...FAST, min: 0, max: 5 },
      { ...SLOW, max: 20 },
    ];
    expect(explore(REPORTS, { ...all, figures }).panes[0]?.spec.bands).toEqual([
      { from: null, to: 5, label: 'fast', tone: 'production' },
      { from: null, to: 20, label: 'slow', tone: 'second' },
    ]);
  });
});

test('the finding says the first, last, lowest and highest value, their days, and how many reports have one', () => {
  const { findings } = explore(REPORTS, { ...all, figures: [RATE, FAST] });
  expect(findings.map((text) => text.replaceAll('\u00a0', ' '))).toEqual([
    'Success rate: first 98 % on 1 Jan 2026, last 99.9 % on 8 Jan 2026, lowest 97 % on 7 Jan 2026, highest 99.9 % on 8 Jan 2026, in 4 reports. Range now: at least 99 %.',
    'fast: first 20 ms on 2 Jan 2026, last 15 ms on 8 Jan 2026, lowest 10 ms on 7 Jan 2026, highest 30 ms on 3 Jan 2026, in 4 reports.',
  ]);
});
