import type { Store } from '../../../src/ingest/store.ts';
import { WEEK } from '../log-files.ts';

/** All answers of a store that depend on how its logs were read, without file names. */
export async function storeAnswers(store: Store): Promise<Record<string, unknown>> {
  const features = await store.features(WEEK);
  return {
    features,
    quality: [await store.quality('predictions'), await store.quality('requests')],
    tables: await Promise.all(
      features.map(async ({ name }) => [
        await store.numericTable(name, WEEK),
        await store.categoricalTable(name, WEEK),
      ]),
    ),
    sample: await store.sampleRows(
      features.map(({ name }) => name),
      WEEK,
      50,
    ),
    texts: await store.texts('s', WEEK, 20),
    keys: await store.firstScores('lead', WEEK),
    shadows: await store.shadowScores('lead', WEEK),
    leads: await store.leadRows('lead', ['l1', 'l2', '3'], ['n', 's'], WEEK),
    chunks: await store.chunkTables('n', 'numeric', WEEK, 86_400_000),
    newest: await store.newestPredictions(WEEK, 50),
    groups: await store.requestGroups(WEEK, 5),
    versions: await store.versions(WEEK),
  };
}
