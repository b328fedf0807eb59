import { byCodeUnit } from '../ordering.ts';

/** An input key of the log, and how much of it holds a value. */
export interface KeyCount {
  readonly key: string;
  /** Accepted rows with a value. */
  readonly rows: number;
  /** Distinct leads with a value; may be counted up to `minimumLeads` only. */
  readonly leads: number;
}

export interface KeyBounds {
  /** Keys of the reference, in its spelling; empty without a reference. */
  readonly expected: readonly string[];
  /** Of the reference's keys, or of the common ones where there is no reference, so many become features. */
  readonly maximumFeatures: number;
  /** Of all other keys so many. */
  readonly maximumExtras: number;
  /** A key that the reference lacks must be held by so many leads. */
  readonly minimumLeads: number;
}

/** Longest name of a feature that the reference does not have, in characters. */
export const MAX_KEY_LENGTH = 200;
/** Without a reference a key is common where this share of the rows, and so many rows, hold it. */
const COMMON_SHARE = 0.1;
const COMMON_ROWS = 100;

/** Keys without a column, by reason. */
export interface KeysLeftOut {
  /** Held by fewer leads than `minimumLeads`. */
  readonly few: number;
  /** Beyond the bounds, or with a name that is too long. */
  readonly beyond: number;
}

export const NONE_LEFT_OUT: KeysLeftOut = { few: 0, beyond: 0 };

/**
 * The keys that become features, most frequent first, then by name; none with NUL, which SQL text cannot hold. Strangers choose the keys of their requests: without a
 * bound each of them would cost a column and a page.
 *
 * @param rows accepted rows of the log.
 */
export function chooseKeys(
  counts: readonly KeyCount[],
  rows: number,
  bounds: KeyBounds,
): { readonly kept: readonly string[]; readonly leftOut: KeysLeftOut } {
  const expected = new Set(bounds.expected);
  const ranked = counts.toSorted((a, b) => b.rows - a.rows || byCodeUnit(a.key, b.key));
  const eligible = ranked.filter(
    ({ key, leads }) =>
      !key.includes('\0') &&
      (expected.has(key) || (leads >= bounds.minimumLeads && key.length <= MAX_KEY_LENGTH)),
  );
  const isCore = (count: KeyCount): boolean =>
    expected.size > 0
      ? expected.has(count.key)
      : count.rows >= COMMON_ROWS && count.rows >= COMMON_SHARE * rows;
  const core = eligible.filter(isCore).slice(0, bounds.maximumFeatures);
  const extras = eligible.filter((count) => !isCore(count)).slice(0, bounds.maximumExtras);
  const chosen = new Set([...core, ...extras].map(({ key }) => key));
  const few = ranked.filter(({ key, leads }) => !expected.has(key) && leads < bounds.minimumLeads).length;
  return {
    kept: ranked.map(({ key }) => key).filter((key) => chosen.has(key)),
    leftOut: { few, beyond: counts.length - chosen.size - few },
  };
}
