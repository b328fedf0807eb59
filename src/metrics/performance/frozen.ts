import type { FrozenBaseline } from '../../report/schema/frozen-baseline.ts';
import type { LabelledScores } from '../../stats/performance/chance-rule.ts';
import { isoTime } from '../../wording/time.ts';

/** What earlier reports froze, by model version, and where this one puts what it freezes. */
export interface Baselines {
  read(version: string): FrozenBaseline | 'absent' | 'damaged';
  keep(version: string, baseline: FrozenBaseline): void;
}

interface Group {
  score: number;
  n: number;
  positives: number;
}

/**
 * Rows of neighbouring scores as groups of at least `size`, each with its mean score; the rows on either side of the
 * threshold are never mixed but where one side holds fewer. What ranks and decides is left as it was: among so small groups
 * the AUC loses what it has between neighbours, a part of 1/groups.
 */
export function groupedRows({ scores, labels }: LabelledScores, size: number, threshold: number): Group[] {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  const groups: (Group & { readonly high: boolean })[] = [];
  for (const i of order) {
    const score = scores[i] ?? 0;
    const high = score > threshold;
    let group = groups.at(-1);
    if (group === undefined || group.n >= size || group.high !== high) {
      group = { score: 0, n: 0, positives: 0, high };
      groups.push(group);
    }
    group.score += score;
    group.n++;
    group.positives += labels[i] ?? 0;
  }
  // A remainder joins its neighbour, of its own side where there is one.
  for (let i = groups.length - 1; i >= 0 && groups.length > 1; i--) {
    const group = groups[i];
    if (group === undefined || group.n >= size) continue;
    const near = groups[i - 1]?.high === group.high ? i - 1 : i + 1;
    const other = groups[near] ?? groups[i - 1];
    if (other === undefined) continue;
    other.score += group.score;
    other.n += group.n;
    other.positives += group.positives;
    groups.splice(i, 1);
  }
  return groups.map(({ score, n, positives }) => ({ score: score / n, n, positives }));
}

/** One row for each lead again. */
export function rowsOf(groups: readonly Readonly<Group>[]): LabelledScores {
  const scores: number[] = [];
  const labels: number[] = [];
  for (const { score, n, positives } of groups) {
    for (let i = 0; i < n; i++) {
      scores.push(score);
      labels.push(i < positives ? 1 : 0);
    }
  }
  return { scores, labels };
}

export const frozenOf = (groups: readonly Group[], until: number): FrozenBaseline => ({
  schemaVersion: 1,
  until: isoTime(until),
  rows: [...groups],
});
