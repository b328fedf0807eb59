import { type NotEnoughData, notEnoughData } from '../result.ts';
import { type Binning, type Bins, binTable } from './binning.ts';
import type { JointTable } from './joint-table.ts';
import { tableTotals } from './joint-table.ts';

export interface BinnedOptions {
  readonly minimum?: number;
  /** Default 'sturges', Evidently's. */
  readonly bins?: Binning;
}

/** Shares of both sides per bin, for a distance between two histograms. */
export interface BinShares {
  readonly status: 'ok';
  readonly reference: Float64Array;
  readonly production: Float64Array;
  readonly nReference: number;
  readonly nProduction: number;
  /** Bins that hold values of one side only. */
  readonly emptyBins: number;
}

export function binShares(table: JointTable, options: BinnedOptions): BinShares | NotEnoughData {
  const { nReference, nProduction } = tableTotals(table);
  const minimum = Math.max(1, options.minimum ?? 1);
  if (Math.min(nReference, nProduction) < minimum) return notEnoughData(nReference, nProduction, minimum);
  const bins = withoutUnused(binTable(table, options.bins));
  const emptyBins = bins.reference.filter((count, i) => count === 0 || bins.production[i] === 0).length;
  return {
    status: 'ok',
    reference: bins.reference.map((count) => count / nReference),
    production: bins.production.map((count) => count / nProduction),
    nReference,
    nProduction,
    emptyBins,
  };
}

/**
 * Shares in which a bin that is empty on one side counts half a value there, for distances that take logarithms. An
 * empty bin means a share below about 1/n, not zero. With a fixed small share instead, the distance would depend on the
 * choice of that share.
 */
export function withHalfCounts(shares: BinShares): { readonly p: Float64Array; readonly q: Float64Array } {
  return {
    p: normalised(shares.reference.map((share) => share || 0.5 / shares.nReference)),
    q: normalised(shares.production.map((share) => share || 0.5 / shares.nProduction)),
  };
}

/** Note on the number of bins that are empty on one side; none where all are filled. */
export function emptyBinNotes(shares: BinShares): readonly string[] {
  if (shares.emptyBins === 0) return [];
  const bins = shares.emptyBins === 1 ? '1 bin is' : `${shares.emptyBins} bins are`;
  return [`${bins} empty on one side; half a value stands for none`];
}

function normalised(shares: Float64Array): Float64Array {
  const sum = shares.reduce((total, share) => total + share, 0);
  return Math.abs(sum - 1) < 1e-12 ? shares : shares.map((share) => share / sum);
}

function withoutUnused(bins: Bins): Bins {
  const used = (_: number, i: number): boolean =>
    (bins.reference[i] ?? 0) > 0 || (bins.production[i] ?? 0) > 0;
  return { reference: bins.reference.filter(used), production: bins.production.filter(used) };
}
