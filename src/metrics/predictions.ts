import type { PredictionRow } from '../ingest/store.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { publicVersion } from '../wording/public-name.ts';
import { significant } from '../wording/sentence-numbers.ts';
import { labelNames } from './label-names.ts';
import { coarseTime } from './privacy/coarse-time.ts';
import { emptyReason } from './scores.ts';
import type { MetricsContext } from './window.ts';

/**
 * Predictions section: the newest predictions, and as many for each filter preset. Inputs are never included. (Guide
 * 2.5)
 */
export async function predictionsSection({
  store,
  policy,
  window,
}: MetricsContext): Promise<Report['predictions']> {
  const { shown, highConfidence, uncertain } = policy.predictions;
  const range = window.predictions;
  const [newest, confident, unsure, quality, labels, versions] = await Promise.all([
    store.newestPredictions(range, shown),
    store.newestPredictions(range, shown, { min: justAbove(highConfidence.min), max: highConfidence.max }),
    store.newestPredictions(range, shown, uncertain),
    store.quality('predictions'),
    store.labels(range),
    store.versions(range),
  ]);
  const common = new Set(
    versions.filter(({ leads }) => leads >= policy.privacy.k).map(({ version }) => version),
  );
  const versionOf = (version: string | null): string | null => {
    if (!policy.privacy.modelVersions || version === null) return null;
    return common.has(version) ? publicVersion(version) : '(other)';
  };
  const labelOf = labelNames(labels, policy);
  const rows = mergeRows([newest, confident, unsure]);
  return {
    rows: rows.map((row) => ({
      time: shownTime(row.time, policy.privacy.predictionTimes),
      score: row.score,
      label: labelOf(row.label),
      inferenceMs: row.inferenceMs,
      modelVersion: versionOf(row.modelVersion),
    })),
    shown,
    presets: [
      {
        id: 'high-confidence',
        label: `High confidence (> ${significant(highConfidence.min)})`,
        ...highConfidence,
      },
      {
        id: 'uncertain',
        label: `Uncertain (${significant(uncertain.min)}–${significant(uncertain.max)})`,
        ...uncertain,
      },
    ],
    reason: emptyReason(rows.length, quality.present),
  };
}

const shownTime = (time: number, how: Policy['privacy']['predictionTimes']): string | null =>
  how === 'hidden' ? null : coarseTime(time, how);

/** The next larger double, to express `score > min` as a closed range. */
const justAbove = (min: number): number => min + Math.max(Number.MIN_VALUE, min * Number.EPSILON);

/**
 * Merges lists, newest first. A row in several lists counts once; equal rows within one list are different
 * predictions.
 */
export function mergeRows(lists: readonly (readonly PredictionRow[])[]): PredictionRow[] {
  const kept = new Map<string, PredictionRow[]>();
  for (const list of lists) {
    const here = Map.groupBy(list, (row) =>
      JSON.stringify([row.time, row.score, row.label, row.inferenceMs, row.modelVersion]),
    );
    for (const [key, rows] of here) {
      if (rows.length > (kept.get(key)?.length ?? 0)) kept.set(key, rows);
    }
  }
  return [...kept.values()].flat().sort((a, b) => b.time - a.time || b.score - a.score);
}
