/** One feature of the whole input, row by row on each side; null where a row lacks it. */
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
  const position = feature.kind === 'numeric' ? rankShares(chosen) : undefined;
  const size = chosen.length;
  const distances = new Float64Array(size * size);
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const distance = pairDistance(chosen[i] ?? null, chosen[j] ?? null, position?.[i], position?.[j]);
      distances[i * size + j] = distance;
      distances[j * size + i] = distance;
      sum += 2 * distance;
    }
  }
  if (sum === 0) return distances;
  const scale = (size * size) / sum;
  return distances.map((distance) => distance * scale);
}

function pairDistance(
  a: number | string | null,
  b: number | string | null,
  positionA: number | undefined,
  positionB: number | undefined,
): number {
  if (a === b) return 0;
  if (a === null || b === null || positionA === undefined || positionB === undefined) return 1;
  return (positionA - positionB) ** 2;
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
