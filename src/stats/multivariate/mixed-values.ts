/** Codes of distinct values in order of appearance, null among them, and how many rows have each. */
export function valueCodes(values: readonly (number | string | null)[]): {
  readonly codes: Int32Array;
  readonly counts: readonly number[];
} {
  const known = new Map<number | string | null, number>();
  const counts: number[] = [];
  const codes = Int32Array.from(values, (value) => {
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    counts[code] = (counts[code] ?? 0) + 1;
    return code;
  });
  return { codes, counts };
}

/** Midranks divided by the number of filled values; 0 where missing. */
export function rankShares(values: readonly (number | string | null)[]): Float64Array {
  const filled = values
    .map((value, index) => ({ value: Number(value), index, missing: value === null }))
    .filter(({ missing }) => !missing)
    .sort((a, b) => a.value - b.value);
  const shares = new Float64Array(values.length);
  for (let start = 0; start < filled.length; ) {
    let end = start + 1;
    while (end < filled.length && filled[end]?.value === filled[start]?.value) end++;
    for (let k = start; k < end; k++) shares[filled[k]?.index ?? 0] = (start + end) / 2 / filled.length;
    start = end;
  }
  return shares;
}
