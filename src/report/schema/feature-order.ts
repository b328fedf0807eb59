import { effectRank } from '../../stats/effect.ts';
import type { Feature } from './report.ts';

const STATUS_ORDER: Readonly<Record<Feature['status'], number>> = {
  drifted: 0,
  stable: 1,
  'not-enough-data': 2,
  'not-applicable': 3,
};

/** Sort order of features: drifted ones first, the largest shift first, not the smallest p. */
export const bySize = (a: Feature, b: Feature): number =>
  STATUS_ORDER[a.status] - STATUS_ORDER[b.status] ||
  effectRank(b.effect) - effectRank(a.effect) ||
  (a.p ?? 2) - (b.p ?? 2) ||
  (a.slug < b.slug ? -1 : 1);
