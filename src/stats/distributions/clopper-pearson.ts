import betaQuantile from '@stdlib/math-base-special-betaincinv';

/**
 * Clopper–Pearson ("exact") interval of a proportion: never covers less than it says. With no trials nothing is known:
 * [0, 1].
 *
 * Source: C. J. Clopper and E. S. Pearson, Biometrika 26(4), 1934; SciPy's `binomtest(...).proportion_ci()`, which stops
 * at an absolute error of 2e-12 where this one does not.
 */
export function clopperPearsonInterval(
  successes: number,
  total: number,
  confidence = 0.95,
): readonly [number, number] {
  if (total <= 0) return [0, 1];
  const tail = (1 - confidence) / 2;
  const failures = total - successes;
  return [
    successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1, false),
    failures === 0 ? 1 : betaQuantile(tail, successes + 1, failures, true),
  ];
}
