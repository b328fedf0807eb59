import type { Feature } from '../../report/schema/report.ts';
import { leadsOf } from './categories.ts';
import { shareOf, shares } from './shares.ts';

export const MINI_WIDTH = 96;
export const MINI_HEIGHT = 28;
const MAX_BARS = 8;

/** Thumbnail of both distributions on one scale: production filled, reference as an outline. */
export interface MiniDistribution {
  readonly production: string;
  readonly reference: string;
}

/** Draws the bins of a numeric feature or the most changed categories; null where there are none. */
export function miniDistribution(feature: Feature): MiniDistribution | null {
  const { distribution } = feature;
  if (distribution.kind === 'none') return null;
  if (distribution.kind === 'histogram')
    return draw(shares(distribution.reference), shares(distribution.production), 0);
  const shown = distribution.categories.slice(0, MAX_BARS);
  const leads = leadsOf(distribution);
  return draw(
    shown.map((c) => shareOf(c.reference, leads.reference)),
    shown.map((c) => shareOf(c.production, leads.production)),
    0.18,
  );
}

/** @param gap space between bars as a share of their width: above 0 for categories, 0 for bins. */
function draw(
  reference: readonly (number | null)[],
  production: readonly (number | null)[],
  gap: number,
): MiniDistribution | null {
  const top = [...reference, ...production].reduce<number>((a, b) => Math.max(a, b ?? 0), 0);
  if (top === 0) return null;
  const width = MINI_WIDTH / Math.max(reference.length, production.length);
  const height = (value: number | null): number => Math.round(((value ?? 0) / top) * (MINI_HEIGHT - 1));
  const bars = (values: readonly (number | null)[]): string =>
    values
      .map((value, i) =>
        height(value) === 0
          ? ''
          : `M${r(i * width)},${MINI_HEIGHT}v-${height(value)}h${r(width * (1 - gap))}v${height(value)}z`,
      )
      .join('');
  const outline = (values: readonly (number | null)[]): string =>
    gap > 0
      ? values
          .map((value, i) => `M${r(i * width)},${MINI_HEIGHT - height(value)}h${r(width * (1 - gap))}`)
          .join('')
      : `M0,${MINI_HEIGHT}${values.map((value, i) => `V${MINI_HEIGHT - height(value)}H${r((i + 1) * width)}`).join('')}`;
  return { production: bars(production), reference: outline(reference) };
}

const r = (value: number): number => Math.round(value * 10) / 10;
