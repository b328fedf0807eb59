import type { ReferenceData } from '../../ingest/sources/tables.ts';
import type { ReferenceScores } from '../../model/reference-scores.ts';
import type { SegmentsSection } from '../../report/schema/segments.ts';
import { fewestRows } from '../performance/evidence.ts';
import { kRule } from '../privacy/k-rule.ts';
import type { MetricsContext } from '../window.ts';
import type { Split } from './groups.ts';
import type { SplitLead } from './leads.ts';
import { type SegmentRow, segmentRow } from './segment-row.ts';

/** Features of which a table is shown, the declared ones first; of these all. */
const MAX_TABLES = 8;

/** What is shown of each value of each feature; values with fewer than k leads of the window are left out. */
export function tablesOf(
  { policy }: MetricsContext,
  { reference, scores }: { readonly reference: ReferenceData; readonly scores: ReferenceScores },
  splits: readonly Split[],
  leads: { readonly labelled: readonly SplitLead[]; readonly window: readonly SplitLead[] },
): SegmentsSection['features'] {
  const { k } = policy.privacy;
  const { target, targetPrecision } = policy.ranking;
  const limits = { rule: kRule(policy), minimum: fewestRows(policy), target, targetPrecision };
  const columns = new Map(reference.columns.map((column) => [column.name, column.cells]));
  const byRow =
    scores.source === 'model' ? scores.values : scores.source === 'none' ? null : reference.scores;
  const repeats = reference.leads?.repeats;
  const isRepeat = (row: number): boolean => repeats?.has(row) === true;
  const referenceLeads = reference.rows - (repeats?.size ?? 0);
  const declared = splits.filter(({ feature }) => feature.declared).length;
  return splits.slice(0, Math.max(declared, MAX_TABLES)).flatMap(({ feature, grouping, at }) => {
    const cells = columns.get(feature.name);
    const rows = grouping.names.flatMap((value, group): SegmentRow[] => {
      const own = (lead: SplitLead): boolean => grouping.groupOf(lead.cells[at] ?? null) === group;
      const window = leads.window.filter(own);
      if (window.length < k) return [];
      const labelled = leads.labelled.filter(own);
      const inReference =
        cells?.flatMap((cell, row) => (!isRepeat(row) && grouping.groupOf(cell) === group ? [row] : [])) ??
        [];
      const known = inReference.flatMap((row) => {
        const score = byRow?.[row] ?? null;
        return score === null || !Number.isFinite(score) ? [] : [score];
      });
      const side =
        cells === undefined ? null : { rows: inReference.length, all: referenceLeads, scores: known };
      const given = {
        value,
        window,
        windowLeads: leads.window.length,
        reference: side,
        labelled,
      };
      return [segmentRow(given, limits)];
    });
    const { shown: name, slug } = feature;
    return rows.length === 0 ? [] : [{ feature: name, slug, declared: feature.declared, segments: rows }];
  });
}
