import type { Feature } from '../../report/schema/report.ts';
import type { RunSummary } from '../../report/summary.ts';
import { MINI_HEIGHT } from '../charts/mini-distribution.ts';

export const TREND_WIDTH = 200;
const MAX_REPORTS = 60;
const MAX_ROWS = 40;

interface FeatureTrend {
  readonly name: string;
  readonly slug: string;
  readonly status: Feature['status'];
  readonly effect: number | null;
  readonly drifted: number;
  readonly known: number;
  readonly line: string;
  readonly ticks: string;
}

/** History of the newest report's features, most often drifted first. @param runs newest first. */
export function featureTrends(runs: readonly RunSummary[]): { runs: number; rows: FeatureTrend[] } {
  const shown = runs.slice(0, MAX_REPORTS).toReversed();
  const newest = runs[0];
  if (newest === undefined || shown.length < 2) return { runs: shown.length, rows: [] };
  const bySlug = shown.map((run) => new Map(run.features.map((feature) => [feature.slug, feature])));
  const rows = newest.features.map((feature) => {
    const history = bySlug.map((run) => run.get(feature.slug));
    const drifted = history.filter((entry) => entry?.status === 'drifted').length;
    const known = history.filter((entry) => entry?.status === 'drifted' || entry?.status === 'stable').length;
    return {
      name: feature.name,
      slug: feature.slug,
      status: feature.status,
      effect: feature.effect,
      drifted,
      known,
      ...paths(history),
    };
  });
  return {
    runs: shown.length,
    rows: rows
      .toSorted((a, b) => b.drifted - a.drifted || (b.effect ?? -1) - (a.effect ?? -1))
      .slice(0, MAX_ROWS),
  };
}

type Entry = RunSummary['features'][number] | undefined;

function paths(history: readonly Entry[]): { line: string; ticks: string } {
  const top = history.reduce((a, entry) => Math.max(a, entry?.effect ?? 0), 0.2);
  const x = (index: number): number => Math.round(((index + 0.5) / history.length) * TREND_WIDTH * 10) / 10;
  let line = '';
  let open = false;
  let ticks = '';
  history.forEach((entry, index) => {
    const effect = entry?.effect ?? null;
    if (effect !== null) {
      const y = Math.round((1 - effect / top) * (MINI_HEIGHT - 7) + 1);
      line += open ? `L${x(index)},${y}` : `M${x(index)},${y}h.1`;
    }
    open = effect !== null;
    if (entry?.status === 'drifted') ticks += `M${x(index)},${MINI_HEIGHT - 3}v3`;
  });
  return { line, ticks };
}
