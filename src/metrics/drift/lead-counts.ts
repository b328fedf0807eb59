import type { ColumnProfile, FeatureProfile, LeadCount } from '../../ingest/store.ts';
import type { JointTable, TextSamples } from '../../stats/tables/joint-table.ts';
import { tableTotals } from '../../stats/tables/joint-table.ts';
import type { MetricsContext } from '../window.ts';
import { filledCount } from './feature-type.ts';

/** Leads of one side of a feature. */
export interface SideLeads {
  readonly filled: number;
  readonly missing: number;
  /** With values of another type; no more than there are. */
  readonly mismatched: number;
}

export interface FeatureLeads {
  readonly reference: SideLeads;
  readonly production: SideLeads;
}

interface Counted {
  readonly profile: FeatureProfile;
  readonly values: {
    readonly input: JointTable | TextSamples | null;
    readonly leads: JointTable | null;
    readonly mismatchedReference: number;
    readonly mismatchedProduction: number;
  };
}

/** How many leads a feature has of each kind of value, where the report counts rows. */
export function featureLeads(
  { profile, values }: Counted,
  { leads, referenceLeads, policy }: MetricsContext,
): FeatureLeads {
  const totals = values.leads === null ? null : tableTotals(values.leads);
  const side = (
    column: ColumnProfile | null,
    { leads: all, mostRows: most }: LeadCount,
    counted: number | null,
    mismatchedRows: number,
  ): SideLeads => {
    const mostRows = Math.max(1, most);
    const mismatched = Math.floor(mismatchedRows / mostRows);
    const rows = Math.max(0, filledCount(column) - mismatchedRows);
    // Where it is not known which of them are of another type: at least so many.
    const filled = counted ?? (mismatchedRows === 0 ? (column?.leads ?? 0) : Math.floor(rows / mostRows));
    const missing = column === null || column.missing === 0 ? 0 : Math.max(0, all - filled - mismatched);
    return { filled, missing, mismatched };
  };
  const texts = values.input?.kind === 'text' ? values.input : null;
  const ofTexts = (name: 'reference' | 'production'): number | null =>
    texts === null || texts[name].length >= policy.drift.sampleRows ? null : texts[name].length;
  return {
    reference: side(
      profile.reference,
      referenceLeads,
      totals?.nReference ?? ofTexts('reference'),
      values.mismatchedReference,
    ),
    production: side(
      profile.production,
      leads,
      totals?.nProduction ?? ofTexts('production'),
      values.mismatchedProduction,
    ),
  };
}
