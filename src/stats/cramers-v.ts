import { CRAMERS_V_BOUNDS, effectWord } from './effect.ts';
import type { Effect } from './result.ts';
import type { CategoricalTable } from './tables/joint-table.ts';
import { tableTotals } from './tables/joint-table.ts';

/** Cramér's V as an effect. */
export const cramersVEffect = (value: number): Effect => ({
  name: "Cramér's V",
  value,
  word: effectWord(value, CRAMERS_V_BOUNDS),
});

/**
 * Cramér's V of the whole (unpooled) table: √(χ²/N) for two rows, between 0 and 1. Both sides must hold a value.
 *
 * Source: H. Cramér, Mathematical Methods of Statistics (1946).
 *
 * @example
 * cramersV(categoricalTable(['a', 'a', 'b'], ['a', 'b', 'b'])); // value 1/3, 'medium'
 */
export function cramersV(table: CategoricalTable): Effect {
  const { nReference, nProduction } = tableTotals(table);
  const total = nReference + nProduction;
  let chiSquared = 0;
  for (let i = 0; i < table.reference.length; i++) {
    const a = table.reference[i] ?? 0;
    const tied = a + (table.production[i] ?? 0);
    // The deviations of the two rows are equal and opposite.
    const deviation = a - (tied * nReference) / total;
    if (tied > 0) chiSquared += (deviation * deviation * total * total) / (tied * nReference * nProduction);
  }
  return cramersVEffect(Math.min(1, Math.sqrt(chiSquared / total)));
}
