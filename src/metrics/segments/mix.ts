import type { ReferenceData } from '../../ingest/sources/tables.ts';
import type { SegmentsSection } from '../../report/schema/segments.ts';
import { type GroupRate, rateChange } from '../../stats/segments/rate-change.ts';
import type { Maturity } from '../performance/maturity.ts';
import { WEEK_MS } from '../performance/weeks.ts';
import type { Cell, Grouping, Split } from './groups.ts';
import type { SplitLead } from './leads.ts';
import { shown } from './segment-row.ts';

/** Mature weeks whose rate is explained against the weeks before. */
const NEWEST_WEEKS = 4;
const MAX_ROWS = 10;

interface Outcome {
  readonly cell: Cell;
  readonly positive: boolean;
}

/**
 * Why the rate of outcomes differs from the reference's, or where that has no outcomes from that of earlier weeks: by
 * other shares of a feature's values, or by other rates within them.
 */
export function mixOf(
  labelled: readonly SplitLead[],
  splits: readonly Split[],
  { outcomes, columns, leads }: Pick<ReferenceData, 'outcomes' | 'columns' | 'leads'>,
  { until }: Maturity,
  fewest: number,
): Pick<SegmentsSection, 'mix' | 'mixAgainst'> {
  const known = outcomes?.filter((outcome) => outcome !== null).length ?? 0;
  const against = known >= fewest ? 'reference' : 'earlier';
  const cut = until - NEWEST_WEEKS * WEEK_MS;
  const now = against === 'reference' ? labelled : labelled.filter(({ time }) => time > cut);
  const earlier = labelled.filter(({ time }) => time <= cut);
  if (now.length < fewest || (against === 'earlier' && earlier.length < fewest)) {
    return { mix: [], mixAgainst: null };
  }
  const rows = splits.flatMap(({ feature, grouping, at }) => {
    const ofLeads = (own: readonly SplitLead[]): Outcome[] =>
      own.map(({ cells, label }) => ({ cell: cells[at] ?? null, positive: label === 1 }));
    const cells = columns.find(({ name }) => name === feature.name)?.cells;
    if (against === 'reference' && cells === undefined) return [];
    const before =
      against === 'earlier'
        ? ofLeads(earlier)
        : (outcomes ?? []).flatMap((outcome, row): Outcome[] =>
            outcome === null || leads?.repeats.has(row) === true
              ? []
              : [{ cell: cells?.[row] ?? null, positive: outcome }],
          );
    const change = rateChange(ratesBy(grouping, before), ratesBy(grouping, ofLeads(now)));
    if (change === undefined) return [];
    // What is shown adds up too.
    const [mix, total] = [shown(change.mix), shown(change.total)];
    return [{ feature: feature.shown, mix, within: shown(total - mix), total }];
  });
  const largest = rows.sort((a, b) => Math.abs(b.mix) - Math.abs(a.mix) || (a.feature < b.feature ? -1 : 1));
  return { mix: largest.slice(0, MAX_ROWS), mixAgainst: largest.length === 0 ? null : against };
}

/** By group, the last of all other values. */
function ratesBy({ names, groupOf }: Grouping, outcomes: readonly Outcome[]): GroupRate[] {
  const rates = Array.from({ length: names.length + 1 }, () => ({ n: 0, positives: 0 }));
  for (const { cell, positive } of outcomes) {
    const group = groupOf(cell);
    const rate = rates[group < 0 ? names.length : group];
    if (rate === undefined) continue;
    rate.n++;
    if (positive) rate.positives++;
  }
  return rates;
}
