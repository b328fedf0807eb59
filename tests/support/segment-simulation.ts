import { type Random, seededRandom } from '../../src/stats/distributions/random.ts';
import {
  type Candidate,
  candidateSegments,
  type GroupedColumn,
} from '../../src/stats/segments/candidate-segments.ts';
import {
  type SearchOptions,
  type SegmentSearch,
  weakestSegments,
} from '../../src/stats/segments/weakest-segments.ts';

/** What is wrong with the leads of the planted segment, a fifth of all. */
export type Fault = 'none' | 'fewer-engage' | 'not-ranked';

export interface SegmentTrial {
  readonly candidates: readonly Candidate[];
  readonly search: SegmentSearch;
  /** The first that is named is the planted one. */
  readonly found: boolean;
}

const FEATURES = 12;
/** The planted value: the first of the first feature. */
const PLANTED_SHARE = 0.2;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Twelve features of four to eight values, four of which the score follows, and outcomes as the scores say. */
function simulate(n: number, fault: Fault, random: Random) {
  const scores = new Float64Array(n);
  const labels = new Uint8Array(n);
  const columns: GroupedColumn[] = Array.from({ length: FEATURES }, (_, f) => ({
    groups: new Int32Array(n),
    size: 4 + (f % 5),
    declared: f < 2,
  }));
  for (let row = 0; row < n; row++) {
    let logit = -0.6 + 0.7 * random.normal();
    columns.forEach(({ groups, size }, f) => {
      const planted = f === 0 && random.uniform() < PLANTED_SHARE;
      const group = f === 0 ? (planted ? 0 : 1 + random.below(size - 1)) : random.below(size);
      groups[row] = group;
      if (f % 3 === 0 && f > 0) logit += 0.5 * (group / (size - 1) - 0.5);
    });
    const isPlanted = columns[0]?.groups[row] === 0;
    const score = sigmoid(logit);
    scores[row] = score;
    let chance = score;
    if (isPlanted && fault === 'fewer-engage') chance = sigmoid(logit - 0.7);
    if (isPlanted && fault === 'not-ranked') chance = sigmoid(-0.6);
    labels[row] = random.uniform() < chance ? 1 : 0;
  }
  return { scores, labels, columns };
}

/** The leads that were contacted: the first `n` by score. */
function contacted({ scores, labels, columns }: ReturnType<typeof simulate>, n: number) {
  const rows = Array.from(scores.keys())
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
    .slice(0, n)
    .sort((a, b) => a - b);
  const of = (values: ArrayLike<number>): number[] => rows.map((row) => values[row] ?? 0);
  return {
    scores: Float64Array.from(of(scores)),
    labels: Uint8Array.from(of(labels)),
    columns: columns.map((column) => ({ ...column, groups: Int32Array.from(of(column.groups)) })),
  };
}

interface TrialOptions extends Partial<SearchOptions> {
  /** Leads with an outcome. Default 6,000. */
  readonly n?: number;
  /** Share of all leads that was contacted, those with the highest scores. Default all. */
  readonly share?: number;
}

export function segmentTrial(
  seed: number,
  fault: Fault,
  { n = 6_000, share = 1, ...options }: TrialOptions = {},
): SegmentTrial {
  const all = simulate(Math.round(n / share), fault, seededRandom(seed));
  const { scores, labels, columns } = share < 1 ? contacted(all, n) : all;
  const candidates = candidateSegments(scores, columns);
  const search = weakestSegments(
    scores,
    labels,
    candidates.map(({ rows }) => rows),
    options,
  );
  const first = search.weakest[0];
  const where = first === undefined ? [] : (candidates[first.segment]?.where ?? []);
  const found = where.length === 1 && where[0]?.column === 0 && where[0].group === 0;
  return { candidates, search, found };
}
