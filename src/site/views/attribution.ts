import type { Attribution } from '../../report/schema/attribution.ts';
import type { Report } from '../../report/schema/report.ts';
import {
  formatScoreChange,
  NEGLIGIBLE_CHANGE,
  scoreEffect,
  scoreInterval,
} from '../../wording/attribution.ts';
import {
  formatCount,
  formatNumber,
  formatPercent,
  listWords,
  MISSING,
  plural,
} from '../../wording/format.ts';
import { sameLeadsWords } from './versions.ts';

const BACKGROUND: Readonly<Record<NonNullable<Attribution['against']>, string>> = {
  reference: 'the reference',
  'earlier-window': 'the window before',
};

/** What the change of the mean score is, from what, and how it was split. */
export function attributionSummary(attribution: Attribution): string {
  const { method, total, totalInterval, against, r2, nReference, nProduction } = attribution;
  if (method === 'none' || total === null || totalInterval === null || against === null) {
    return attribution.reason ?? 'Not computed.';
  }
  const how =
    method === 'shap'
      ? 'Split by the model’s own trees'
      : 'Split by trees fitted to the logged scores, which stand in for the model';
  const share = (value: number | null | undefined): string =>
    value == null ? MISSING : formatPercent(value);
  return `The mean score changed by ${formatScoreChange(total)} (95 % interval ${scoreInterval(totalInterval)}) against ${BACKGROUND[against]}, over ${plural(nReference, 'row')} and ${plural(nProduction, 'row')}. ${how}; they explain ${share(r2?.reference)} of the scores’ variance in ${BACKGROUND[against]} and ${share(r2?.production)} in the window.`;
}

/** A caveat where what is left is larger than the change or than what is explained of it; null elsewhere. */
export function restWords({ method, total, rest, against }: Attribution): string | null {
  if (method === 'none' || total === null || rest === null || against === null) return null;
  const explained = total - rest;
  const left = Math.abs(rest);
  const isLarger = left > Math.abs(total);
  if (left <= NEGLIGIBLE_CHANGE || (!isLarger && left <= Math.abs(explained))) return null;
  const than = isLarger
    ? `larger than the whole change (${formatScoreChange(total)})`
    : `more than these features explain together (${formatScoreChange(explained)})`;
  return `What is left, ${formatScoreChange(rest)}, is ${than}: at the same inputs the scores are other ones than in ${BACKGROUND[against]}, as by another version of the model, or inputs that the log does not hold moved them. What stands beside a feature is its own part only.`;
}

/** What a second version makes of the same leads, for each pair of versions that scored enough of them. */
export const betweenVersions = ({ modelVersions }: Pick<Report, 'modelVersions'>): string[] =>
  (modelVersions ?? []).flatMap((pair) => sameLeadsWords(pair) ?? []);

export interface MovedRow {
  readonly names: string;
  readonly slug: string | null;
  readonly change: string;
  readonly interval: string;
  readonly effect: string;
}

const EFFECT_WORD = { moves: 'moves scores', negligible: 'does not matter', unclear: 'not clear' } as const;

/** Contributions, largest first. */
export function movedRows({ attribution, drift }: Pick<Report, 'attribution' | 'drift'>): MovedRow[] {
  return (attribution?.rows ?? []).map((row) => ({
    names: listWords([row.feature, ...row.with]),
    slug: drift.features.find((feature) => feature.name === row.feature)?.slug ?? null,
    change: formatScoreChange(row.contribution),
    interval: scoreInterval(row.interval),
    effect: EFFECT_WORD[scoreEffect(row)],
  }));
}

export interface ValueBar {
  readonly value: string;
  readonly reference: string;
  readonly production: string;
  readonly nReference: string;
  readonly nProduction: string;
  /** Mean scores in percent of the largest possible. */
  readonly bars: { readonly reference: number; readonly production: number };
}

/** Mean score by value of one feature, with lengths of bars. */
export function valueBars(attribution: Attribution | undefined, feature: string): ValueBar[] {
  const length = (side: { readonly mean: number } | null): number => Math.round((side?.mean ?? 0) * 100);
  const points = attribution?.values.find((own) => own.feature === feature)?.points ?? [];
  return points.map(({ name, range, reference, production }) => ({
    value: name ?? (range === null ? MISSING : `${formatNumber(range[0])} to ${formatNumber(range[1])}`),
    reference: reference === null ? MISSING : formatNumber(reference.mean),
    production: production === null ? MISSING : formatNumber(production.mean),
    nReference: reference === null ? MISSING : formatCount(reference.n),
    nProduction: production === null ? MISSING : formatCount(production.n),
    bars: { reference: length(reference), production: length(production) },
  }));
}
