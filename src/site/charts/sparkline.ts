import type { RunSummary } from '../../report/summary.ts';
import type { SparkSource } from '../views/figures.ts';
import { reportsBetween, usualStep } from '../views/report-times.ts';
import { linearScale } from './scale.ts';

/** Stretched to their place; large enough for whole coordinates. */
export const SPARK_WIDTH = 200;
export const SPARK_HEIGHT = 60;

export interface Sparkline {
  readonly path: string;
  readonly band: { readonly y: number; readonly height: number } | null;
  readonly last: { readonly x: number; readonly y: number } | null;
  readonly label: string;
}

const REPORTS = 30;
const { round } = Math;

/**
 * Sparkline of the reports up to one, over the time that thirty of them usually take. Reports without a value break the line. Null where
 * there are fewer than two values.
 * @param runs newest first.
 */
export function sparkline(runs: readonly RunSummary[], until: string, source: SparkSource): Sparkline | null {
  const end = Date.parse(until);
  const recent = reportsBetween(runs, end - REPORTS * usualStep(runs.slice(0, REPORTS)), end).toReversed();
  const known = recent.flatMap((run) => {
    const value = source.value(run);
    return value === null ? [] : [value];
  });
  if (known.length < 2) return null;
  const bounds = [
    ...known,
    ...(source.min === null ? [] : [source.min]),
    ...(source.max === null ? [] : [source.max]),
  ];
  const low = Math.min(...bounds);
  const high = Math.max(...bounds);
  const pad = (high - low || 1) * 0.08;
  const y = linearScale([low - pad, high + pad], [SPARK_HEIGHT, 0]);
  const first = Date.parse(recent[0]?.generatedAt ?? until);
  const x = linearScale([first, end], [3, SPARK_WIDTH - 5]);
  return {
    ...linePath(
      recent,
      source,
      (at) => round(x(at)),
      (value) => round(y(value)),
    ),
    band: source.min === null && source.max === null ? null : bandOf(source, (value) => round(y(value))),
    label: `${known.length} reports`,
  };
}

function bandOf(source: SparkSource, y: (value: number) => number): Sparkline['band'] {
  const top = source.max === null ? 0 : y(source.max);
  const bottom = source.min === null ? SPARK_HEIGHT : y(source.min);
  return { y: top, height: round(Math.max(0, bottom - top)) };
}

function linePath(
  runs: readonly RunSummary[],
  source: SparkSource,
  x: (at: number) => number,
  y: (value: number) => number,
): Pick<Sparkline, 'path' | 'last'> {
  const step = usualStep(runs.toReversed());
  let path = '';
  let previous: number | null = null;
  let last: Sparkline['last'] = null;
  for (const run of runs) {
    const at = Date.parse(run.generatedAt);
    const value = source.value(run);
    if (value === null) {
      previous = null;
      continue;
    }
    const joined = previous !== null && at - previous < 1.6 * step;
    last = { x: x(at), y: y(value) };
    path += joined ? `L${last.x},${last.y}` : `M${last.x},${last.y}h0`;
    previous = at;
  }
  return { path, last };
}
