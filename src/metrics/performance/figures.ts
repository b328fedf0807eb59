import type { TimeRange } from '../../ingest/store.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import { type CalibrationMap, calibrate } from '../../stats/performance/calibration-map.ts';
import type { LabelledScores } from '../../stats/performance/chance-rule.ts';
import {
  type MainFigures,
  mainFigures,
  type PerformanceFigures,
  performanceFigures,
} from '../../stats/performance/performance-figures.ts';
import type { Estimate } from '../../stats/performance/scored-rows.ts';
import { isoTime } from '../../wording/time.ts';

export type Figures = NonNullable<PerformanceSection['realised']>;
type Short = NonNullable<PerformanceSection['windows'][number]['realised']>;

/** What a score counts for; null where every row counts alike. */
export type ScoreWeight = ((score: number) => number) | null;

const weighted = (scores: readonly number[], weight: ScoreWeight) =>
  weight === null ? {} : { weights: scores.map(weight) };

/** Figures of outcomes that are known. */
export const realisedFigures = (
  { scores, labels }: LabelledScores,
  threshold: number,
  weight: ScoreWeight = null,
): PerformanceFigures | null =>
  performanceFigures({ scores, labels, ...weighted(scores, weight) }, { threshold, source: 'outcomes' }) ??
  null;

/**
 * Figures that the scores are expected to show (CBPE).
 * @param counts how many leads have each score; default one each.
 */
export const estimatedFigures = (
  scores: readonly number[],
  map: CalibrationMap,
  threshold: number,
  weight: ScoreWeight = null,
  counts: readonly number[] | null = null,
): PerformanceFigures | null =>
  performanceFigures(
    {
      scores,
      labels: scores.map((score) => calibrate(map, score)),
      ...weighted(scores, weight),
      ...(counts === null ? {} : { counts }),
    },
    { threshold, source: 'labels' },
  ) ?? null;

/** ROC AUC and accuracy of outcomes that are known. */
export const realisedMain = (
  { scores, labels }: LabelledScores,
  threshold: number,
  weight: ScoreWeight = null,
): MainFigures | null =>
  mainFigures({ scores, labels, ...weighted(scores, weight) }, { threshold, source: 'outcomes' }) ?? null;

/** ROC AUC and accuracy that the scores are expected to show. */
export const estimatedMain = (
  scores: readonly number[],
  map: CalibrationMap,
  threshold: number,
  weight: ScoreWeight = null,
): MainFigures | null =>
  mainFigures(
    { scores, labels: scores.map((score) => calibrate(map, score)), ...weighted(scores, weight) },
    { threshold, source: 'labels' },
  ) ?? null;

const estimate = (given: Estimate | null): Figures['rocAuc'] =>
  given === null ? null : { value: given.value, interval: [given.interval[0], given.interval[1]] };

/** For the report. */
export function shown(figures: PerformanceFigures | null, window: TimeRange | null): Figures | null {
  if (figures === null) return null;
  return {
    window: window === null ? null : { start: isoTime(window.start), end: isoTime(window.end) },
    n: figures.n,
    effectiveN: figures.effectiveN,
    positives: figures.positives,
    rocAuc: estimate(figures.rocAuc),
    averagePrecision: estimate(figures.averagePrecision),
    accuracy: estimate(figures.accuracy),
    precision: estimate(figures.precision),
    recall: estimate(figures.recall),
    f1: estimate(figures.f1),
    brier: estimate(figures.brier),
    logLoss: estimate(figures.logLoss),
    ece: estimate(figures.ece),
    rateRatio: estimate(figures.rateRatio),
  };
}

export const shownShort = (figures: MainFigures | null): Short | null =>
  figures === null ? null : { rocAuc: estimate(figures.rocAuc), accuracy: estimate(figures.accuracy) };
