import type { OutcomeData } from '../../ingest/sources/tables.ts';
import type { Store } from '../../ingest/store.ts';
import { joinLeads } from '../../metrics/performance/leads.ts';

export interface CheckedOutcomes {
  readonly location: string;
  readonly present: boolean;
  readonly rows: number;
  readonly rejected: number;
  readonly keyColumn: string | null;
  /** Leads that were predicted, and those of them with an outcome; null without a key. */
  readonly leads: number | null;
  readonly matched: number | null;
}

/** How outcomes join with predictions. */
export async function checkOutcomes(store: Store, data: OutcomeData, now: number): Promise<CheckedOutcomes> {
  const { location, present, rows, rejected, keyColumn } = data;
  const leads = keyColumn === null ? null : await joinLeads(store, now, data);
  return {
    location,
    present,
    rows,
    rejected,
    keyColumn,
    leads: leads?.length ?? null,
    matched: leads?.filter(({ label }) => label !== null).length ?? null,
  };
}
