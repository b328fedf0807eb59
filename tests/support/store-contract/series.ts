import { expect, test } from 'vitest';
import { type ContractContext, DAY, SCANNED, WEEK } from './fixture.ts';
import { countOf, filled, groupBy, quantile, within } from './oracle.ts';

export function seriesContract({ store, fixture }: ContractContext): void {
  test('gives exact type-7 quantiles', async () => {
    const rows = within(fixture().predictions, WEEK);
    const values = filled(rows.map((row) => row.ms));
    const probabilities = [0, 0.05, 0.5, 0.95, 0.99, 1];
    const found = await store().quantiles('inferenceMs', WEEK, probabilities);
    expect(found.n).toBe(values.length);
    for (const [i, p] of probabilities.entries()) {
      expect(found.values[i]).toBeCloseTo(quantile(values, p) ?? Number.NaN, 10);
    }
    expect(await store().quantiles('score', { start: 0, end: 1 }, [0.5])).toEqual({ n: 0, values: [] });
  });

  test('counts a histogram with the last bin closed', async () => {
    const scores = within(fixture().predictions, WEEK).map((row) => row.score);
    const edges = [0.1, 0.25, 0.5, Math.max(...scores)];
    const found = await store().histogram('score', WEEK, edges);
    const bin = (low: number, high: number) => scores.filter((s) => s >= low && s < high).length;
    expect(found.below).toBe(bin(-1, 0.1));
    expect(found.above).toBe(0);
    const last = scores.filter((s) => s >= 0.5).length;
    expect(found.counts).toEqual([bin(0.1, 0.25), bin(0.25, 0.5), last]);
    expect((await store().histogram('score', WEEK, [0.1, 0.2])).above).toBe(
      scores.filter((s) => s > 0.2).length,
    );
  });

  test('cuts predictions into buckets aligned to the epoch', async () => {
    const series = await store().predictionSeries(WEEK, DAY);
    const days = groupBy(within(fixture().predictions, WEEK), (row) => String(Math.floor(row.time / DAY)));
    expect(series.map((bucket) => bucket.start)).toEqual([...days.keys()].map((day) => Number(day) * DAY));
    for (const bucket of series) {
      const rows = days.get(String(bucket.start / DAY)) ?? [];
      expect(bucket.count).toBe(rows.length);
      expect(bucket.engaged).toBe(rows.filter((row) => row.label === 'engaged').length);
      expect(bucket.scoreP95).toBeCloseTo(
        quantile(
          rows.map((row) => row.score),
          0.95,
        ) ?? Number.NaN,
        10,
      );
      expect(bucket.inferenceP50).toBeCloseTo(quantile(filled(rows.map((r) => r.ms)), 0.5) ?? Number.NaN, 10);
    }
  });

  test('cuts requests into buckets by the class of their answer', async () => {
    const series = await store().requestSeries(WEEK, DAY / 2);
    const rows = within(fixture().requests, WEEK);
    const total = (key: 'count' | 'success' | 'clientErrors' | 'serverErrors' | 'scanners') =>
      series.reduce((sum, bucket) => sum + bucket[key], 0);
    const inClass = (n: number) => rows.filter((row) => Math.floor(row.status / 100) === n).length;
    expect([total('count'), total('success')]).toEqual([rows.length, inClass(2)]);
    expect([total('clientErrors'), total('serverErrors')]).toEqual([inClass(4), inClass(5)]);
    const scanned = rows.filter(({ endpoint }) => SCANNED.includes(endpoint)).length;
    expect(total('scanners')).toBe(scanned);
    expect(scanned).toBe(17);
  });

  test('answers for the last day as for any range', async () => {
    const day = { start: WEEK.end - DAY, end: WEEK.end };
    const requests = within(fixture().requests, day);
    const series = await store().requestSeries(day, 7 * DAY);
    expect(series.reduce((sum, { count }) => sum + count, 0)).toBe(requests.length);
    const times = filled(within(fixture().predictions, day).map(({ ms }) => ms));
    const found = await store().quantiles('inferenceMs', day, [0.95]);
    expect(found.n).toBe(times.length);
    expect(found.values[0]).toBeCloseTo(quantile(times, 0.95) ?? Number.NaN, 10);
  });

  test('groups requests, the most frequent first, and sums the rest', async () => {
    const rows = within(fixture().requests, WEEK);
    const expected = groupBy(rows, (row) => `${row.method} ${row.endpoint} ${row.status}`);
    const all = await store().requestGroups(WEEK, 100);
    expect(all).toHaveLength(expected.size);
    for (const group of all) {
      const own = expected.get(`${group.method} ${group.endpoint} ${group.statusCode}`) ?? [];
      expect(group.count).toBe(own.length);
      const median = quantile(filled(own.map((row) => row.ms)), 0.5);
      if (median === null) expect(group.responseP50).toBeNull();
      else expect(group.responseP50).toBeCloseTo(median, 10);
    }
    const two = await store().requestGroups(WEEK, 2);
    expect(two.slice(0, 2)).toEqual(all.slice(0, 2));
    expect(two[2]).toMatchObject({
      endpoint: '',
      statusCode: 0,
      count: rows.length - (two[0]?.count ?? 0) - (two[1]?.count ?? 0),
    });
  });

  test('tells model versions and labels apart', async () => {
    const rows = within(fixture().predictions, WEEK);
    const versions = await store().versions(WEEK);
    const counts = countOf(rows.map((row) => row.version ?? ''));
    expect(new Map(versions.map((v) => [v.version, v.count]))).toEqual(counts);
    const labels = countOf(rows.map((row) => row.label));
    expect(new Map((await store().labels(WEEK)).map((l) => [l.label, l.count]))).toEqual(labels);
  });

  test('shows the newest predictions', async () => {
    const rows = within(fixture().predictions, WEEK).sort((a, b) => b.time - a.time || b.score - a.score);
    const shown = (row: (typeof rows)[number]) => ({
      time: row.time,
      score: row.score,
      label: row.label,
      inferenceMs: row.ms,
      modelVersion: row.version,
    });
    expect(await store().newestPredictions(WEEK, 20)).toEqual(rows.slice(0, 20).map(shown));
    const uncertain = rows.filter((row) => row.score >= 0.4 && row.score <= 0.6);
    expect(await store().newestPredictions(WEEK, 5, { min: 0.4, max: 0.6 })).toEqual(
      uncertain.slice(0, 5).map(shown),
    );
  });
}
