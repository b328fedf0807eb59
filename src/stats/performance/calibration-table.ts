import { wilsonInterval } from '../distributions/wilson.ts';

const BINS = 10;

/** One row of a calibration table: what was foretold and what came. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly meanScore: number;
  /** Share of positive outcomes with its Wilson interval. */
  readonly observed: number;
  readonly interval: readonly [number, number];
}

/**
 * Ten bins of equal width over the scores from 0 to 1; empty ones are left out.
 *
 * @param fewest rows that a bin should have; one with fewer is joined with the next.
 */
export function calibrationTable(
  scores: readonly number[],
  labels: readonly number[],
  fewest = 1,
): readonly CalibrationBin[] {
  const bins = Array.from(
    { length: BINS },
    (_, i): Bin => ({ from: i, to: i + 1, n: 0, score: 0, positives: 0 }),
  );
  scores.forEach((score, i) => {
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.floor(score * BINS)))];
    if (bin === undefined) return;
    bin.n++;
    bin.score += score;
    bin.positives += labels[i] ?? 0;
  });
  return joined(bins, fewest).map(({ from, to, n, score, positives }) => ({
    from: from / BINS,
    to: to / BINS,
    n,
    meanScore: score / n,
    observed: positives / n,
    interval: wilsonInterval(positives, n),
  }));
}

interface Bin {
  readonly from: number;
  to: number;
  n: number;
  score: number;
  positives: number;
}

function joined(bins: readonly Bin[], fewest: number): readonly Bin[] {
  const groups: Bin[] = [];
  for (const bin of bins) {
    if (bin.n === 0) continue;
    const last = groups.at(-1);
    if (last !== undefined && last.n < fewest) add(last, bin);
    else groups.push(bin);
  }
  // What is left at the end belongs to the group before it.
  const [before, end] = [groups.at(-2), groups.at(-1)];
  if (before === undefined || end === undefined || end.n >= fewest) return groups;
  add(before, end);
  return groups.slice(0, -1);
}

function add(group: Bin, { to, n, score, positives }: Bin): void {
  group.to = to;
  group.n += n;
  group.score += score;
  group.positives += positives;
}
