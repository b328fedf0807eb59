import { logHypergeometricProbability } from '../distributions/binomial-probability.ts';
import type { Random } from '../distributions/random.ts';

/**
 * Draws a random 2 × k table with the given margins, as a random relabelling of all values would give. Fills `split`
 * with the first side's counts. Time is proportional to k and the standard deviations, not to the counts.
 */
export function drawSplit(totals: Float64Array, nFirst: number, random: Random, split: Float64Array): void {
  let left = totals.reduce((sum, count) => sum + count, 0);
  let wanted = nFirst;
  for (let i = 0; i < totals.length; i++) {
    const count = totals[i] ?? 0;
    const drawn = drawHypergeometric(count, left - count, wanted, random);
    split[i] = drawn;
    left -= count;
    wanted -= drawn;
  }
}

/** Number of marked items among `drawn`, by inversion from the mode outwards. */
export function drawHypergeometric(marked: number, unmarked: number, drawn: number, random: Random): number {
  const low = Math.max(0, drawn - unmarked);
  const high = Math.min(marked, drawn);
  if (low === high) return low;
  const mode = Math.min(
    high,
    Math.max(low, Math.floor(((drawn + 1) * (marked + 1)) / (marked + unmarked + 2))),
  );
  let remaining = random.uniform();
  let down = mode;
  let up = mode;
  let pDown = Math.exp(logHypergeometricProbability(mode, marked, unmarked, drawn));
  let pUp = pDown;
  remaining -= pDown;
  while (remaining > 0 && (down > low || up < high)) {
    if (up < high) {
      pUp *= ((marked - up) * (drawn - up)) / ((up + 1) * (unmarked - drawn + up + 1));
      up++;
      remaining -= pUp;
      if (remaining <= 0) return up;
    }
    if (down > low) {
      pDown *= (down * (unmarked - drawn + down)) / ((marked - down + 1) * (drawn - down + 1));
      down--;
      remaining -= pDown;
      if (remaining <= 0) return down;
    }
    // Both tail probabilities are below rounding error, so the remainder of the uniform draw cannot be assigned.
    if (pUp < 1e-300 && pDown < 1e-300) break;
  }
  return mode;
}
