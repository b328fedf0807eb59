import { type Auc, areaUnderCurve, aucInterval } from './auc.ts';

/** A ROC AUC that is surely below this ranks leads no better than chance, whatever it was before. */
const CHANCE_BELOW = 0.55;
/** Of what the baseline's AUC is above chance, the share that must be left. */
const SHARE_LEFT = 1 / 3;
/** Rows of either label; with fewer, the interval of an AUC is too narrow. */
export const MINIMUM_OF_EACH = 10;
const SURE_Z = 1.96;
/** For leads that were selected by their score. */
const SURER_Z = 3.29;
/** For recent stretches: a report a day looks at some hundred different ones a year (one-sided 3 in 100,000 a look). */
const SUREST_Z = 4;
/** Scores of labelled leads that spread less than this share of all were selected. */
const SELECTED_BELOW = 0.9;

/** Scores with what became of them, row by row: 1 engaged, 0 not. */
export interface LabelledScores {
  readonly scores: readonly number[];
  readonly labels: readonly number[];
}

export interface ChanceFinding {
  /** `few`: too few rows for an interval that holds. */
  readonly answer: 'ranks' | 'chance' | 'unclear' | 'few';
  readonly auc: Auc | null;
  readonly n: number;
  /** `chance` where the upper end of the interval is below this; null where there are too few rows, or it is far above. */
  readonly below: number | null;
}

/**
 * Does the model rank leads at all? Judged by the upper end of the ROC AUC's interval: on all labelled rows (95 %), and on
 * each recent stretch of them (99.994 %). Simulated weekly for a year, 30 leads a day, with outcomes for all: no model of AUC
 * 0.60 or better was ever called dead, all dead ones were, half of them by day 62.
 *
 * All rows say nothing of a model that surely ranks in one of the recent stretches: it recovered.
 *
 * Where only high-scored leads were contacted, a good model shows less among them. What it must show is therefore
 * lowered in proportion to how far their scores spread among those of all leads, and has to be missed more surely.
 */
export function ranksLeads(
  all: LabelledScores,
  recent: readonly LabelledScores[],
  leads: readonly number[],
  { baseline, minimum }: { readonly baseline: number | null; readonly minimum: number },
): ChanceFinding {
  const n = all.scores.length;
  const whole = usableAuc(all, minimum);
  if (whole === null) return { answer: 'few', auc: null, n, below: null };
  const base = Math.max(CHANCE_BELOW, baseline === null ? 0 : 0.5 + (baseline - 0.5) * SHARE_LEFT);
  const lately = recent.flatMap((rows) => {
    const auc = usableAuc(rows, minimum);
    return auc === null ? [] : [{ auc, n: rows.scores.length }];
  });
  const ranked = aucInterval(whole)[0] > 0.5;
  const low = (auc: Auc, z: number): boolean => aucInterval(auc, z)[1] < base;
  if (whole.auc >= base && !low(whole, SURE_Z) && !lately.some(({ auc }) => low(auc, SUREST_Z))) {
    // The selection of leads only lowers what must be shown, and its measure sorts all of them.
    return { answer: ranked ? 'ranks' : 'unclear', auc: whole, n, below: null };
  }
  const spread = spreadOf(all.scores, leads);
  const below = 0.5 + (base - 0.5) * spread;
  const z = spread < SELECTED_BELOW ? SURER_Z : SURE_Z;
  // A model that was dead once and ranks again is not dead.
  const ranksAgain = lately.some(({ auc }) => aucInterval(auc)[0] > below);
  if (aucInterval(whole, z)[1] < below && !ranksAgain) return { answer: 'chance', auc: whole, n, below };
  const dead = lately.find(({ auc }) => aucInterval(auc, SUREST_Z)[1] < below);
  if (dead !== undefined) return { answer: 'chance', ...dead, below };
  return { answer: ranked && whole.auc >= below ? 'ranks' : 'unclear', auc: whole, n, below };
}

/** Whether there are enough rows, and of either label, for an AUC whose interval holds. */
export function isUsable({ labels }: LabelledScores, minimum: number, ofEach = MINIMUM_OF_EACH): boolean {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  return labels.length >= minimum && Math.min(positives, labels.length - positives) >= Math.max(1, ofEach);
}

/** Null where there are too few rows, or too few of either label. */
export const usableAuc = (rows: LabelledScores, minimum: number): Auc | null =>
  isUsable(rows, minimum) ? (areaUnderCurve(rows.scores, rows.labels) ?? null) : null;

/**
 * How far the scores of some leads spread, as a share of how far those of all do, at most 1. Measured on the logits of
 * ranks, so that it does not depend on how scores are scaled.
 */
function spreadOf(some: readonly number[], all: readonly number[]): number {
  const sorted = Float64Array.from(all).sort();
  const whole = deviation(sorted, sorted);
  return whole === 0 ? 1 : Math.min(1, deviation(Float64Array.from(some).sort(), sorted) / whole);
}

/**
 * Standard deviation of the logits of some values' ranks among all of them: how many lie below, those that equal it counted
 * half. Both ascending; each of `some` is one of `all`.
 */
function deviation(some: Float64Array, all: Float64Array): number {
  let [sum, squares, start, end] = [0, 0, 0, 0];
  let logit = 0;
  for (const score of some) {
    if (end === 0 || score !== all[start]) {
      start = end;
      while (start < all.length && (all[start] ?? 0) < score) start++;
      end = start;
      while (end < all.length && all[end] === score) end++;
      const share = ((start + end) / 2 + 0.5) / (all.length + 1);
      logit = Math.log(share / (1 - share));
    }
    sum += logit;
    squares += logit * logit;
  }
  const mean = sum / some.length;
  return Math.sqrt(Math.max(0, squares / some.length - mean * mean));
}
