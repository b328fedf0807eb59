/**
 * P(D_n ≤ d) by the asymptotic expansion with terms to n^(−3/2), for n > 140.
 *
 * Source: W. Pelz and I. J. Good, "Approximating the Lower Tail-areas of the Kolmogorov-Smirnov One-sample Statistic",
 * JRSS B 38(2), 1976.
 */
export function pelzGoodCdf(d: number, n: number): number {
  const z = Math.sqrt(n) * d;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const pi2 = Math.PI ** 2;
  const pi4 = pi2 * pi2;
  const pi6 = pi4 * pi2;
  const logQ = -pi2 / 8 / z2;
  if (logQ < -708) return 0;

  const terms = Math.ceil((16 * z) / Math.PI);
  let k0 = 0;
  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  for (let k = terms; k >= 1; k--) {
    const m2 = (2 * k - 1) ** 2;
    const m4 = m2 * m2;
    const weight = Math.exp(logQ * m2);
    k0 += weight;
    k1 += weight * (-z2 + (pi2 / 4) * m2);
    k2 +=
      weight * (6 * z6 + 2 * z4 + (((2 * z4 - 5 * z2) * pi2) / 4) * m2 + ((pi4 * (1 - 2 * z2)) / 16) * m4);
    k3 +=
      weight *
      (-30 * z6 -
        90 * z4 * z4 +
        ((pi2 * (135 * z4 - 96 * z6)) / 4) * m2 +
        ((pi4 * (-60 * z2 + 212 * z4)) / 16) * m4 +
        ((pi6 * (5 - 30 * z2)) / 64) * m4 * m2);
  }
  const root = Math.sqrt(2 * Math.PI);
  k0 *= root / z;
  k1 *= root / (6 * z4);
  k2 *= root / (72 * z6 * z);
  k3 *= root / (6480 * z6 * z4);

  let extra2 = 0;
  let extra3 = 0;
  for (let k = terms; k >= 1; k--) {
    const weight = k * k * Math.exp((-pi2 / 2 / z2) * k * k);
    extra2 += weight;
    extra3 += weight * (3 * z2 - pi2 * k * k);
  }
  k2 -= (extra2 * pi2 * root) / (36 * z2 * z);
  k3 += (extra3 * pi2 * root) / (216 * z6);
  return k0 + k1 / Math.sqrt(n) + k2 / n + k3 / (n * Math.sqrt(n));
}
