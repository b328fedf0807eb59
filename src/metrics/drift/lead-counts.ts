import type { ReferenceData } from '../../ingest/sources/tables.ts';
import type { ColumnProfile, FeatureProfile } from '../../ingest/store.ts';
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
  { leads, moved, policy }: MetricsContext,
  reference: ReferenceData,
): FeatureLeads {
  const { k } = policy.privacy;
  const totals = values.leads === null ? null : tableTotals(values.leads);
  const side = (
    column: ColumnProfile | null,
    all: number,
    counted: number | null,
    mismatchedRows: number,
    mostRows: number,
  ): SideLeads => {
    const mismatched = Math.floor(mismatchedRows / mostRows);
    const rows = Math.max(0, filledCount(column) - mismatchedRows);
    // So many rows are of at least so many leads.
    const filled = counted ?? Math.floor(rows / mostRows);
    const missing = column === null || column.missing === 0 ? 0 : Math.max(0, all - filled - mismatched);
    return { filled, missing, mismatched };
  };
  const texts = values.input?.kind === 'text' ? values.input : null;
  const ofTexts = (name: 'reference' | 'production'): number | null =>
    texts === null || texts[name].length >= policy.drift.sampleRows ? null : texts[name].length;
  return {
    reference: side(
      profile.reference,
      reference.rows - (reference.leads?.repeats.size ?? 0),
      totals?.nReference ?? ofTexts('reference'),
      values.mismatchedReference,
      moved.reference / k,
    ),
    production: side(
      profile.production,
      leads.leads,
      totals?.nProduction ?? ofTexts('production'),
      values.mismatchedProduction,
      moved.production / k,
    ),
  };
}
