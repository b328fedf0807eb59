/**
 * Quantile at a cumulative level: the inverse of a (thinned) ECDF, interpolated linearly between its points.
 * @param values ascending.
 * @param cumulative share of rows at or below each value, of equal length.
 */
export function invertEcdf(values: readonly number[], cumulative: readonly number[], level: number): number {
  const index = cumulative.findIndex((share) => share >= level);
  const upper = values[index];
  if (index === -1 || upper === undefined) return values.at(-1) ?? 0;
  const lower = values[index - 1];
  const below = cumulative[index - 1];
  const at = cumulative[index];
  if (lower === undefined || below === undefined || at === undefined || at === below) return upper;
  return lower + ((upper - lower) * (level - below)) / (at - below);
}
