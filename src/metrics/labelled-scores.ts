import type { OutcomeData, ReferenceData } from '../ingest/sources/tables.ts';
import type { ReferenceScores } from '../model/reference-scores.ts';
import { tableTotals } from '../stats/tables/joint-table.ts';
import { BEFORE_ALL, DAY_MS } from '../wording/time.ts';
import type { LabelledScores } from './performance.ts';
import type { MetricsContext } from './window.ts';

/** Most production scores that an estimate reads; beyond them it takes evenly spaced ranks. */
const MOST_SCORES = 5_000;

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

/** Until when an outcome may have been foretold. One that is dated only, at midnight, was of some time of that day. */
export const knownBy = (time: number): number => (time % DAY_MS === 0 ? time + DAY_MS : time);

/** A lead's score with what became of it: 1 engaged, 0 not. `time` is the outcome's, epoch milliseconds. */
export interface JoinedRow {
  readonly score: number;
  readonly label: number;
  readonly time: number;
}

export interface JoinedOutcomes {
  readonly rows: readonly JoinedRow[];
  /** Scores of all leads that carry a key, with an outcome or without. */
  readonly leads: readonly number[];
}

/**
 * Outcomes joined with the first prediction of their lead by the newest version that scored it: a later one may know of
 * the outcome. A prediction made after the outcome did not foretell it; the newest outcome of a lead counts.
 */
export async function joinOutcomes(
  { store, now }: Pick<MetricsContext, 'store' | 'now'>,
  data: OutcomeData,
): Promise<JoinedOutcomes> {
  if (data.keyColumn === null) return { rows: [], leads: [] };
  const newest = new Map<string, { readonly time: number; readonly engaged: boolean }>();
  for (const row of data.outcomes) {
    if (row.key === null || row.time > now) continue;
    const known = newest.get(row.key);
    if (known === undefined || row.time >= known.time) newest.set(row.key, row);
  }
  const scored = await store.firstScores(data.keyColumn, { start: BEFORE_ALL, end: now });
  const latest = new Map(scored.map((row) => [row.key, row]));
  for (const row of scored) {
    const outcome = newest.get(row.key);
    if (outcome !== undefined && row.time <= knownBy(outcome.time)) latest.set(row.key, row);
  }
  const predictions = [...latest.values()];
  const rows = predictions.flatMap(({ key, time, score }) => {
    const outcome = newest.get(key);
    return outcome === undefined || time > knownBy(outcome.time)
      ? []
      : [{ score, label: outcome.engaged ? 1 : 0, time: outcome.time }];
  });
  return { rows, leads: predictions.map(({ score }) => score) };
}

/** Scores of the window in ascending order, thinned where there are very many. */
export async function windowScores({ store, window }: MetricsContext): Promise<number[]> {
  const table = await store.scoreTable({ kind: 'values', values: [] }, window.predictions);
  const { nProduction } = tableTotals(table);
  const wanted = Math.min(nProduction, MOST_SCORES);
  const scores: number[] = [];
  let seen = 0;
  for (let i = 0; i < table.values.length; i++) {
    seen += table.production[i] ?? 0;
    while (scores.length < wanted && ((scores.length + 0.5) * nProduction) / wanted <= seen) {
      scores.push(table.values[i] ?? 0);
    }
  }
  return scores;
}
