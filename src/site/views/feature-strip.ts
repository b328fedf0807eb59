import type { DriftStatus } from '../../report/schema/drift.ts';
import type { RunSummary } from '../../report/summary.ts';
import { formatNumber, formatShortDay, plural } from '../../wording/format.ts';
import { DRIFT_LOOK } from '../../wording/status.ts';
import { isNewVersion, reportsUntil } from './report-times.ts';

const MAX_REPORTS = 30;
export const STRIP_HEIGHT = 60;

/** A feature in one report. */
export interface FeatureReport {
  readonly id: string;
  readonly status: DriftStatus;
  readonly day: string;
  readonly effect: number | null;
  /** Height of its effect, at most `STRIP_HEIGHT`. */
  readonly height: number;
  /** "18 Feb: Drifted, effect 0.24". */
  readonly words: string;
  readonly isNewVersion: boolean;
}

/** "Drifted in 8 of 30 reports since 22 Jan, at most 0.42; newest at the right." */
export function stripWords(strip: readonly FeatureReport[]): string {
  const drifted = strip.filter(({ status }) => status === 'drifted').length;
  const sizes = strip.flatMap(({ effect }) => effect ?? []);
  const most = sizes.length === 0 ? '' : `, at most ${formatNumber(Math.max(...sizes))}`;
  return `Drifted in ${drifted} of ${plural(strip.length, 'report')} since ${strip.at(-1)?.day ?? ''}${most}; newest at the right.`;
}

/**
 * The size of a feature's shift in the reports up to one, newest first; empty with fewer than two.
 * @param runs newest first.
 */
export function featureStrip(runs: readonly RunSummary[], slug: string, until: string): FeatureReport[] {
  const shown = reportsUntil(runs, until).slice(0, MAX_REPORTS);
  const found = shown.flatMap((run, i) => {
    const feature = run.features.find((candidate) => candidate.slug === slug);
    return feature === undefined ? [] : [{ run, feature, before: shown[i + 1] }];
  });
  if (found.length < 2) return [];
  const top = found.reduce((largest, { feature }) => Math.max(largest, feature.effect ?? 0), 0.2);
  return found.map(({ run, feature, before }) => ({
    id: run.id,
    status: feature.status,
    day: formatShortDay(run.generatedAt),
    effect: feature.effect,
    height: Math.max(3, Math.round(((feature.effect ?? 0) / top) * STRIP_HEIGHT)),
    words: `${formatShortDay(run.generatedAt)}: ${DRIFT_LOOK[feature.status].word}${feature.effect === null ? '' : `, effect ${formatNumber(feature.effect)}`}`,
    isNewVersion: isNewVersion(run, before),
  }));
}
