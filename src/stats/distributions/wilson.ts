import { normalQuantile } from './normal.ts';

/**
 * Wilson score interval of a proportion, without continuity correction. Without trials it is [0, 1].
 *
 * Source: E. B. Wilson, JASA 22(158), 1927; SciPy's `binomtest(...).proportion_ci(method='wilson')`.
 *
 * @example
 * wilsonInterval(8, 10); // [0.4902, 0.9433]
 */
export function wilsonInterval(
  successes: number,
  total: number,
  confidence = 0.95,
): readonly [number, number] {
  if (total <= 0) return [0, 1];
  const z = normalQuantile(0.5 + confidence / 2);
  const share = successes / total;
  const centre = share + (z * z) / (2 * total);
  const half = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [
    successes === 0 ? 0 : Math.max(0, (centre - half) / scale),
    successes === total ? 1 : Math.min(1, (centre + half) / scale),
  ];
}
