/** What each lead's value of one feature is, as the number of a group; −1 where it has none. */
export interface GroupedColumn {
  readonly groups: Int32Array;
  readonly size: number;
  /** Asked for by name, so that its pairs are looked at. */
  readonly declared: boolean;
}

/** Leads that share a value of one feature, or of two. */
export interface Candidate {
  readonly where: readonly { readonly column: number; readonly group: number }[];
  readonly rows: Uint32Array;
}

export interface CandidateLimits {
  /** Fewest leads of a segment. */
  readonly fewest: number;
  /** Fewest leads that a segment leaves of all, and of each value that it is a part of; or none. */
  readonly remainder: number;
  readonly most: number;
  /** Leads from which pairs are looked at. */
  readonly pairsFrom: number;
}

export const CANDIDATE_LIMITS: CandidateLimits = { fewest: 50, remainder: 5, most: 200, pairsFrom: 2_000 };

/** Values whose pairs are looked at beside those of declared features. */
const STRONGEST = 10;

/**
 * Segments to look at: every value of every column with enough leads, then pairs of values of two columns: of declared ones
 * and of the ten whose mean score differs most from that of all, in standard errors. The choice knows no label, so that a
 * search of them by permutation of labels holds.
 */
export function candidateSegments(
  scores: ArrayLike<number>,
  columns: readonly GroupedColumn[],
  limits: CandidateLimits = CANDIDATE_LIMITS,
): Candidate[] {
  const n = scores.length;
  const fits = (whole: number, part: number): boolean =>
    part >= limits.fewest && (part === whole || whole - part >= limits.remainder);
  const singles = columns.flatMap(({ groups, size }, column) => {
    const rows = Array.from({ length: size }, (): number[] => []);
    groups.forEach((group, row) => {
      rows[group]?.push(row);
    });
    return rows.flatMap((own, group): Candidate[] =>
      own.length < n && fits(n, own.length)
        ? [{ where: [{ column, group }], rows: Uint32Array.from(own) }]
        : [],
    );
  });
  const first = singles.slice(0, limits.most);
  if (n < limits.pairsFrom) return first;
  const chosen = forPairs(scores, first, columns);
  const pairs = chosen.flatMap((a, i) =>
    chosen.slice(i + 1).flatMap((b): Candidate[] => {
      const [left, right] = [a.where[0], b.where[0]];
      if (left === undefined || right === undefined || left.column === right.column) return [];
      const groups = columns[right.column]?.groups;
      const rows = a.rows.filter((row) => groups?.[row] === right.group);
      const parents = [a.rows.length, b.rows.length];
      return rows.length < Math.min(...parents) && parents.every((parent) => fits(parent, rows.length))
        ? [{ where: [left, right], rows }]
        : [];
    }),
  );
  const largest = pairs.sort((a, b) => b.rows.length - a.rows.length);
  return [...first, ...largest.slice(0, limits.most - first.length)];
}

function forPairs(
  scores: ArrayLike<number>,
  singles: readonly Candidate[],
  columns: readonly GroupedColumn[],
): Candidate[] {
  const n = scores.length;
  let all = 0;
  for (let row = 0; row < n; row++) all += scores[row] ?? 0;
  const strength = ({ rows }: Candidate): number => {
    const sum = rows.reduce((total, row) => total + (scores[row] ?? 0), 0);
    return (sum - (rows.length * all) / n) ** 2 / (rows.length * (1 - rows.length / n));
  };
  const strongest = new Set(singles.toSorted((a, b) => strength(b) - strength(a)).slice(0, STRONGEST));
  const isDeclared = ({ where: [only] }: Candidate): boolean =>
    only !== undefined && columns[only.column]?.declared === true;
  return singles.filter((single) => strongest.has(single) || isDeclared(single));
}
