import type { Attribution } from '../report/schema/attribution.ts';
import { listWords } from './format.ts';

export type ScoreEffect = 'moves' | 'negligible' | 'unclear';

type Row = Attribution['rows'][number];

/** A change of the mean score within this on either side of zero does not matter. */
export const NEGLIGIBLE_CHANGE = 0.01;

/** `negligible` only where the whole interval lies within ±0.01; `moves` where it excludes zero. */
export function scoreEffect({ interval: [low, high] }: Pick<Row, 'interval'>): ScoreEffect {
  if (low >= -NEGLIGIBLE_CHANGE && high <= NEGLIGIBLE_CHANGE) return 'negligible';
  return low > 0 || high < 0 ? 'moves' : 'unclear';
}

const digitsOf = (change: number): number => (Math.abs(change) >= 0.02 ? 2 : 3);

/** "+0.04", "−0.03", "0.00": a change of a mean score; three decimals below 0.02. */
export function formatScoreChange(change: number, signed = true, digits = digitsOf(change)): string {
  const text = Math.abs(change).toFixed(digits);
  if (Number(text) === 0) return text;
  return change < 0 ? `−${text}` : `${signed ? '+' : ''}${text}`;
}

/** "0.03 to 0.05". */
export function scoreInterval([low, high]: readonly [number, number]): string {
  const digits = Math.min(digitsOf(low), digitsOf(high));
  return `${formatScoreChange(low, false, digits)} to ${formatScoreChange(high, false, digits)}`;
}

/** "moves scores by +0.04 (0.03 to 0.05)", "does not matter", with the features that cannot be told apart from it. */
export function scoreEffectWords(row: Row, feature = row.feature): string {
  const others = [row.feature, ...row.with].filter((name) => name !== feature);
  const together = others.length === 0 ? '' : ` together with ${listWords(others)}`;
  const range = scoreInterval(row.interval);
  switch (scoreEffect(row)) {
    case 'moves':
      return `moves scores by ${formatScoreChange(row.contribution)} (${range})${together}`;
    case 'negligible':
      return `does not matter to the scores${together}`;
    case 'unclear':
      return `may move scores by ${range}${together}`;
  }
}

/** The row that holds a feature, alone or in a group; null where nothing is claimed of it. */
export const scoreRowOf = (attribution: Attribution | undefined, feature: string): Row | null =>
  attribution?.rows.find((row) => row.feature === feature || row.with.includes(feature)) ?? null;
