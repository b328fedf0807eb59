import type { Effect, EffectWord } from './result.ts';

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

const NEXT = { negligible: 'small', small: 'medium', medium: 'large', large: 'large' } as const;

/** The word one size up; "large" stays. */
export const nextWord = (word: EffectWord): EffectWord => NEXT[word];

/** Bounds by name of the effect, and the value that means no shift. */
const SCALES: Readonly<Record<string, { readonly bounds: Bounds; readonly none?: number }>> = {
  'KS D': { bounds: KS_BOUNDS },
  "Cramér's V": { bounds: CRAMERS_V_BOUNDS },
  AUC: { bounds: AUC_BOUNDS, none: 0.5 },
  PSI: { bounds: PSI_BOUNDS },
  "Cliff's delta": { bounds: CLIFF_BOUNDS },
};

type Sized = Pick<Effect, 'name' | 'value' | 'word'>;

const WORD_RANK: Readonly<Record<EffectWord, number>> = { negligible: 0, small: 1, medium: 2, large: 3 };

/**
 * Rank of an effect among effects of other measures: by its word, within a word by its value as a multiple of what is
 * large. −1 without an effect.
 */
export function effectRank(effect: Sized | null): number {
  if (effect === null) return -1;
  const { bounds, none = 0 } = SCALES[effect.name] ?? { bounds: COHEN_BOUNDS };
  const multiple = Math.abs(effect.value - none) / bounds[2];
  return WORD_RANK[effect.word] + multiple / (1 + multiple);
}

/** A shift counts as material where its interval lies beyond this distance from no shift. */
const MATERIAL = 0.05;

/** Whether a shift is at least small, and its 95 % interval further than 0.05 from none. */
export function isMaterial({
  name,
  word,
  interval,
}: Sized & { readonly interval?: Effect['interval'] | null }): boolean {
  if (word === 'negligible' || !interval) return false;
  const { none = 0 } = SCALES[name] ?? {};
  return interval[0] - none > MATERIAL || (none === 0 && interval[1] < -MATERIAL);
}
