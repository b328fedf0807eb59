import { chiSquaredSurvival } from '../distributions/survival.ts';

/** Most parts of the time that both share, and fewest rows of one side expected in a part. */
const MAX_PARTS = 20;
const MIN_EXPECTED = 5;

/**
 * Whether two versions shared the work evenly: p of the chi-squared test that the first one's share is the same in every
 * part of the time, in parts of equal numbers of rows. Versions that took turns, or of which one grew, have a small p.
 * Null where there are too few rows, or too few times, for two parts.
 *
 * @param first times of the first version's rows, any order; `second` likewise.
 */
export function sharedInTime(first: readonly number[], second: readonly number[]): number | null {
  const n = first.length + second.length;
  const wanted = Math.min(MAX_PARTS, Math.floor(Math.min(first.length, second.length) / MIN_EXPECTED));
  if (wanted < 2) return null;
  const rows = [...first.map((time) => ({ time, own: 1 })), ...second.map((time) => ({ time, own: 0 }))].sort(
    (a, b) => a.time - b.time,
  );
  const parts = Array.from({ length: wanted }, () => ({ size: 0, own: 0 }));
  // Rows of one time stay together: a batch says nothing about the order within it.
  let start = 0;
  rows.forEach(({ time, own }, i) => {
    if (time !== rows[start]?.time) start = i;
    const part = parts[Math.floor((start * wanted) / n)];
    if (part === undefined) return;
    part.size++;
    part.own += own;
  });
  const filled = parts.filter(({ size }) => size > 0);
  if (filled.length < 2) return null;
  const share = first.length / n;
  const statistic = filled.reduce(
    (sum, { size, own }) => sum + (own - size * share) ** 2 / (size * share * (1 - share)),
    0,
  );
  return chiSquaredSurvival(statistic, filled.length - 1);
}
