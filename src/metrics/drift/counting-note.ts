import type { MetricsContext } from '../window.ts';

/** How leads are counted and what is kept back, for the reader of the counts. */
export function countingNote({ policy }: Pick<MetricsContext, 'policy'>): string {
  const { k, counts } = policy.privacy;
  const { keyColumn } = policy.outcomes;
  const how = counts === 'rounded' ? `in multiples of ${k}, rounded down, other figures to match, ` : '';
  const who =
    keyColumn === null
      ? 'A lead is known by its whole input, so that leads alike count as one: outcomes.keyColumn names them better'
      : `A lead is known by ${keyColumn}`;
  return `Features are counted by leads, each once, ${how}and 0 stands for fewer than ${k}. ${who}.`;
}
