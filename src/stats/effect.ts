import type { EffectWord } from './result.ts';

/** Lower bounds of "small", "medium" and "large". */
type Bounds = readonly [number, number, number];

/** J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), for d and h. */
export const COHEN_BOUNDS: Bounds = [0.2, 0.5, 0.8];
/** Cohen (1988) for w, which is Cramér's V of a two-row table. */
export const CRAMERS_V_BOUNDS: Bounds = [0.1, 0.3, 0.5];
/** The KS distance of two normal distributions that lie Cohen's 0.2, 0.5 and 0.8 apart: 2Φ(d/2) − 1. */
export const KS_BOUNDS: Bounds = [0.0797, 0.1974, 0.3108];
/** AUC minus one half at Cohen's d of 0.2, 0.5 and 0.8: Φ(d/√2) − 1/2. */
export const AUC_BOUNDS: Bounds = [0.0562, 0.1382, 0.2142];
/** J. Romano et al. (2006), for Cliff's delta. */
export const CLIFF_BOUNDS: Bounds = [0.147, 0.33, 0.474];
/** Customary for PSI: below 0.1 stable, 0.1 to 0.25 moderate, above large. There is no "small". */
export const PSI_BOUNDS: Bounds = [0.1, 0.1, 0.25];

/**
 * Word for the size of an effect, regardless of its sign.
 *
 * @example
 * effectWord(0.5, COHEN_BOUNDS); // 'medium'
 */
export function effectWord(value: number, bounds: Bounds): EffectWord {
  const size = Math.abs(value);
  if (size >= bounds[2]) return 'large';
  if (size >= bounds[1]) return 'medium';
  return size >= bounds[0] ? 'small' : 'negligible';
}
