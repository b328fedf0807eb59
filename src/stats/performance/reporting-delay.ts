/** One outcome that is known: how long it took, and how long it could have taken and still be known today. */
export interface ObservedDelay {
  readonly delay: number;
  /** Time since the prediction, in the same unit; at least `delay`. */
  readonly limit: number;
}

/** Fewest outcomes that could have been as late as a delay for it to say how rare it is. */
const FEWEST_AT_RISK = 10;

/**
 * A quantile of the delay of outcomes, from those that have come so far. What takes long is missing from recent
 * predictions, so that the plain quantile is too short; the product-limit estimator in reverse time compares each delay
 * only with those that could have been as long. It knows nothing of delays beyond the longest limit. Undefined without
 * rows.
 *
 * Source: S. Lagakos, L. Barraj, V. De Gruttola, "Nonparametric analysis of truncated survival data", Biometrika 75(3),
 * 1988.
 */
export function delayQuantile(rows: readonly ObservedDelay[], q: number): number | undefined {
  const delays = Float64Array.from(rows, ({ delay }) => delay).sort();
  const limits = Float64Array.from(rows, ({ limit }) => limit).sort();
  const n = delays.length;
  // F(x) = Π over distinct delays u > x of 1 − d(u)/R(u), where R(u) counts rows with delay ≤ u ≤ limit.
  let below = 1;
  let limitsBelow = n;
  for (let end = n; end > 0; ) {
    const delay = delays[end - 1] ?? 0;
    let start = end;
    while (start > 0 && delays[start - 1] === delay) start--;
    while (limitsBelow > 0 && (limits[limitsBelow - 1] ?? 0) >= delay) limitsBelow--;
    const atRisk = end - limitsBelow;
    if (atRisk >= FEWEST_AT_RISK) below *= 1 - (end - start) / atRisk;
    // A product that should equal q may be off by its rounding.
    if (below < q - 1e-12) return delay;
    end = start;
  }
  return n === 0 ? undefined : delays[0];
}
