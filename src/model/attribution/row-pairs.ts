import { type Random, shuffle } from '../../stats/distributions/random.ts';

/** Pairs of an explained row and a background row, with weights that sum to 1. */
export interface RowPairs {
  readonly explained: Uint32Array;
  readonly background: Uint32Array;
  readonly weight: Float64Array;
}

/** Every row with every background row, equally weighted. */
export function allPairs(nExplained: number, nBackground: number): RowPairs {
  const n = nExplained * nBackground;
  return {
    explained: Uint32Array.from({ length: n }, (_, t) => Math.floor(t / nBackground)),
    background: Uint32Array.from({ length: n }, (_, t) => t % nBackground),
    weight: new Float64Array(n).fill(1 / n),
  };
}

/**
 * A random part of all pairs in which every row of a side has the same weight, whatever the sizes, so that the mean over the
 * pairs is exactly the difference of the two sides' means: each layer lays both sides along [0, 1] in a random order and pairs
 * the rows whose segments overlap. `nExplained + nBackground − 1` pairs a layer at most; all pairs where they are not more than
 * the layers would give.
 */
export function balancedPairs(
  nExplained: number,
  nBackground: number,
  layers: number,
  random: Random,
): RowPairs {
  if (nExplained * nBackground <= layers * (nExplained + nBackground - 1)) {
    return allPairs(nExplained, nBackground);
  }
  const explained: number[] = [];
  const background: number[] = [];
  const weight: number[] = [];
  const whole = nExplained * nBackground;
  for (let layer = 0; layer < layers; layer += 1) {
    const rows = shuffle(
      Uint32Array.from({ length: nExplained }, (_, i) => i),
      random,
    );
    const others = shuffle(
      Uint32Array.from({ length: nBackground }, (_, i) => i),
      random,
    );
    // In units of 1 / (nExplained × nBackground) a row is nBackground long and a background row nExplained.
    for (let at = 0; at < whole; ) {
      const row = Math.floor(at / nBackground);
      const other = Math.floor(at / nExplained);
      const end = Math.min((row + 1) * nBackground, (other + 1) * nExplained);
      explained.push(rows[row] as number);
      background.push(others[other] as number);
      weight.push((end - at) / whole / layers);
      at = end;
    }
  }
  return {
    explained: Uint32Array.from(explained),
    background: Uint32Array.from(background),
    weight: Float64Array.from(weight),
  };
}
