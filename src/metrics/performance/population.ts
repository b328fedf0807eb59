import type { PerformanceSection } from '../../report/schema/performance.ts';
import { labelledByScore, labelledShare, sortedScores } from '../../stats/performance/selection.ts';
import type { Lead } from './leads.ts';

/** With this share of every decile labelled, the labelled leads stand for all. */
const WHOLE_FROM = 0.8;
const DECILES = 10;

export interface Population {
  readonly population: PerformanceSection['population'];
  readonly labelledByScore: PerformanceSection['labelledByScore'];
  /** What a lead of a score counts for among the labelled ones; null where all do alike. */
  readonly weight: ((score: number) => number) | null;
}

/** Which of the mature leads have an outcome, and whether that depends on their score. */
export function populationOf(mature: readonly Lead[], k: number): Population {
  const scores = mature.map(({ score }) => score);
  const labelled = mature.map(({ label }) => label !== null);
  const sorted = sortedScores(scores, labelled);
  const deciles = labelledByScore(sorted, DECILES);
  const whole = deciles.every((decile) => decile.labelled >= WHOLE_FROM * decile.n);
  return {
    population: whole ? 'all' : 'contacted',
    labelledByScore: deciles
      .filter(({ n }) => n >= k)
      .map(({ from, n, labelled: known }) => ({
        from: Math.floor(from * 100) / 100,
        n,
        labelled: known > 0 && known < k ? null : known,
      })),
    weight: whole ? null : labelledShare(sorted),
  };
}
