import { type Random, shuffle } from '../../stats/distributions/random.ts';

/** Stratified folds: fold of each row, 0 … k-1. The numbers of positives per fold differ by at most one. */
export function stratifiedFolds(labels: Uint8Array, k: number, random: Random): Uint8Array {
  const folds = new Uint8Array(labels.length);
  let next = 0;
  for (const label of [0, 1]) {
    const rows = Uint32Array.from(labels.keys()).filter((row) => labels[row] === label);
    for (const row of shuffle(rows, random)) {
      folds[row] = next % k;
      next += 1;
    }
  }
  return folds;
}

export const rowsInFold = (folds: Uint8Array, fold: number): number[] =>
  Array.from(folds.keys()).filter((row) => folds[row] === fold);

export const rowsOutsideFold = (folds: Uint8Array, fold: number): number[] =>
  Array.from(folds.keys()).filter((row) => folds[row] !== fold);
