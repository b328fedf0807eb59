import { type Random, seededRandom, shuffle } from '../../distributions/random.ts';
import { notApplicable, notEnoughData, type StatisticOk, type StatisticResult } from '../../result.ts';
import type { NumericTable } from '../../tables/joint-table.ts';
import { tableTotals } from '../../tables/joint-table.ts';
import { safeValues } from '../../tables/numeric-side.ts';
import { ksEffectOf } from '../ks/ks.ts';

/** Values a side in the kernel matrix; more are sampled with the seed. */
const MAX_VALUES_PER_SIDE = 500;
const PERMUTATIONS = 500;

export interface MmdOptions {
  readonly minimum?: number;
  readonly seed?: number;
  readonly permutations?: number;
  /**
   * As Evidently computes it: bandwidth by the median squared distance within the reference, self-pairs included; p the
   * share of permutations alone, which can be 0; a number also where all values are one.
   */
  readonly evidently?: boolean;
}

/**
 * Maximum mean discrepancy with a Gaussian kernel (bandwidth by the median heuristic), unbiased estimate of MMD², and
 * a permutation p-value. More than 500 values on a side are sampled, which a note says. Detail: `bandwidth`.
 *
 * Source: A. Gretton et al., "A Kernel Two-Sample Test", JMLR 13, 2012.
 *
 * @example
 * maximumMeanDiscrepancy(numericTable([1, 2, 3, 4], [3, 4, 5, 6])); // statistic 0.2395
 */
export function maximumMeanDiscrepancy(table: NumericTable, options: MmdOptions = {}): StatisticResult {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(2, options.minimum ?? 2);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  if (table.values.length === 1 && options.evidently !== true)
    return notApplicable(`constant: every value on both sides is ${table.values[0]}`);

  const random = seededRandom(options.seed ?? 1);
  const { values, scale } = safeValues(table);
  const reference = sampleSide(values, table.reference, nReference, random);
  const production = sampleSide(values, table.production, nProduction, random);
  const pooled = Float64Array.from([...reference, ...production]);
  const bandwidth = options.evidently === true ? evidentlyBandwidth(reference) : medianDistance(pooled);
  const kernel = kernelMatrix(pooled, bandwidth);

  const order = Int32Array.from(pooled, (_, i) => i);
  const observed = mmdSquared(kernel, order, reference.length);
  const permutations = options.permutations ?? PERMUTATIONS;
  let atLeast = 0;
  for (let i = 0; i < permutations; i++) {
    shuffle(order, random);
    if (mmdSquared(kernel, order, reference.length) >= observed - 1e-12) atLeast++;
  }
  const result: StatisticOk = {
    status: 'ok',
    statistic: observed,
    p: options.evidently === true ? atLeast / permutations : (atLeast + 1) / (permutations + 1),
    pMethod: 'permutation',
    effect: ksEffectOf(table),
    nReference,
    nProduction,
    details: { bandwidth: Math.min(Number.MAX_VALUE, bandwidth * scale), permutations },
  };
  if (Math.max(nReference, nProduction) <= MAX_VALUES_PER_SIDE) return result;
  return {
    ...result,
    notes: [`computed on a random sample of ${MAX_VALUES_PER_SIDE} values of the larger side`],
  };
}

/** The side's values, or a seeded sample of them without replacement. */
function sampleSide(values: Float64Array, counts: Float64Array, n: number, random: Random): Float64Array {
  const wanted = Math.min(n, MAX_VALUES_PER_SIDE);
  const sample = new Float64Array(wanted);
  let taken = 0;
  let left = n;
  for (let i = 0; i < values.length && taken < wanted; i++) {
    for (let copy = 0; copy < (counts[i] ?? 0) && taken < wanted; copy++) {
      if (random.uniform() * left < wanted - taken) sample[taken++] = values[i] ?? 0;
      left--;
    }
  }
  return sample;
}

function medianDistance(pooled: Float64Array): number {
  const distances = new Float64Array((pooled.length * (pooled.length - 1)) / 2);
  let next = 0;
  for (let i = 0; i < pooled.length; i++) {
    for (let j = i + 1; j < pooled.length; j++)
      distances[next++] = Math.abs((pooled[i] ?? 0) - (pooled[j] ?? 0));
  }
  distances.sort();
  const median = distances[Math.floor(distances.length / 2)] ?? 0;
  // Where more than half of all pairs are tied the median is 0, so that of the untied pairs is used.
  if (median > 0) return median;
  const positive = distances.findIndex((distance) => distance > 0);
  return distances[Math.floor((positive + distances.length) / 2)] || 1;
}

/** √(median of d² / 2) over all pairs of the reference, each counted twice, and every value with itself. */
function evidentlyBandwidth(reference: Float64Array): number {
  const n = reference.length;
  const squares = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) squares[i * n + j] = ((reference[i] ?? 0) - (reference[j] ?? 0)) ** 2;
  }
  squares.sort();
  const median = squares[Math.round((squares.length - 1) / 2)] ?? 0;
  return Math.sqrt((median || 1) / 2);
}

function kernelMatrix(pooled: Float64Array, bandwidth: number): Float64Array {
  const size = pooled.length;
  const kernel = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      const distance = ((pooled[i] ?? 0) - (pooled[j] ?? 0)) / bandwidth;
      const value = Math.exp((-distance * distance) / 2);
      kernel[i * size + j] = value;
      kernel[j * size + i] = value;
    }
  }
  return kernel;
}

/** Unbiased MMD² of the first `nFirst` items of the order against the rest; the diagonal of the kernel is 0. */
function mmdSquared(kernel: Float64Array, order: Int32Array, nFirst: number): number {
  const size = order.length;
  const inFirst = new Uint8Array(size);
  for (let i = 0; i < nFirst; i++) inFirst[order[i] ?? 0] = 1;
  let first = 0;
  let second = 0;
  let cross = 0;
  for (let i = 0; i < size; i++) {
    let toFirst = 0;
    let all = 0;
    for (let j = 0; j < size; j++) {
      const value = kernel[i * size + j] ?? 0;
      all += value;
      toFirst += value * (inFirst[j] ?? 0);
    }
    if (inFirst[i] === 1) {
      first += toFirst;
      cross += all - toFirst;
    } else second += all - toFirst;
  }
  const nSecond = size - nFirst;
  return (
    first / (nFirst * (nFirst - 1)) + second / (nSecond * (nSecond - 1)) - (2 * cross) / (nFirst * nSecond)
  );
}
