/** Values of one feature by row, for both sides; null where missing. All features of an input have the same rows. */
export type MixedFeature =
  | {
      readonly name: string;
      readonly kind: 'numeric';
      readonly reference: readonly (number | null)[];
      readonly production: readonly (number | null)[];
    }
  | {
      readonly name: string;
      readonly kind: 'categorical';
      readonly reference: readonly (string | null)[];
      readonly production: readonly (string | null)[];
    };

export interface ChosenRows {
  readonly reference: readonly number[];
  readonly production: readonly number[];
}

/**
 * Distances of every pair of chosen rows in one feature (reference rows first), scaled to an average of 1: squared
 * difference of ranks for numbers, inequality for categories. A missing value equals another missing one and is at the
 * feature's largest distance from every filled one. All zero for a constant feature.
 */
export function distanceMatrix(feature: MixedFeature, rows: ChosenRows): Float64Array {
  const chosen: readonly (number | string | null)[] = [
    ...rows.reference.map((row) => feature.reference[row] ?? null),
    ...rows.production.map((row) => feature.production[row] ?? null),
  ];
  const distances = feature.kind === 'numeric' ? rankDistances(chosen) : codeDistances(chosen);
  let sum = 0;
  const size = chosen.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) sum += 2 * (distances[i * size + j] ?? 0);
  }
  if (sum === 0) return distances;
  const scale = (size * size) / sum;
  for (let i = 0; i < distances.length; i++) distances[i] = (distances[i] ?? 0) * scale;
  return distances;
}

/** 1 where two values differ, also for a missing and a filled one; else 0. */
function codeDistances(values: readonly (number | string | null)[]): Float64Array {
  const codes = valueCodes(values);
  const size = values.length;
  const distances = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) distances[i * size + j] = codes[i] === codes[j] ? 0 : 1;
  }
  return distances;
}

/** Squared difference of rank shares; 1 between a missing and a filled value. */
function rankDistances(values: readonly (number | string | null)[]): Float64Array {
  const shares = rankShares(values);
  const size = values.length;
  const distances = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const share = shares[i] ?? 0;
    const missing = values[i] === null;
    for (let j = 0; j < size; j++) {
      const difference = share - (shares[j] ?? 0);
      distances[i * size + j] = missing === (values[j] === null) ? difference * difference : 1;
    }
  }
  return distances;
}

/** Maps each distinct value to an integer code. */
function valueCodes(values: readonly (number | string | null)[]): Int32Array {
  const codes = new Map<number | string | null, number>();
  return Int32Array.from(values, (value) => {
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
}

/** Midranks divided by the number of filled values. */
function rankShares(values: readonly (number | string | null)[]): Float64Array {
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
