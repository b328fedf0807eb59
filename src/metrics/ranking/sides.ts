import type { RankingSection } from '../../report/schema/ranking.ts';
import type { CalibrationMap } from '../../stats/performance/calibration-map.ts';
import { calibrate } from '../../stats/performance/calibration-map.ts';
import type { ErrorSource, Estimate } from '../../stats/performance/scored-rows.ts';
import { leadsToCall } from '../../stats/ranking/leads-to-call.ts';
import { liftOfCut } from '../../stats/ranking/lift-at-k.ts';
import { precisionOfCut } from '../../stats/ranking/precision-at-k.ts';
import { type RankedRows, rankRows } from '../../stats/ranking/ranked-rows.ts';
import { recallOfCut } from '../../stats/ranking/recall-at-k.ts';
import { cutAt } from '../../stats/ranking/top-rows.ts';
import type { Baseline } from '../performance/baseline.ts';
import type { Lead } from '../performance/leads.ts';
import type { Cuts } from './cuts.ts';

type Row = RankingSection['rows'][number];

/** With this share of a part labelled, the labelled leads stand for it. */
export const COVERED_FROM = 0.8;

/** One way of knowing what became of ranked leads. */
export interface Side {
  readonly source: Row['source'];
  readonly ranked: RankedRows;
  readonly errors: ErrorSource;
  /** Whether the leads outside the top are known too, as lift, recall and gains need. */
  readonly whole: boolean;
}

/** A lead, or as many of one score and label as `count` says. */
export interface RankedLead extends Pick<Lead, 'score' | 'label'> {
  readonly count?: number;
}

export interface SideInputs {
  readonly leads: readonly RankedLead[];
  readonly map: CalibrationMap | null;
  readonly baseline: Baseline | null;
  /** Leads of the time in which the outcomes of the baseline were collected; none where the reference is the baseline. */
  readonly baselineLeads: readonly Lead[];
  readonly population: RankingSection['population'];
}

const countsOf = (leads: readonly RankedLead[]): number[] => leads.map(({ count = 1 }) => count);

export const realisedSide = ({ leads, population }: SideInputs): Side => ({
  source: 'realised',
  ranked: rankRows(
    leads.map(({ score }) => score),
    leads.map(({ label }) => label),
    countsOf(leads),
  ),
  errors: 'outcomes',
  whole: population === 'all',
});

/** What the scores of the same leads foretell; where only some were contacted, of all, since their scores are known. */
export function estimatedSide({ leads, map, population }: SideInputs): Side | null {
  if (map === null) return null;
  const known = (label: Lead['label']): boolean => population === 'contacted' || label !== null;
  return {
    source: 'estimated',
    ranked: rankRows(
      leads.map(({ score }) => score),
      leads.map(({ score, label }) => (known(label) ? calibrate(map, score) : null)),
      countsOf(leads),
    ),
    errors: 'labels',
    whole: true,
  };
}

/**
 * Reference rows are all labelled. First outcomes are ranked among the leads of their time, if those were not contacted all.
 */
export function baselineSide({ baseline, baselineLeads, population }: SideInputs): Side | null {
  if (baseline === null) return null;
  const { scores, labels } = baseline.rows;
  if (baseline.until === null || population === 'all') {
    return { source: 'baseline', ranked: rankRows(scores, labels), errors: 'outcomes', whole: true };
  }
  // The log may no longer hold them.
  if (baselineLeads.filter(({ label }) => label !== null).length < COVERED_FROM * scores.length) return null;
  const side = realisedSide({ leads: baselineLeads, map: null, baseline: null, baselineLeads, population });
  return { ...side, source: 'baseline' };
}

/** The figures of every top; a top of which too few leads are labelled is left out. */
export function rowsOf(side: Side, { tops }: Cuts, ranked: number, fewest: number): Row[] {
  return tops.flatMap(({ k, leads }) => rowOf(side, k, leads / ranked, fewest) ?? []);
}

/** @param share of the leads; a baseline of another size is cut at the same one. */
export function rowOf(
  { source, ranked, errors, whole }: Side,
  k: number,
  share: number,
  fewest: number,
): Row | null {
  const cut = cutAt(ranked, share * ranked.n);
  const precision = cut === undefined ? undefined : precisionOfCut(cut, errors);
  if (cut === undefined || precision === undefined) return null;
  const { top } = cut;
  // Shares of a tie add up with rounding errors.
  if (top.labelled < fewest - 1e-6 || top.labelled < COVERED_FROM * top.n) return null;
  const calls = leadsToCall(precision);
  const high = calls?.interval[1] ?? Infinity;
  return {
    k,
    source,
    n: top.n,
    positives: top.positives,
    threshold: cut.threshold,
    precision: pair(precision),
    recall: whole ? pairOrNull(recallOfCut(cut, errors)) : null,
    lift: whole ? pairOrNull(liftOfCut(cut, errors)) : null,
    leadsToCall:
      calls === undefined
        ? null
        : {
            value: calls.value,
            interval: [calls.interval[0], Number.isFinite(high) ? high : null],
          },
  };
}

export const pair = ({ value, interval }: Estimate): Row['precision'] => ({
  value,
  interval: [interval[0], interval[1]],
});

const pairOrNull = (estimate: Estimate | undefined): Row['precision'] | null =>
  estimate === undefined ? null : pair(estimate);
