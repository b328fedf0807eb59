import type { ReferenceData } from '../../ingest/sources/tables.ts';
import type { ReferenceScores } from '../../model/reference-scores.ts';
import type { LabelledScores } from '../../stats/performance/chance-rule.ts';

/** Reference rows that have both a score and an outcome; null where there are none. */
export function referenceLabels(reference: ReferenceData, scores: ReferenceScores): LabelledScores | null {
  const { outcomes } = reference;
  if (outcomes === null || scores.source === 'none') return null;
  // Missing cells of a score column are gone from the values, so rows are matched on the column itself.
  const values = scores.source === 'reference-column' ? reference.scores : scores.values;
  if (values === null || values.length !== outcomes.length) return null;
  const rows = values.flatMap((score, i) => {
    const engaged = outcomes[i];
    return score === null || !Number.isFinite(score) || engaged === null || engaged === undefined
      ? []
      : [{ score, label: engaged ? 1 : 0 }];
  });
  return rows.length === 0
    ? null
    : { scores: rows.map((row) => row.score), labels: rows.map((row) => row.label) };
}
