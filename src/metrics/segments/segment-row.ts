import type { SegmentsSection } from '../../report/schema/segments.ts';
import { usableAuc } from '../../stats/performance/chance-rule.ts';
import { precisionAtK } from '../../stats/ranking/precision-at-k.ts';
import { rankRows } from '../../stats/ranking/ranked-rows.ts';
import { thresholdForPrecision } from '../../stats/ranking/threshold-for-precision.ts';
import type { Lead } from '../performance/leads.ts';

export type SegmentRow = SegmentsSection['features'][number]['segments'][number];

/** Decimals of what is published of a segment: what a reader sees, and too few to tell a single lead. */
const DIGITS = 3;

export const shown = (value: number): number => Number(value.toFixed(DIGITS)) + 0;
export const shownOrNull = (value: number | null): number | null => (value === null ? null : shown(value));

/** A count of leads as it is published: rounded down to a multiple of k, so that no difference of two tells a few leads. */
export const shownLeads = (count: number, k: number): number => Math.floor(count / k) * k;

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export interface RowInputs {
  readonly value: string;
  /** Of the report's window. */
  readonly window: readonly Pick<Lead, 'score'>[];
  /** Of the window, of any value. */
  readonly windowLeads: number;
  /** Scores of the reference's rows with this value, where it has any; null without a reference. */
  readonly reference: {
    readonly rows: number;
    readonly all: number;
    readonly scores: readonly number[];
  } | null;
  readonly labelled: readonly Pick<Lead, 'score' | 'label'>[];
}

export interface RowLimits {
  readonly k: number;
  /** Fewest labelled leads of any figure. */
  readonly minimum: number;
  readonly target: number;
  readonly targetPrecision: number;
}

/** What is shown of one segment. */
export function segmentRow(inputs: RowInputs, limits: RowLimits): SegmentRow {
  const { value, window, windowLeads, reference, labelled } = inputs;
  const { k, minimum } = limits;
  const meanScore = mean(window.map(({ score }) => score));
  const known = reference !== null && reference.scores.length >= k ? mean(reference.scores) : null;
  return {
    value,
    leads: shownLeads(window.length, k),
    share: shown(shownLeads(window.length, k) / Math.max(1, windowLeads)),
    referenceShare:
      reference === null || reference.rows < k
        ? null
        : shown(shownLeads(reference.rows, k) / Math.max(1, reference.all)),
    meanScore: shown(meanScore),
    scoreShift: known === null ? null : shown(meanScore - known),
    labelled: shownLeads(labelled.length, k),
    ...(labelled.length < minimum ? NO_FIGURES : figuresOf(labelled, limits)),
  };
}

const NO_FIGURES = { predicted: null, actual: null, rocAuc: null, precisionTop: null, threshold: null };

function figuresOf(
  labelled: readonly Pick<Lead, 'score' | 'label'>[],
  { k, minimum, target, targetPrecision }: RowLimits,
): Pick<SegmentRow, keyof typeof NO_FIGURES> {
  const scores = labelled.map(({ score }) => score);
  const labels = labelled.map(({ label }) => label ?? 0);
  const ranked = rankRows(scores, labels);
  const top = Math.max(k, target < 1 ? Math.ceil(target * scores.length) : target);
  const threshold = thresholdForPrecision(ranked, targetPrecision, {
    fewest: minimum,
    coverage: 1,
    source: 'outcomes',
  });
  return {
    predicted: shown(mean(scores)),
    actual: shown(mean(labels)),
    rocAuc: shownOrNull(usableAuc({ scores, labels }, minimum)?.auc ?? null),
    precisionTop:
      top > scores.length ? null : shownOrNull(precisionAtK(ranked, top, 'outcomes')?.value ?? null),
    threshold: shownOrNull(threshold?.threshold ?? null),
  };
}
