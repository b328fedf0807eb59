import { categoricalTableFromCounts, numericTable } from '../../src/stats/tables/joint-table-from.ts';

/** Two small samples with ties. The expected values in the tests of the statistics are SciPy 1.17.1's for them. */
export const TIED_REFERENCE = [2, 4, 4, 5, 7, 9, 1, 3, 3, 8];
export const TIED_PRODUCTION = [5, 6, 6, 9, 12, 4, 7, 10];
export const tied = numericTable(TIED_REFERENCE, TIED_PRODUCTION);

/** Two smaller ones without ties. */
export const untied = numericTable([0.1, 0.5, 0.9, 1.7, 2.6], [0.3, 1.1, 1.9, 2.2, 3.1, 4.4, 0.7]);

/** A 2 × 4 contingency table. */
export const fourCategories = categoricalTableFromCounts(
  new Map([
    ['a', 30],
    ['b', 14],
    ['c', 34],
    ['d', 45],
  ]),
  new Map([
    ['a', 61],
    ['b', 20],
    ['c', 19],
    ['d', 40],
  ]),
);
