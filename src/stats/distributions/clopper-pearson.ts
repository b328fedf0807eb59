import { bisect } from './bisect.ts';
import { incompleteBeta } from './incomplete-beta.ts';

/**
 * Exact interval of a proportion, which never covers less than it says. Successes and trials need not be whole numbers.
 * Without trials it is [0, 1].
 *
 * Source: C. Clopper and E. Pearson, Biometrika 26(4), 1934; SciPy's `binomtest(...).proportion_ci(method='exact')`.
 *
 * @example
 * clopperPearson(8, 10); // [0.4439, 0.9748]
 */
export function clopperPearson(
  successes: number,
  total: number,
  confidence = 0.95,
): readonly [number, number] {
  if (total <= 0) return [0, 1];
  const tail = (1 - confidence) / 2;
  const failures = total - successes;
  return [
    successes <= 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    failures <= 0 ? 1 : 1 - betaQuantile(tail, failures, successes + 1),
  ];
}

/** The x at which Beta(a, b) has the probability `p` below it. */
const betaQuantile = (p: number, a: number, b: number): number =>
  bisect((x) => incompleteBeta(x, a, b) < p, 0, 1);
