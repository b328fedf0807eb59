import { expect, test } from 'vitest';
import type { EpisodeRule } from '../../../src/ingest/store.ts';
import { type ContractContext, DAY, OTHER_HEALTH_PATH, SCANNED, WEEK } from './fixture.ts';
import { quantile } from './oracle.ts';

interface Event {
  readonly time: number;
  readonly value: number;
}

/** The rule as specified, recomputed for every event: slow but simple. */
function judge(rule: EpisodeRule, events: readonly Event[], index: number) {
  const now = events[index]?.time ?? 0;
  const before = events.slice(0, index + 1);
  const young = before.filter(({ time }) => now - time < rule.maximumMs);
  const inWindow = young.filter(({ time }) => now - time < rule.windowMs);
  const window = inWindow.length >= rule.minimumEvents ? inWindow : young.slice(-rule.minimumEvents);
  const values = window.map((event) => event.value);
  const sum = values.reduce((a, b) => a + b, 0);
  if (rule.kind === 'health-failures')
    return { value: sum, events: values.length, breach: sum >= rule.threshold };
  const value = rule.kind === 'error-share' ? sum / values.length : (quantile(values, 0.95) ?? 0);
  const breach = values.length >= Math.min(rule.minimumEvents, 5) && value > rule.threshold;
  return { value, events: values.length, breach };
}

export function episodeContract({ store, fixture }: ContractContext): void {
  const isFailed = (status: number) => (status >= 200 && status <= 299 ? 0 : 1);
  const errors = () =>
    fixture()
      .requests.filter(({ endpoint }) => !SCANNED.includes(endpoint))
      .map(({ time, status }) => ({ time, value: isFailed(status) }));
  const healthChecks = (paths: readonly string[]) => () =>
    fixture()
      .requests.filter(({ endpoint, method }) => method === 'GET' && paths.includes(endpoint))
      .map(({ time, status }) => ({ time, value: isFailed(status) }));
  const health = healthChecks(['/health', '/v1/health/']);
  const healthAndOther = healthChecks(['/health', '/v1/health/', OTHER_HEALTH_PATH]);
  const slow = () =>
    fixture().predictions.flatMap(({ time, ms }) => (ms === null ? [] : [{ time, value: ms }]));

  const cases: readonly (readonly [EpisodeRule, () => readonly Event[]])[] = [
    [{ kind: 'error-share', threshold: 0.1, windowMs: 600_000, minimumEvents: 20, maximumMs: DAY }, errors],
    [{ kind: 'error-share', threshold: 0.08, windowMs: DAY, minimumEvents: 20, maximumMs: DAY }, errors],
    [{ kind: 'inference-p95', threshold: 75, windowMs: 300_000, minimumEvents: 20, maximumMs: DAY }, slow],
    [{ kind: 'inference-p95', threshold: 60, windowMs: 3 * DAY, minimumEvents: 7, maximumMs: 4 * DAY }, slow],
    [{ kind: 'health-failures', threshold: 1, windowMs: 300_000, minimumEvents: 1, maximumMs: DAY }, health],
    [
      { kind: 'health-failures', threshold: 2, windowMs: 2 * DAY, minimumEvents: 1, maximumMs: 2 * DAY },
      health,
    ],
    [
      {
        kind: 'health-failures',
        threshold: 2,
        windowMs: 2 * DAY,
        minimumEvents: 1,
        maximumMs: 2 * DAY,
        healthPath: OTHER_HEALTH_PATH,
      },
      healthAndOther,
    ],
  ];

  test.each(cases)('slides a window: %o', async (rule, all) => {
    // Simultaneous events are judged one by one, the smallest value first.
    const events = all()
      .filter(({ time }) => time <= WEEK.end && time > WEEK.start - rule.maximumMs)
      .sort((a, b) => a.time - b.time || a.value - b.value);
    const judged = events.map((event, i) => ({ ...event, ...judge(rule, events, i) }));
    const own = judged.filter(({ time }) => time > WEEK.start);
    const found = await store().episodes(rule, WEEK);
    expect(found.events).toBe(own.length);
    const last = own.at(-1);
    expect(found.newest?.time).toBe(last?.time);
    expect(found.newest?.events).toBe(last?.events);
    expect(found.newest?.breach).toBe(last?.breach);
    expect(found.newest?.value).toBeCloseTo(last?.value ?? Number.NaN, 9);
    const breaches = own.filter(({ breach }) => breach);
    expect(found.episodes.reduce((n, { count }) => n + count, 0)).toBe(breaches.length);
    expect(breaches.length).toBeGreaterThan(0);
    for (const { start, end, peak, count } of found.episodes) {
      const inside = breaches.filter(({ time }) => time >= start && time <= end);
      expect(inside.length).toBe(count);
      expect([inside[0]?.time, inside.at(-1)?.time]).toEqual([start, end]);
      expect(peak).toBeCloseTo(Math.max(...inside.map(({ value }) => value)), 9);
    }
    // Between two episodes lie an event without breach and at least one window's length.
    for (const [i, episode] of found.episodes.entries()) {
      const next = found.episodes[i + 1];
      if (next === undefined) continue;
      expect(next.start - episode.end).toBeGreaterThanOrEqual(rule.windowMs);
      expect(own.some((e) => !e.breach && e.time > episode.end && e.time < next.start)).toBe(true);
    }
  });
}
