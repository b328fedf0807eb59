/** Numbers within sentences of a report: plain text, so that a report reads the same wherever it is quoted. */

/** "1 row", "1,200 rows". */
export function plural(count: number, singular: string, several = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : several}`;
}

/** Whole number with thousands separators. */
export const formatCount = (count: number): string => count.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** "99.4 %": a share in words, with as many digits as distinguish it from 0 and 100 %. */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0 || value === 100) return `${value} %`;
  if (value < 0.1 || value > 99.9) return `${significant(value, value > 99.9 ? 5 : 2)} %`;
  return `${Number(value.toFixed(1))} %`;
}

/** A share in words that does not look as if it lay on the other side of a limit: 40.04 % is not "40 %" against 40 %. */
export function percentAgainst(share: number, limits: readonly number[]): string {
  const scaled = (value: number, digits: number): number => Number((value * 100).toFixed(digits));
  for (let digits = 1; digits < 6; digits++) {
    const shown = scaled(share, digits);
    const honest = limits.every((limit) => Math.sign(shown - scaled(limit, 9)) === Math.sign(share - limit));
    if (honest) return digits === 1 ? percent(share) : `${shown} %`;
  }
  return percent(share);
}

/** A number in words, to so many significant digits, without a trailing zero. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  if (Math.abs(rounded) >= 1e7 || Math.abs(rounded) < 1e-4) return rounded.toExponential().replace('e+', 'e');
  return rounded.toString();
}
