import type { Random } from '../distributions/random.ts';
import type { DomainRows } from './domain-classifier.ts';
import { rankShares, valueCodes } from './mixed-values.ts';
import { denseRows } from './sparse-rows.ts';

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

/** Random Fourier features: 64 cosines approximate the Gaussian kernel closely enough for a classifier. */
const WAVES = 64;
/** Columns of single values, and base columns of products, over all features together. */
const MAX_SINGLE_COLUMNS = 80;
const MAX_BASE_COLUMNS = 24;
const MAX_LEVELS = 12;

/** Rows of several features as numbers, both sides in one list, the reference first. */
export interface MixedRows extends DomainRows {
  readonly size: number;
  /** Features of each column of the products: positions in the input. */
  readonly pairs: readonly (readonly [number, number])[];
  /** The model's row `i` with one feature's value taken from the row `donor`, written to `to`. */
  readonly withDonor: (feature: number, i: number, donor: number, to: Float64Array) => void;
}

/**
 * Encodes rows for the domain classifier: the rank of each number, an indicator of each frequent category and of missing
 * values, random Fourier features of all of them (which see how features go together), and the products of pairs of
 * features (which see a single correlation among many).
 *
 * Source: A. Rahimi and B. Recht, "Random Features for Large-Scale Kernel Machines" (2007).
 */
export function mixedRows(features: readonly MixedFeature[], rows: ChosenRows, random: Random): MixedRows {
  const size = rows.reference.length + rows.production.length;
  const encoded = features.map((feature) => encode(feature, rows, features.length, random));
  const singles = encoded.flatMap(({ singles: own }, feature) => own.map((column) => ({ feature, column })));
  const width = singles.length + WAVES;
  const shifts = Float64Array.from({ length: WAVES }, () => 2 * Math.PI * random.uniform());
  const phases = new Float64Array(size * WAVES);
  const model = new Float64Array(size * width);
  for (let i = 0; i < size; i++) {
    for (let w = 0; w < WAVES; w++) {
      let phase = shifts[w] ?? 0;
      for (const { wave } of encoded) phase += wave(i, w);
      phases[i * WAVES + w] = phase;
      model[i * width + singles.length + w] = AMPLITUDE * Math.cos(phase);
    }
    singles.forEach(({ column }, j) => {
      model[i * width + j] = column[i] ?? 0;
    });
  }
  const means = centreColumns(model, width);
  const withDonor = (feature: number, i: number, donor: number, to: Float64Array): void => {
    to.set(model.subarray(i * width, (i + 1) * width));
    singles.forEach((single, j) => {
      if (single.feature === feature) to[j] = model[donor * width + j] ?? 0;
    });
    const wave = encoded[feature]?.wave;
    if (wave === undefined) return;
    for (let w = 0; w < WAVES; w++) {
      const phase = (phases[i * WAVES + w] ?? 0) - wave(i, w) + wave(donor, w);
      to[singles.length + w] = AMPLITUDE * Math.cos(phase) - (means[singles.length + w] ?? 0);
    }
  };
  return { size, model: denseRows(model, width), ...products(encoded, size), withDonor };
}

const AMPLITUDE = Math.sqrt(2 / WAVES);

interface Encoded {
  /** Columns of the ridge classifier: about 1/√features in size. */
  readonly singles: readonly Float64Array[];
  /** Columns that enter products, with mean 0. */
  readonly bases: readonly Float64Array[];
  /** The feature's part of the phase of a wave in a row. */
  readonly wave: (row: number, wave: number) => number;
}

function encode(feature: MixedFeature, rows: ChosenRows, features: number, random: Random): Encoded {
  const values: readonly (number | string | null)[] = [
    ...rows.reference.map((row) => feature.reference[row] ?? null),
    ...rows.production.map((row) => feature.production[row] ?? null),
  ];
  const unit = 1 / Math.sqrt(features);
  const normals = (): Float64Array => Float64Array.from({ length: WAVES }, () => random.normal());
  if (feature.kind === 'categorical') {
    const { codes, counts } = valueCodes(values);
    const levels = levelColumns(codes, counts, levelLimit(features, MAX_SINGLE_COLUMNS));
    const unequal = 1 - counts.reduce((sum, count) => sum + (count / values.length) ** 2, 0);
    // Two different categories are as far apart as the average pair of rows, times 1/(share of unequal pairs).
    const scale = unequal > 0 ? unit / Math.sqrt(unequal) : 0;
    const vectors = counts.map(normals);
    return {
      singles: levels.map((column) => column.map((value) => value * unit)),
      bases: levels.slice(0, levelLimit(features, MAX_BASE_COLUMNS)).map(centred),
      wave: (row, w) => scale * (vectors[codes[row] ?? 0]?.[w] ?? 0),
    };
  }
  const shares = rankShares(values);
  const missing = Float64Array.from(values, (value) => (value === null ? 1 : 0));
  const ranks = shares.map((share, i) => (missing[i] === 1 ? 0 : Math.sqrt(12) * (share - 0.5)));
  const slopes = normals();
  const absent = normals();
  return {
    singles: [ranks, ...(missing.includes(1) ? [missing] : [])].map((column) =>
      column.map((value) => value * unit),
    ),
    bases: [centred(ranks)],
    wave: (row, w) =>
      unit * (missing[row] === 1 ? Math.SQRT2 * (absent[w] ?? 0) : (ranks[row] ?? 0) * (slopes[w] ?? 0)),
  };
}

const levelLimit = (features: number, columns: number): number =>
  Math.max(1, Math.min(MAX_LEVELS, Math.floor(columns / features)));

/** Indicators of the most frequent categories; the last of all is left out, since the others tell it. */
function levelColumns(codes: Int32Array, counts: readonly number[], limit: number): Float64Array[] {
  return counts
    .map((count, code) => ({ count, code }))
    .sort((a, b) => b.count - a.count || a.code - b.code)
    .slice(0, Math.min(limit, counts.length - 1))
    .map(({ code }) => Float64Array.from(codes, (own) => (own === code ? 1 : 0)));
}

function centred(column: Float64Array): Float64Array {
  const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
  return column.map((value) => value - mean);
}

/** Takes the means off the columns of a row-major matrix, in place. */
function centreColumns(matrix: Float64Array, width: number): Float64Array {
  const means = new Float64Array(width);
  const rows = matrix.length / width;
  for (let k = 0; k < matrix.length; k++)
    means[k % width] = (means[k % width] ?? 0) + (matrix[k] ?? 0) / rows;
  for (let k = 0; k < matrix.length; k++) matrix[k] = (matrix[k] ?? 0) - (means[k % width] ?? 0);
  return means;
}

/** Products of the base columns of every two features. */
function products(encoded: readonly Encoded[], size: number): Pick<MixedRows, 'contrasts' | 'pairs'> {
  const bases = encoded
    .flatMap(({ bases: own }, feature) => own.map((column) => ({ feature, column })))
    .slice(0, MAX_BASE_COLUMNS);
  const chosen = bases.flatMap((a, i) =>
    bases.slice(i + 1).flatMap((b) => (a.feature === b.feature ? [] : [{ a, b }])),
  );
  const values = new Float64Array(size * chosen.length);
  chosen.forEach(({ a, b }, j) => {
    for (let i = 0; i < size; i++) values[i * chosen.length + j] = (a.column[i] ?? 0) * (b.column[i] ?? 0);
  });
  const contrasts = denseRows(values, chosen.length);
  return {
    contrasts: chosen.length === 0 ? { ...contrasts, rows: size } : contrasts,
    pairs: chosen.map(({ a, b }) => [a.feature, b.feature]),
  };
}
