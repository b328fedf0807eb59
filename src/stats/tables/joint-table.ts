/**
 * Joint frequency tables: the input of every univariate two-sample test.
 *
 * A table of the distinct values with their counts on both sides is a sufficient statistic for KS, Wasserstein,
 * Anderson–Darling, Cramér–von Mises, Mann–Whitney, energy, PSI, Jensen–Shannon, KL, Hellinger, chi-squared and G.
 * Typed arrays keep a million distinct values in three flat buffers.
 */

/** Numeric feature. The three arrays have one length; `values` is strictly ascending and finite. */
export interface NumericTable {
  readonly kind: 'numeric';
  /** Sorted distinct values of both sides together. */
  readonly values: Float64Array;
  /** How often each value occurs in the reference. */
  readonly reference: Float64Array;
  /** How often each value occurs in production. */
  readonly production: Float64Array;
}

/** Categorical feature. The three arrays have one length; `categories` are distinct, sorted by code unit. */
export interface CategoricalTable {
  readonly kind: 'categorical';
  readonly categories: readonly string[];
  readonly reference: Float64Array;
  readonly production: Float64Array;
}

export type JointTable = NumericTable | CategoricalTable;

/** Free text of both sides in a stable order, the input of the text tests. */
export interface TextSamples {
  readonly kind: 'text';
  readonly reference: readonly string[];
  readonly production: readonly string[];
}

/** Number of values on each side. */
export function tableTotals(table: JointTable): {
  readonly nReference: number;
  readonly nProduction: number;
} {
  let nReference = 0;
  let nProduction = 0;
  for (let i = 0; i < table.reference.length; i++) {
    nReference += table.reference[i] ?? 0;
    nProduction += table.production[i] ?? 0;
  }
  return { nReference, nProduction };
}
