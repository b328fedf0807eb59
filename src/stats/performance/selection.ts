/** Fewest rows in a group of scores. */
const ROWS_A_GROUP = 30;
const MOST_GROUPS = 50;

/** How many rows of a group of scores are labelled. */
export interface LabelledGroup {
  /** Scores from here up to the next group's. */
  readonly from: number;
  readonly n: number;
  readonly labelled: number;
}

/** Scores of all rows and of the labelled ones, ascending. */
export interface SortedScores {
  readonly all: Float64Array;
  readonly known: Float64Array;
}

export function sortedScores(scores: readonly number[], labelled: readonly boolean[]): SortedScores {
  const all = Float64Array.from(scores).sort();
  return { all, known: Float64Array.from(scores.filter((_, row) => labelled[row] === true)).sort() };
}

/**
 * Groups of about equal size from the lowest scores to the highest, with the number labelled in each. Equal scores are
 * never parted, so there may be fewer groups than asked for.
 */
export function labelledByScore({ all, known }: SortedScores, groups: number): readonly LabelledGroup[] {
  const result: { from: number; n: number; labelled: number }[] = [];
  let [opened, counted] = [-1, 0];
  for (let place = 0; place < all.length; place++) {
    const score = all[place] ?? 0;
    const due = Math.floor((place * groups) / all.length);
    if (due > opened && score !== all[place - 1]) {
      opened = due;
      result.push({ from: score, n: 0, labelled: 0 });
    }
    const group = result[result.length - 1];
    if (group === undefined) break;
    group.n++;
    for (; counted < known.length && (known[counted] ?? 0) <= score; counted++) group.labelled++;
  }
  return result;
}

/**
 * How likely a row of a score is to be labelled, where labels were given by score: what other rows count for among the
 * labelled. A step function over up to fifty groups of scores, as fine as the number of rows allows; never above 1, so
 * that no row gets a large weight.
 */
export function labelledShare(sorted: SortedScores): (score: number) => number {
  const wanted = Math.floor(sorted.all.length / ROWS_A_GROUP);
  const groups = labelledByScore(sorted, Math.min(MOST_GROUPS, Math.max(1, wanted)));
  return (score) => {
    let [low, high] = [0, groups.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((groups[middle]?.from ?? 0) <= score) low = middle;
      else high = middle - 1;
    }
    const group = groups[low];
    return group === undefined ? 1 : group.labelled / group.n;
  };
}
