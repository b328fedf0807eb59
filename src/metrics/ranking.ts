import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { type Auc, areaUnderCurve, aucInterval } from '../stats/performance/auc.ts';
import { formatCount, plural, significant } from '../wording/sentence-numbers.ts';
import type { JoinedOutcomes, JoinedRow } from './labelled-scores.ts';

type Ranking = NonNullable<Report['outcomes']['ranking']>;

/** A ROC AUC that is surely below this ranks leads no better than chance, whatever it was before. */
const CHANCE_BELOW = 0.55;
/** Of what the reference's AUC is above chance, the share that must be left. */
const SHARE_LEFT = 1 / 3;
/** Of leads that engaged and of those that did not; with fewer, the interval of an AUC is too narrow. */
const MINIMUM_OF_EACH = 10;
const SURE_Z = 1.96;
/** For the window, which every report looks at anew, and for leads that were selected by their score. */
const SURER_Z = 3.29;
/** Scores of leads with an outcome that spread less than this share of all were selected. */
const SELECTED_BELOW = 0.9;

export interface RankingInputs {
  readonly joined: JoinedOutcomes;
  /** Half-open on the left, epoch milliseconds. */
  readonly window: { readonly start: number; readonly end: number };
  /** The reference's AUC, where its scores are of a model that had not seen it. */
  readonly baseline: number | null;
  readonly policy: Policy;
}

/**
 * Does the model still rank leads? Judged on the leads that have an outcome, by the upper end of the ROC AUC's
 * interval: on all of them (95 %), and on those whose outcome is of the window (99.9 %). Simulated weekly for a year, 30
 * leads a day, with outcomes for all: no model of AUC 0.60 or better was ever called dead, all dead ones were, half of
 * them by day 62.
 *
 * Where only high-scored leads were contacted, a good model shows less among them. What it must show is therefore
 * lowered in proportion to how far their scores spread among those of all leads, and has to be missed more surely.
 */
export function rankingOf({ joined, window, baseline, policy }: RankingInputs): Ranking {
  const { minimumRows } = policy.outcomes;
  const all = quality(joined.rows, minimumRows);
  if (all === null) return few(joined.rows, minimumRows);
  const base = Math.max(CHANCE_BELOW, baseline === null ? 0 : 0.5 + (baseline - 0.5) * SHARE_LEFT);
  const spread = spreadOf(joined);
  const below = 0.5 + (base - 0.5) * spread;
  const z = spread < SELECTED_BELOW ? SURER_Z : SURE_Z;
  const recentRows = joined.rows.filter((row) => row.time > window.start && row.time <= window.end);
  const recent = quality(recentRows, minimumRows);
  const n = joined.rows.length;
  if (aucInterval(all, z)[1] < below) return chance(all, n, below, 'outcomes');
  if (recent !== null && aucInterval(recent, SURER_Z)[1] < below) {
    return chance(recent, recentRows.length, below, 'outcomes of the window');
  }
  const auc = estimate(all);
  const figures = inWords(all, n, 'outcomes');
  return auc.interval[0] > 0.5 && auc.value >= below
    ? { status: 'ranks', n, auc, below, reason: `${figures}.` }
    : {
        status: 'unclear',
        n,
        auc,
        below,
        reason: `Too few outcomes to judge whether leads are ranked: ${figures}.`,
      };
}

/** Null where there are too few rows, or too few of either kind, for an interval that holds. */
function quality(rows: readonly JoinedRow[], minimumRows: number): Auc | null {
  if (rows.length < minimumRows) return null;
  const auc = areaUnderCurve(
    rows.map((row) => row.score),
    rows.map((row) => row.label),
  );
  return auc === undefined || Math.min(auc.positives, auc.negatives) < MINIMUM_OF_EACH ? null : auc;
}

function few(rows: readonly JoinedRow[], minimumRows: number): Ranking {
  const n = rows.length;
  const engaged = rows.filter((row) => row.label === 1).length;
  const reason = `${plural(n, 'outcome')} could be matched with a prediction, ${formatCount(engaged)} of them engaged; at least ${minimumRows} are needed, and ${MINIMUM_OF_EACH} of either kind.`;
  return { status: 'few', n, auc: null, below: null, reason };
}

function chance(auc: Auc, n: number, below: number, what: string): Ranking {
  const reason = `The model does not rank leads better than chance: ${inWords(auc, n, what)}, surely below ${significant(below)}.`;
  return { status: 'chance', n, auc: estimate(auc), below, reason };
}

function inWords(auc: Auc, n: number, what: string): string {
  const [low, high] = aucInterval(auc);
  return `ROC AUC ${significant(auc.auc)} (95 % interval ${significant(low)} to ${significant(high)}) on ${plural(n, 'outcome', what)}`;
}

function estimate(auc: Auc): { value: number; interval: [number, number] } {
  const [low, high] = aucInterval(auc);
  return { value: auc.auc, interval: [low, high] };
}

/**
 * How far the scores of the leads with an outcome spread, as a share of how far those of all leads do, at most 1.
 * Measured on the logits of ranks, so that it does not depend on how scores are scaled.
 */
function spreadOf({ rows, leads }: JoinedOutcomes): number {
  const rank = midranks(leads);
  const logit = (score: number): number => {
    const share = (rank(score) + 0.5) / (leads.length + 1);
    return Math.log(share / (1 - share));
  };
  const own = deviation(rows.map((row) => logit(row.score)));
  const all = deviation(leads.map(logit));
  return all === 0 ? 1 : Math.min(1, own / all);
}

/** How many of the values lie below a score, those that equal it counted half. */
function midranks(values: readonly number[]): (score: number) => number {
  const sorted = Float64Array.from(values).sort();
  const ranks = new Map<number, number>();
  for (let start = 0; start < sorted.length; ) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end++;
    ranks.set(sorted[start] ?? 0, (start + end) / 2);
    start = end;
  }
  return (score) => ranks.get(score) ?? 0;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
