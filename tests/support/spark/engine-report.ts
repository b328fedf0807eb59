import { openDuckdbStore } from '../../../src/ingest/engines/duckdb/store.ts';
import { openSparkStore } from '../../../src/ingest/engines/spark/store.ts';
import { resolveLog } from '../../../src/ingest/sources/log-files.ts';
import { readReference } from '../../../src/ingest/sources/reference.ts';
import type { Store } from '../../../src/ingest/store.ts';
import type { Report } from '../../../src/report/schema/report.ts';
import { policySchema } from '../../../src/settings/policy-schema.ts';
import { CASE_NOW, reportOf } from '../case-report.ts';
import { NO_OUTCOMES } from './no-outcomes.ts';

export interface EngineInputs {
  readonly predictions: string;
  readonly requests: string;
  readonly reference: string;
  /** URL of the Thrift server; null for DuckDB. */
  readonly sparkUrl: string | null;
  readonly signal?: AbortSignal;
  /** Called when the store is open and before the report is computed. */
  readonly opened?: (store: Store) => void;
}

/** Computes a report from files with Spark or DuckDB, everything else being equal. */
export async function engineReport(inputs: EngineInputs): Promise<Report> {
  const now = Date.parse(CASE_NOW);
  const setting = (variable: string, value: string) => ({ variable, value, fallback: '' });
  const reference = await readReference(setting('REFERENCE_DATA_PATH', inputs.reference), '/');
  const options = {
    predictions: await resolveLog(setting('PREDICTIONS_LOG', inputs.predictions), '/'),
    requests: await resolveLog(setting('API_REQUESTS_LOG', inputs.requests), '/'),
    reference,
    now,
  };
  const store =
    inputs.sparkUrl === null
      ? await openDuckdbStore(options)
      : await openSparkStore({
          ...options,
          url: inputs.sparkUrl,
          ...(inputs.signal === undefined ? {} : { signal: inputs.signal }),
        });
  inputs.opened?.(store);
  return await reportOf(store, { reference, outcomes: NO_OUTCOMES, policy: policySchema.parse({}), now });
}
