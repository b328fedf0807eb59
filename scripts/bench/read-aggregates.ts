import type { FeatureProfile, Store } from '../../src/ingest/store.ts';

const DAY = 86_400_000;

/** Asks a store for everything that a report asks for, and says how long each part took. */
export async function readAggregates(
  store: Store,
  now: number,
  took: (name: string, ms: number) => void,
): Promise<void> {
  const week = { start: now - 7 * DAY, end: now };
  const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now();
    const result = await work();
    took(name, performance.now() - start);
    return result;
  };
  await timed('quality', async () => [await store.quality('predictions'), await store.quality('requests')]);
  await timed('counts', async () => {
    await store.count('predictions', { start: now - DAY, end: now });
    await store.count('requests', week);
    await store.labels(week);
  });
  await timed('quantiles', async () => {
    for (const measure of ['score', 'inferenceMs', 'responseMs'] as const) {
      await store.quantiles(measure, week, [0.5, 0.95, 0.99]);
    }
  });
  await timed('histograms', async () => {
    await store.histogram(
      'score',
      week,
      Array.from({ length: 21 }, (_, i) => i / 20),
    );
    await store.histogram(
      'inferenceMs',
      week,
      Array.from({ length: 31 }, (_, i) => 0.001 * 10 ** (i / 5)),
    );
  });
  await timed('series', async () => {
    await store.predictionSeries(week, DAY / 4);
    await store.requestSeries(week, DAY / 4);
  });
  await timed('groups', async () => {
    await store.requestGroups(week, 20);
    await store.versions(week);
  });
  await timed('newest', async () => {
    await store.newestPredictions(week, 20);
    await store.newestPredictions(week, 20, { min: 0.7, max: 1 });
    await store.newestPredictions(week, 20, { min: 0.4, max: 0.6 });
  });
  const features = await timed('features', () => store.features(week));
  await timed('tables', async () => {
    for (const feature of features) {
      if (isNumeric(feature)) await store.numericTable(feature.name, week);
      else await store.categoricalTable(feature.name, week);
    }
  });
  await timed('scores', () => store.scoreTable({ kind: 'values', values: [0.1, 0.5] }, week));
  await timed('samples', () =>
    store.sampleRows(
      features.map((feature) => feature.name),
      week,
      2000,
    ),
  );
  await timed('episodes', async () => {
    const common = { minimumEvents: 20, maximumMs: DAY };
    await store.episodes({ kind: 'error-share', threshold: 0.05, windowMs: 600_000, ...common }, week);
    await store.episodes({ kind: 'inference-p95', threshold: 50, windowMs: 300_000, ...common }, week);
    await store.episodes({ kind: 'health-failures', threshold: 3, windowMs: 300_000, ...common }, week);
  });
}

const isNumeric = (feature: FeatureProfile): boolean =>
  (feature.production?.numbers ?? 0) > (feature.production?.strings ?? 0);
