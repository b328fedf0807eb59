import type { SegmentsSection } from '../../report/schema/segments.ts';
import { usableAuc } from '../../stats/performance/chance-rule.ts';
import { precisionAtK } from '../../stats/ranking/precision-at-k.ts';
import { rankRows } from '../../stats/ranking/ranked-rows.ts';
import { thresholdForPrecision } from '../../stats/ranking/threshold-for-precision.ts';
import type { Lead } from '../performance/leads.ts';
import { type KRule, niceUnit, shownCount, shownShare, toUnit } from '../privacy/k-rule.ts';

export type SegmentRow = SegmentsSection['features'][number]['segments'][number];

/** Decimals of what is published of a segment: what a reader sees, and too few to tell a single lead. */
const DIGITS = 3;

export const shown = (value: number): number => Number(value.toFixed(DIGITS)) + 0;
export const shownOrNull = (value: number | null): number | null => (value === null ? null : shown(value));

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
  readonly rule: KRule;
  /** Fewest labelled leads of any figure. */
  readonly minimum: number;
  readonly target: number;
  readonly targetPrecision: number;
}

/** What is shown of one segment. */
export function segmentRow(inputs: RowInputs, limits: RowLimits): SegmentRow {
  const { value, window, windowLeads, reference, labelled } = inputs;
  const { rule, minimum } = limits;
  const { k } = rule;
  const scores = window.map(({ score }) => score);
  const meanScore = mean(scores);
  const unit = unitOfScores(scores, rule);
  const inUnit = (score: number): number => shown(toUnit(score, unit));
  const known = reference !== null && reference.scores.length >= k ? mean(reference.scores) : null;
  return {
    value,
    leads: shownCount(window.length, rule),
    share: shown(shownShare(window.length, windowLeads, rule)),
    referenceShare:
      reference === null || reference.rows < k
        ? null
        : shown(shownShare(reference.rows, reference.all, rule)),
    meanScore: inUnit(meanScore),
    scoreShift: known === null ? null : inUnit(meanScore - known),
    labelled: shownCount(labelled.length, rule),
    ...(labelled.length < minimum ? NO_FIGURES : figuresOf(labelled, limits)),
  };
}

/** How far k ordinary leads of a group move its mean score; 0 where nothing is rounded. */
function unitOfScores(scores: readonly number[], { k, rounded }: KRule): number {
  if (!rounded) return 0;
  const center = mean(scores);
  const deviation = Math.sqrt(mean(scores.map((score) => (score - center) ** 2)));
  return niceUnit((k * deviation) / scores.length);
}

const NO_FIGURES = { predicted: null, actual: null, rocAuc: null, precisionTop: null, threshold: null };

function figuresOf(
  labelled: readonly Pick<Lead, 'score' | 'label'>[],
  { rule, minimum, target, targetPrecision }: RowLimits,
): Pick<SegmentRow, keyof typeof NO_FIGURES> {
  const scores = labelled.map(({ score }) => score);
  const labels = labelled.map(({ label }) => label ?? 0);
  const ranked = rankRows(scores, labels);
  const top = Math.max(rule.k, target < 1 ? Math.ceil(target * scores.length) : target);
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
