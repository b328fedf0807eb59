import type { CategoricalTable, NumericTable } from '../../../stats/tables/joint-table.ts';
import { categoricalFeatureTable, numericFeatureTable, withoutLeads } from '../../rules/feature-table.ts';
import type { ReferenceCounts } from '../../rules/reference-side.ts';
import type { FeatureTable, TableChunk, TimeRange } from '../../store.ts';
import { type Frequencies, type FrequencyStore, frequencyStore, type TableLimits } from './frequencies.ts';
import type { Leads } from './leads.ts';
import { ProductionValues } from './production-values.ts';
import type { SparkSession } from './spark-session.ts';

export interface FeatureTables {
  numeric(feature: string, range: TimeRange): Promise<FeatureTable<NumericTable>>;
  categorical(feature: string, range: TimeRange): Promise<FeatureTable<CategoricalTable>>;
  chunks(
    feature: string,
    kind: 'numeric' | 'categorical',
    range: TimeRange,
    chunkMs: number,
  ): Promise<TableChunk[]>;
  readonly frequencies: FrequencyStore;
}

/** Joint tables of the cached predictions against the reference, which stays in this process: it is small. */
export function featureTables(
  session: SparkSession,
  index: ReadonlyMap<string, number>,
  referenceOf: (feature: string) => ReferenceCounts,
  limits: TableLimits,
  runName: string,
  leads: Leads,
): FeatureTables {
  const frequencies = frequencyStore(session, index.size, runName, leads);
  const fetched = new WeakMap<Frequencies, ProductionValues>();
  const values = (counted: Frequencies): ProductionValues => {
    const existing = fetched.get(counted) ?? new ProductionValues(session, counted, limits, leads.repeated);
    fetched.set(counted, existing);
    return existing;
  };

  const numericAt = async (feature: string, counted: Frequencies, chunk: number) => {
    const i = index.get(feature) ?? -1;
    const { categories: _, ...numbers } = await values(counted).numbers(i, chunk);
    return numericFeatureTable(referenceOf(feature), {
      ...numbers,
      missing: missing(counted, i, chunk),
      mismatched: summary(counted, i, chunk)?.texts ?? 0,
    });
  };

  const categoricalAt = async (feature: string, counted: Frequencies, chunk: number) => {
    const reference = referenceOf(feature);
    const i = index.get(feature) ?? -1;
    const known = new Set(reference.categories.keys());
    const counts = await values(counted).categories(i, chunk, known);
    return categoricalFeatureTable(reference, counts, missing(counted, i, chunk));
  };

  return {
    frequencies,
    numeric: async (feature, range) => numericAt(feature, await frequencies(range, null), 0),
    categorical: async (feature, range) => categoricalAt(feature, await frequencies(range, null), 0),
    async chunks(feature, kind, range, chunkMs) {
      if (!index.has(feature)) return [];
      const counted = await frequencies(range, chunkMs);
      const tableAt = kind === 'numeric' ? numericAt : categoricalAt;
      const chunks: TableChunk[] = [];
      for (const chunk of counted.rows.keys()) {
        const table = await tableAt(feature, counted, chunk);
        const found = summary(counted, index.get(feature) ?? -1, chunk);
        chunks.push({
          start: chunk * chunkMs,
          end: (chunk + 1) * chunkMs,
          leads: (kind === 'numeric' ? found?.numberLeads : found?.leads) ?? 0,
          feature: withoutLeads(table),
        });
      }
      return chunks;
    },
  };
}

const summary = (counted: Frequencies, feature: number, chunk: number) =>
  counted.summaries.find((s) => s.feature === feature && s.chunk === chunk);

/** Rows of the chunk without the key, with null, or with NaN. */
function missing(counted: Frequencies, feature: number, chunk: number): number {
  const found = summary(counted, feature, chunk);
  return (counted.rows.get(chunk) ?? 0) - (found === undefined ? 0 : found.present - found.missing);
}
