import { bySize } from '../../report/schema/feature-order.ts';
import type { Feature, Report } from '../../report/schema/report.ts';
import { formatScoreChange, scoreEffectWords, scoreRowOf } from '../../wording/attribution.ts';
import { acceptanceOf, untilWords } from '../../wording/decisions.ts';
import { formatCount, formatPoints, MISSING } from '../../wording/format.ts';
import { sinceDay } from '../../wording/since.ts';
import { DRIFT_LOOK, type StatusLook } from '../../wording/status.ts';

/** Sort order of the table: drifted features first, the largest shift first. */
export const byImportance = (features: readonly Feature[]): Feature[] => features.toSorted(bySize);

/** A permalink page has a fixed budget whatever the number of features. */
export const MAX_SUMMARIES = 10;

/** Features that a permalink page describes one by one where they have no page: the largest shifts. */
export const summarisedFeatures = (features: readonly Feature[]): Feature[] =>
  byImportance(features)
    .filter(({ status }) => status === 'drifted')
    .slice(0, MAX_SUMMARIES);

export interface DriftRow {
  readonly feature: Feature;
  readonly name: string;
  readonly slug: string;
  readonly type: string;
  readonly look: StatusLook;
  readonly test: string;
  readonly p: string;
  readonly pAdjusted: string;
  readonly effect: string;
  readonly effectWord: string;
  /** Change of the mean score by this feature (with those that go together). */
  readonly scores: string;
  /** What the drift of a drifted feature means for the scores, in words. */
  readonly scoresWords: string | null;
  readonly n: string;
  readonly missing: string;
  /** "since 12 Feb", of a drifted feature. */
  readonly sinceDay: string | null;
  /** "accepted until 1 Mar 2026" */
  readonly accepted: string | null;
  readonly reason: string | null;
  /** Sort keys of the columns. */
  readonly sort: {
    readonly p: number;
    readonly pAdjusted: number;
    readonly effect: number;
    readonly scores: number;
    readonly n: number;
    readonly missing: number;
  };
}

type Drifting = Pick<Report, 'drift' | 'attribution' | 'generatedAt' | 'decisions'>;

export const driftRows = (report: Drifting): DriftRow[] =>
  byImportance(report.drift.features).map((feature) => driftRow(feature, report));

function driftRow(feature: Feature, report: Drifting): DriftRow {
  const { attribution, generatedAt } = report;
  const acceptance = acceptanceOf(report, feature.name);
  const { missing, effect } = feature;
  const moved = scoreRowOf(attribution, feature.name);
  const change =
    missing.productionShare === null || missing.referenceShare === null
      ? null
      : missing.productionShare - missing.referenceShare;
  return {
    feature,
    name: feature.name,
    slug: feature.slug,
    type: feature.type,
    look: DRIFT_LOOK[feature.status],
    test: SHORT_TEST[feature.test] ?? feature.testLabel,
    p: feature.scoreKind === 'p' ? tableP(feature.p) : aligned(feature.score, 4),
    pAdjusted: tableP(feature.pAdjusted),
    effect: aligned(effect?.value ?? null, 3),
    effectWord: effect?.word ?? '',
    scores: moved === null ? MISSING : formatScoreChange(moved.contribution),
    scoresWords:
      moved === null || feature.status !== 'drifted' ? null : scoreEffectWords(moved, feature.name),
    n: formatCount(feature.nProduction),
    missing: change === null ? MISSING : formatPoints(change),
    sinceDay: sinceDay(feature.since, generatedAt),
    accepted: acceptance === null ? null : `accepted ${untilWords(acceptance)}`,
    reason: feature.status === 'stable' || feature.status === 'drifted' ? null : feature.reason,
    sort: {
      p: feature.p ?? 2,
      pAdjusted: feature.pAdjusted ?? 2,
      effect: effect?.value ?? -1,
      scores: moved === null ? -1 : Math.abs(moved.contribution),
      n: feature.nProduction,
      missing: change ?? -2,
    },
  };
}

/** At most four decimals; the feature's page shows all digits. */
const tableP = (p: number | null): string => (p !== null && p < 0.0001 ? '<\u00a00.0001' : aligned(p, 4));

const FIGURE_SPACE = '\u2007';
const PUNCTUATION_SPACE = '\u2008';

/**
 * At most so many decimals, and spaces as wide as digits in place of zeros at the end, which would look like precision: the
 * column aligns at the decimal point.
 */
function aligned(value: number | null, decimals: number): string {
  if (value === null) return MISSING;
  const text = String(Number(value.toFixed(decimals)));
  const [, fraction] = text.split('.');
  return fraction === undefined
    ? `${text}${PUNCTUATION_SPACE}${FIGURE_SPACE.repeat(decimals)}`
    : `${text}${FIGURE_SPACE.repeat(decimals - fraction.length)}`;
}

const SHORT_TEST: Readonly<Record<string, string>> = {
  ks: 'KS',
  chisquare: 'χ²',
  psi: 'PSI',
  wasserstein: 'Wasserstein',
  jensenshannon: 'Jensen–Shannon',
  perc_text_content_drift: 'text AUC',
  abs_text_content_drift: 'text AUC',
  g_test: 'G',
  z: 'z',
};
