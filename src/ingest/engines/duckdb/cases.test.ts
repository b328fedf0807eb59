import { expect, it } from 'vitest';
import { describeWithCases } from '../../../../tests/support/cases.ts';
import { resolveLog } from '../../sources/log-files.ts';
import { readReference } from '../../sources/reference.ts';
import { openDuckdbStore } from './store.ts';

const NOW = Date.parse('2026-02-20T12:05:00Z');
const WEEK = { start: NOW - 7 * 86_400_000, end: NOW };

// Expected figures were counted with Python's json, csv and numpy.
describeWithCases('the real logs', (path) => {
  const open = async () =>
    openDuckdbStore({
      predictions: await resolveLog(
        { variable: 'PREDICTIONS_LOG', value: path('steady/predictions.jsonl'), fallback: '' },
        '/',
      ),
      requests: await resolveLog(
        { variable: 'API_REQUESTS_LOG', value: path('steady/api_requests.jsonl'), fallback: '' },
        '/',
      ),
      reference: await readReference(
        { variable: 'REFERENCE_DATA_PATH', value: path('reference/leads_raw.csv'), fallback: '' },
        '/',
      ),
      now: NOW,
    });

  it('counts what the files hold', async () => {
    const store = await open();
    expect(await store.quality('predictions')).toMatchObject({ rows: 1200, rejected: 0, afterNow: 0 });
    expect(await store.quality('requests')).toMatchObject({ rows: 1328, rejected: 0 });
    const groups = await store.requestGroups(WEEK, 20);
    expect(groups.map((g) => [g.endpoint, g.method, g.statusCode, g.count])).toEqual([
      ['/predict', 'POST', 200, 1200],
      ['/health', 'GET', 200, 120],
      ['/predict', 'POST', 422, 5],
      ['/nowhere', 'GET', 404, 3],
    ]);
    const quantiles = await store.quantiles('inferenceMs', WEEK, [0.5, 0.95, 0.99]);
    const expected = [55.2655, 73.85085, 105.40286];
    for (const [i, value] of quantiles.values.entries()) expect(value).toBeCloseTo(expected[i] ?? 0, 9);
    await store.close();
  });

  it('joins the reference', async () => {
    const store = await open();
    const features = await store.features(WEEK);
    expect(features).toHaveLength(18);
    const founded = features.find((f) => f.name === 'companyfoundedon');
    expect(founded?.reference).toMatchObject({ rows: 303, missing: 167, numbers: 136 });
    expect(founded?.production).toMatchObject({ rows: 1200, missing: 624, numbers: 576, integers: 576 });
    await store.close();
  });
});
