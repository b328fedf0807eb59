import { CRAMERS_V_BOUNDS, effectWord, nextWord } from './effect.ts';
import { holm } from './holm.ts';
import type { Effect } from './result.ts';
import { shareShift } from './share-shift.ts';
import type { CategoricalTable } from './tables/joint-table.ts';
import { tableTotals } from './tables/joint-table.ts';
import { twoProportionTest } from './tests/z/two-proportion.ts';

/** A change of one category's share that raises the word of the whole by one. */
const LEAST_FACTOR = 3;
const LEAST_SHARE = 0.05;
const LEVEL = 0.05;

/**
 * Cramér's V between two sides, free of their sizes: the square root of ½ Σ (p − q)²/(p + q) over the shares p and q of
 * all categories, less what chance alone gives (see `shareShift`), and no less than 0. For two equally large sides that is
 * V = √(χ²/N), corrected for its bias. With its 95 % interval; both sides must hold a value.
 *
 * The word is one higher where a category's share changed at least threefold (its larger share at least 5 %, Holm's
 * adjusted p below 0.05): V of a category that falls from 10 % to 1 % is small, and the fall is not.
 *
 * Source: H. Cramér, Mathematical Methods of Statistics (1946); W. Bergsma, J. Korean Stat. Soc. 42(3), 2013.
 *
 * @example
 * cramersV(table); // shares 10 % and 1 % of 10,000 values a side: value 0.196, word 'medium'
 */
export function cramersV(table: CategoricalTable): Effect {
  const shift = shareShift(table);
  const value = Math.sqrt(shift.value);
  const effect = {
    name: "Cramér's V",
    value,
    word: effectWord(value, CRAMERS_V_BOUNDS),
    interval: [Math.sqrt(shift.interval[0]), Math.sqrt(shift.interval[1])] as const,
  };
  if (effect.word === 'large' || !changedThreefold(table)) return effect;
  return {
    ...effect,
    word: nextWord(effect.word),
    note: 'the size is one word higher, as a category’s share changed at least threefold',
  };
}

function changedThreefold(table: CategoricalTable): boolean {
  const { nReference, nProduction } = tableTotals(table);
  const changed = table.categories.map((_, i) => {
    const p = (table.reference[i] ?? 0) / nReference;
    const q = (table.production[i] ?? 0) / nProduction;
    const larger = Math.max(p, q);
    return larger >= LEAST_SHARE && larger >= LEAST_FACTOR * Math.min(p, q);
  });
  if (!changed.includes(true)) return false;
  const ps = table.categories.map((_, i) => {
    const test = twoProportionTest(
      table.reference[i] ?? 0,
      nReference,
      table.production[i] ?? 0,
      nProduction,
    );
    return test.status === 'ok' ? (test.p ?? 1) : 1;
  });
  return holm(ps).some((p, i) => changed[i] === true && p < LEVEL);
}
