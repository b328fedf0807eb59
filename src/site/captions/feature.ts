import type { Feature, Report } from '../../report/schema/report.ts';
import { scoreEffectWords, scoreRowOf } from '../../wording/attribution.ts';
import { sentence } from '../../wording/clean-text.ts';
import {
  formatDay,
  formatNumber,
  formatP,
  formatPercent,
  formatPlain,
  plural,
} from '../../wording/format.ts';
import { sinceWords } from '../../wording/since.ts';
import { largestChange } from '../charts/categories.ts';

type NumericSummary = Extract<NonNullable<Feature['summary']['reference']>, { kind: 'numeric' }>;

const numeric = (summary: Feature['summary']['reference']): NumericSummary | null =>
  summary?.kind === 'numeric' ? summary : null;

/** Whether two numbers are written alike. */
const sameWords = (a: number, b: number): boolean => formatNumber(a) === formatNumber(b);

/** How a numeric feature moved, as text. */
export function featureHistogramCaption(feature: Feature): string {
  const reference = numeric(feature.summary.reference);
  const production = numeric(feature.summary.production);
  if (reference === null || production === null) return 'One side has no numbers to compare.';
  const moved = sameWords(production.p50, reference.p50)
    ? `The median is ${formatNumber(production.p50)} on both sides`
    : `The median ${production.p50 > reference.p50 ? 'rose' : 'fell'} from ${formatNumber(reference.p50)} to ${formatNumber(production.p50)}`;
  const spread =
    reference.sd === null || production.sd === null
      ? ''
      : sameWords(reference.sd, production.sd)
        ? `, the standard deviation is ${formatNumber(production.sd)} on both sides`
        : `, the standard deviation went from ${formatNumber(reference.sd)} to ${formatNumber(production.sd)}`;
  const outside = feature.schema.outOfRangeShare ?? 0;
  const range =
    outside === 0 ? '' : ` ${formatPercent(outside)} of production lies outside the reference’s range.`;
  return `${moved}${spread}.${range}`;
}

/** Largest changes among a feature's categories, as text. */
export function categoriesCaption(feature: Feature): string {
  const { distribution } = feature;
  if (distribution.kind !== 'categories') return '';
  const change = largestChange(distribution);
  if (change === null) return 'There are no categories on both sides to compare.';
  const { name, before, after } = change;
  const pooled = distribution.pooled.categories;
  const rare =
    pooled === 0 ? '' : ` ${plural(pooled, 'rare category', 'rare categories')} are pooled for privacy.`;
  if (before === after) return `Every category has the same share on both sides.${rare}`;
  return `The largest change: “${name}” ${after > before ? 'rose' : 'fell'} from ${formatPercent(before)} to ${formatPercent(after)} of leads.${rare}`;
}

export function ecdfCaption(feature: Feature): string {
  const { statistic, test, ecdf, p } = feature;
  if (test !== 'ks' || statistic === null || ecdf?.gapAt == null)
    return 'The share of rows at or below each value, on both sides.';
  return `The curves lie furthest apart at ${formatNumber(ecdf.gapAt)}, by ${formatNumber(statistic)}: the Kolmogorov–Smirnov statistic (p ${formatP(p)}).`;
}

export function qqCaption(feature: Feature): string {
  const reference = numeric(feature.summary.reference);
  const production = numeric(feature.summary.production);
  if (reference === null || production === null) return 'Points on the line: equal quantiles.';
  const upper = production.p75 - reference.p75;
  const lower = production.p25 - reference.p25;
  if (upper === 0 && lower === 0)
    return 'Quartiles are equal on both sides; points on the line are equal quantiles.';
  const word = (shift: number): string =>
    shift === 0 ? 'did not move' : `moved ${shift > 0 ? 'up' : 'down'} by ${formatNumber(Math.abs(shift))}`;
  return `The lower quartile ${word(lower)}, the upper ${word(upper)}. Points on the line are equal quantiles.`;
}

export function featureOverTimeCaption(feature: Feature): string {
  const flagged = feature.overTime.filter(
    (point) => feature.scoreKind === 'p' && point.p !== null && point.p < feature.threshold,
  ).length;
  const tested = feature.overTime.filter((point) => point.p !== null || point.statistic !== null).length;
  const chunks =
    flagged === 0
      ? `In none of ${plural(tested, 'part')} of the window would the feature be flagged on its own`
      : `In ${flagged} of ${plural(tested, 'part')} of the window (shaded) the feature would be flagged on its own`;
  const { began: change, since } = feature;
  // A drift of several reports is older than what this window can show.
  const older = since != null && since.reports > 1;
  const said = older ? 'Within this window the drift grew from' : 'The change began on';
  const began = change === null ? '' : ` ${said} ${formatDay(change.at)}${older ? ' on' : ''}.`;
  return `${chunks}.${began}`;
}

/**
 * The answer first: what changed from what to what, how much that is, whether by chance, since when, and what it means for
 * the scores.
 */
export function featureAnswer(
  feature: Feature,
  attribution: Report['attribution'],
  generatedAt: string,
): string {
  const { status, effect, p, scoreKind, score } = feature;
  const changed = whatChanged(feature);
  if (status === 'not-enough-data' || status === 'not-applicable') {
    return [changed, sentence(feature.reason ?? 'Not tested')].filter((part) => part !== null).join(' ');
  }
  const size = effect === null ? null : `${effect.word} shift (${effect.name} ${formatNumber(effect.value)})`;
  const chance =
    scoreKind === 'p'
      ? `${status === 'drifted' ? 'beyond chance' : 'no more than chance'} (p ${formatP(p)})`
      : `distance ${formatNumber(score)}`;
  const since = sinceWords(feature.since, generatedAt);
  const row = scoreRowOf(attribution, feature.name);
  const parts = [
    size,
    chance,
    since === null || status !== 'drifted' ? null : `drifting ${since}`,
    row === null ? null : scoreEffectWords(row, feature.name),
  ].filter((part) => part !== null);
  return [changed, sentence(parts.join(', '))].filter((part) => part !== null).join(' ');
}

/** A part of the leads that is scored twice is no other count; of more the page says what it counts. */
const SCORED_AGAIN = 1.1;

/**
 * What is counted by rows and what by leads; null where both are the same.
 * @param predictions rows of the window.
 */
export function countedWords(
  { nProduction, missingProduction, p }: Pick<Feature, 'nProduction' | 'missingProduction' | 'p'>,
  predictions: number,
): string | null {
  const leads = nProduction + missingProduction;
  if (p === null || leads === 0 || predictions < SCORED_AGAIN * leads) return null;
  return `Shares and numbers count each of about ${plural(leads, 'lead')} once; the test counts their ${plural(predictions, 'prediction')}, so its p can differ from what they suggest.`;
}

/** "“Financial Services” went from 2 % to 18 %."; null where both sides cannot be compared. */
function whatChanged({ distribution, summary }: Feature): string | null {
  const before = numeric(summary.reference);
  const after = numeric(summary.production);
  if (before !== null && after !== null) {
    return sameWords(before.p50, after.p50)
      ? `The median is ${formatNumber(after.p50)} on both sides.`
      : `The median went from ${formatNumber(before.p50)} to ${formatNumber(after.p50)}.`;
  }
  if (distribution.kind !== 'categories') return null;
  const change = largestChange(distribution);
  if (change === null) return null;
  return `“${change.name}” went from ${formatPercent(change.before)} to ${formatPercent(change.after)} of leads.`;
}

/** One sentence on a feature, for lists and for the top of its page. */
export function featureFinding(feature: Feature): string {
  const { status, reason, effect, p, scoreKind, score, threshold } = feature;
  if (status === 'not-enough-data' || status === 'not-applicable') return reason ?? 'Not tested.';
  const number = scoreKind === 'p' ? `p ${formatP(p)}` : `distance ${formatNumber(score)}`;
  const compared =
    scoreKind === 'p'
      ? status === 'drifted'
        ? 'below'
        : 'not below'
      : status === 'drifted'
        ? 'at or above'
        : 'below';
  const size =
    effect === null ? '' : `; the shift is ${effect.word} (${effect.name} ${formatNumber(effect.value)})`;
  return `${number} is ${compared} ${formatPlain(threshold)}${size}.`;
}
