import { byCodeUnit } from '../ordering.ts';
import type { ScoredKey } from '../store.ts';

/** Field of a prediction with the scores of versions that were not used: `{"0.5.0": 0.61}`. */
export const SHADOW_FIELD = 'shadow';
/** Versions that are kept, those of most leads first, and the longest name of one. */
const MAX_VERSIONS = 4;
const MAX_NAME = 60;
/** Longest text that is read: a bound for what one prediction can cost. */
const MAX_TEXT = 2_000;

export interface ShadowRow {
  readonly key: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** JSON text of the field. */
  readonly shadow: string;
}

/**
 * The first score of each lead by each shadow version, oldest first; of several at one time the highest. Anything that
 * is no score between 0 and 1 under a short name is left out.
 */
export const shadowScores = (rows: readonly ShadowRow[]): ScoredKey[] =>
  firstShadows(
    rows.flatMap(({ key, time, shadow }) =>
      scoresIn(shadow).map(([version, score]) => ({ key, version, time, score })),
    ),
  );

/** The same of scores that are read already, wherever they stood. */
export function firstShadows(scores: readonly ScoredKey[]): ScoredKey[] {
  const byVersion = new Map<string, Map<string, ScoredKey>>();
  for (const own of scores) {
    const { key, version, time, score } = own;
    if (version === '' || version.length > MAX_NAME) continue;
    const leads = byVersion.get(version) ?? new Map<string, ScoredKey>();
    byVersion.set(version, leads);
    const other = leads.get(key);
    if (other === undefined || time < other.time || (time === other.time && score > other.score)) {
      leads.set(key, own);
    }
  }
  return [...byVersion]
    .sort(([a, own], [b, other]) => other.size - own.size || byCodeUnit(a, b))
    .slice(0, MAX_VERSIONS)
    .flatMap(([, leads]) => [...leads.values()])
    .sort((a, b) => a.time - b.time || byCodeUnit(a.key, b.key) || byCodeUnit(a.version, b.version));
}

function scoresIn(text: string): (readonly [string, number])[] {
  if (text.length > MAX_TEXT) return [];
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return Object.entries(value).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] >= 0 && entry[1] <= 1,
    );
  } catch {
    return [];
  }
}
