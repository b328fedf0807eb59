import type { Attribution } from '../../report/schema/attribution.ts';
import type { Feature } from '../../report/schema/report.ts';
import { Z_95 } from '../../stats/distributions/normal.ts';
import { publicName } from '../../wording/public-name.ts';
import type { KRule } from '../privacy/k-rule.ts';
import type { Sides } from './explain.ts';
import { scoreByValue } from './score-by-value.ts';
import type { GroupChange, Player } from './split.ts';

/** Features whose mean score by value is given. */
const MAX_VALUES = 20;

function meanAndVariance(values: readonly number[]): { mean: number; error: number } {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: squares / Math.max(1, n - 1) / n };
}

/** Change of the mean score of the sampled rows with its 95 % interval. */
export function totalChange({ reference, production }: Sides): {
  total: number;
  totalInterval: [number, number];
} {
  const before = meanAndVariance(reference.scores);
  const now = meanAndVariance(production.scores);
  const total = now.mean - before.mean;
  const half = Z_95 * Math.sqrt(before.error + now.error);
  return { total, totalInterval: [total - half, total + half] };
}

/** The features' parts of the change, the largest first, what they leave, and the mean score by value. */
export function describedChanges(
  changes: readonly GroupChange[],
  players: readonly Player[],
  byName: ReadonlyMap<string, Feature>,
  sides: Sides,
  { base, rule }: { base: Attribution; rule: KRule },
): Pick<Attribution, 'rows' | 'rest' | 'values'> {
  const shownName = (i: number): string => publicName(players[i]?.name ?? '');
  const sorted = changes.toSorted(
    (a, b) =>
      Math.abs(b.contribution) - Math.abs(a.contribution) ||
      (shownName(a.players[0] ?? 0) < shownName(b.players[0] ?? 0) ? -1 : 1),
  );
  const rows = sorted.map(({ players: group, contribution, interval: [low, high] }) => {
    const [feature = '', ...others] = group.map(shownName);
    return { feature, with: others, contribution, interval: [low, high] as [number, number] };
  });
  const explained = rows.reduce((sum, { contribution }) => sum + contribution, 0);
  const values = sorted
    .flatMap(({ players: group }) => group)
    .slice(0, MAX_VALUES)
    .flatMap((i) => {
      const feature = byName.get(shownName(i));
      const points = feature === undefined ? [] : scoreByValue(feature, i, sides, rule);
      return points.length === 0 ? [] : [{ feature: shownName(i), points }];
    });
  return { rows, rest: (base.total ?? 0) - explained, values };
}
