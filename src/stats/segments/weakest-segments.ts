import { seededRandom } from '../distributions/random.ts';
import { ascending } from '../performance/score-groups.ts';
import {
  meanAndDeviation,
  permutedFigures,
  type SegmentFigures,
  segmentFigures,
} from './permuted-figures.ts';

/**
 * A part of the labelled leads on which the scores are further off than on leads with the same scores. All figures are of its
 * leads that are in none of the segments named before it.
 */
export interface WeakSegment {
  /** Place in the list that was searched. */
  readonly segment: number;
  /** What is off: how many engaged, or how well they are ranked. */
  readonly figure: 'rate' | 'rocAuc';
  readonly n: number;
  readonly positives: number;
  /** Mean score. */
  readonly predicted: number;
  readonly realised: number;
  /** What leads with the same scores show. */
  readonly expected: number;
  /** Realised less expected. */
  readonly gap: number;
  /** Of the largest deviation of all segments that were searched. */
  readonly p: number;
}

export interface SearchOptions {
  /** Fewest leads of a segment, and of either label in it. */
  readonly fewest: number;
  readonly fewestOfEach: number;
  /** Smallest gap that is named. */
  readonly gap: number;
  /** Chance that any segment is named where none is off. */
  readonly alpha: number;
  readonly permutations: number;
  /** Most segments that are named. */
  readonly most: number;
  readonly seed: number;
}

export const SEARCH_OPTIONS: SearchOptions = {
  fewest: 50,
  fewestOfEach: 10,
  gap: 0.05,
  alpha: 0.05,
  permutations: 999,
  most: 5,
  seed: 16,
};

/** Permutations after which a search is given up where the smallest p is so many times alpha. */
const FIRST_LOOK = 199;
const GIVE_UP = 4;

export interface SegmentSearch {
  /** Segments with enough leads of either label. */
  readonly tested: number;
  readonly weakest: readonly WeakSegment[];
}

/**
 * The segments whose rate of positives or ROC AUC is off, given the scores of their leads: a low AUC may only be the narrow
 * range of a segment's scores, and a low rate that its leads score low.
 *
 * Labels are permuted among leads of neighbouring scores, ten at a time. That keeps the scores of
 * each segment and what a score means over all, and breaks what a segment adds to it. A segment's figure is compared with its
 * mean over the permutations in their standard deviations, a rate on both sides, an AUC below; its p-value is that of the
 * largest of all segments and figures (max-T, family-wise). Once one is named its leads are left out and the rest is searched
 * again, so that what only overlaps with it is not named too.
 *
 * Source: P. H. Westfall and S. S. Young, "Resampling-Based Multiple Testing" (1993), single-step max-T.
 *
 * @param segments rows of each.
 */
export function weakestSegments(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  segments: readonly ArrayLike<number>[],
  options: Partial<SearchOptions> = {},
): SegmentSearch {
  const all = { ...SEARCH_OPTIONS, ...options };
  const left = new Uint8Array(scores.length).fill(1);
  const weakest: WeakSegment[] = [];
  let tested = 0;
  for (let round = 0; round < all.most; round++) {
    const { found, searched } = searchOnce(scores, labels, segments, left, {
      ...all,
      seed: all.seed + round,
    });
    if (round === 0) tested = searched;
    if (found === null) break;
    weakest.push(found);
    const rows = segments[found.segment] ?? [];
    for (let i = 0; i < rows.length; i++) left[rows[i] ?? 0] = 0;
  }
  return { tested, weakest };
}

function searchOnce(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  segments: readonly ArrayLike<number>[],
  left: Uint8Array,
  options: SearchOptions,
): { readonly found: WeakSegment | null; readonly searched: number } {
  const order = ascending(scores).filter((row) => left[row] === 1);
  const place = new Int32Array(scores.length).fill(-1);
  order.forEach((row, at) => {
    place[row] = at;
  });
  const sorted = Float64Array.from(order, (row) => scores[row] ?? 0);
  const known = Uint8Array.from(order, (row) => labels[row] ?? 0);
  const eligible = segments.flatMap((rows, segment) => {
    const places = Uint32Array.from(
      Array.from(rows, (row) => place[row] ?? -1).filter((at) => at >= 0),
    ).sort();
    const figures = segmentFigures(sorted, places);
    const positives = places.reduce((sum, at) => sum + (known[at] ?? 0), 0);
    const ofEach = Math.min(positives, places.length - positives);
    return places.length >= options.fewest && ofEach >= options.fewestOfEach
      ? [{ segment, figures, positives }]
      : [];
  });
  if (eligible.length === 0) return { found: null, searched: 0 };
  const searched = eligible.length;
  // With so large a p after a fifth of the permutations all of them would not bring it below alpha.
  if (options.permutations > FIRST_LOOK) {
    const { p } = farthest(sorted, known, eligible, { ...options, permutations: FIRST_LOOK });
    if (p > GIVE_UP * options.alpha) return { found: null, searched };
  }
  const { found, p } = farthest(sorted, known, eligible, options);
  return { found: p > options.alpha ? null : found, searched };
}

interface Eligible {
  readonly segment: number;
  readonly figures: SegmentFigures;
  readonly positives: number;
}

/** Whichever segment deviates most, with a gap that is large enough, and its p; 1 where none has such a gap. */
function farthest(
  sorted: Float64Array,
  known: Uint8Array,
  eligible: readonly Eligible[],
  { permutations, seed, gap: smallest }: SearchOptions,
): { readonly found: WeakSegment | null; readonly p: number } {
  const parts: SegmentFigures[] = eligible.map(({ figures }) => figures);
  const draws = permutedFigures(known, parts, permutations, seededRandom(seed));
  const size = 2 * parts.length;
  // What was observed counts as one of the draws, so that all are alike where no segment is off.
  const usual = meanAndDeviation(draws, size);
  // Figures stand in pairs: rate, AUC. Only an AUC that is lower than it should be is a weakness.
  const deviation = (value: number, f: number): number => {
    const { mean, deviation: spread } = usual[f] ?? { mean: 0, deviation: 0 };
    if (!(spread > 1e-12)) return 0;
    const z = (value - mean) / spread;
    return f % 2 === 0 ? Math.abs(z) : -z;
  };
  const largest = Float64Array.from({ length: 1 + permutations }, (_, b) => {
    let most = 0;
    for (let f = 0; f < size; f++) most = Math.max(most, deviation(draws[b * size + f] ?? 0, f));
    return most;
  });
  let found: WeakSegment | null = null;
  let most = 0;
  for (let f = 0; f < size; f++) {
    const candidate = eligible[f >> 1];
    const realised = draws[f] ?? 0;
    const expected = usual[f]?.mean ?? 0;
    const t = deviation(realised, f);
    if (candidate === undefined || t <= most || Math.abs(realised - expected) < smallest) continue;
    most = t;
    found = {
      segment: candidate.segment,
      figure: f % 2 === 0 ? 'rate' : 'rocAuc',
      n: candidate.figures.places.length,
      positives: candidate.positives,
      predicted: meanAt(sorted, candidate.figures.places),
      realised,
      expected,
      gap: realised - expected,
      p: largest.reduce((n, value) => n + (value >= t ? 1 : 0), 0) / largest.length,
    };
  }
  return { found, p: found?.p ?? 1 };
}

const meanAt = (values: Float64Array, places: Uint32Array): number =>
  places.reduce((sum, at) => sum + (values[at] ?? 0), 0) / places.length;
