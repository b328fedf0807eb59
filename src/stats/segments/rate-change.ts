/** Leads of one value on one side, and how many of them were positive. */
export interface GroupRate {
  readonly n: number;
  readonly positives: number;
}

export interface RateChange {
  /** By other shares of the values at the same rates. */
  readonly mix: number;
  /** By other rates within the values. */
  readonly within: number;
  /** `mix + within`: the rate after less the rate before. */
  readonly total: number;
}

/**
 * Splits the change of a rate between two sides into what the mix of values does and what changed within them, which add
 * up exactly (each at the mean of the two sides, so that neither is the base). A value that one side lacks has no rate there
 * and counts as mix. Undefined where a side is empty.
 *
 * Source: E. M. Kitagawa, "Components of a Difference Between Two Rates", J. Am. Stat. Assoc. 50, 1955.
 *
 * @example
 * rateChange([{ n: 50, positives: 10 }, { n: 50, positives: 40 }], [{ n: 80, positives: 16 }, { n: 20, positives: 16 }]);
 * // { mix: -0.18, within: 0, total: -0.18 }
 */
export function rateChange(
  before: readonly GroupRate[],
  after: readonly GroupRate[],
): RateChange | undefined {
  const leads = (side: readonly GroupRate[]): number => side.reduce((sum, { n }) => sum + n, 0);
  const [nBefore, nAfter] = [leads(before), leads(after)];
  if (!(nBefore > 0 && nAfter > 0)) return undefined;
  let [mix, within] = [0, 0];
  for (let g = 0; g < Math.max(before.length, after.length); g++) {
    const a = before[g] ?? { n: 0, positives: 0 };
    const b = after[g] ?? { n: 0, positives: 0 };
    if (a.n === 0 && b.n === 0) continue;
    const rateBefore = a.n > 0 ? a.positives / a.n : b.positives / b.n;
    const rateAfter = b.n > 0 ? b.positives / b.n : rateBefore;
    const [shareBefore, shareAfter] = [a.n / nBefore, b.n / nAfter];
    mix += ((shareAfter - shareBefore) * (rateBefore + rateAfter)) / 2;
    within += ((rateAfter - rateBefore) * (shareBefore + shareAfter)) / 2;
  }
  return { mix, within, total: mix + within };
}
