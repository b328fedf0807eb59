import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { type ChanceFinding, MINIMUM_OF_EACH } from '../../stats/performance/chance-rule.ts';
import { lookAtFall, OPENS_ABOVE } from '../../stats/performance/drop-rule.ts';
import type { MainFigures, PerformanceFigures } from '../../stats/performance/performance-figures.ts';
import { percent, plural, significant } from '../../wording/sentence-numbers.ts';
import type { Baseline } from './baseline.ts';
import type { judgePerformance } from './judge.ts';
import type { Maturity } from './maturity.ts';
import { aucInWords, fallInWords, firstMature, maturityInWords, noRanking, waitsFor } from './words.ts';

export interface Evidence {
  readonly expected: PerformanceFigures | null;
  /** The estimate of the baseline's own rows. */
  readonly expectedBefore: MainFigures | null;
  readonly ranking: ChanceFinding;
  readonly population: PerformanceSection['population'];
  readonly maturity: Maturity;
  readonly baseline: Baseline | null;
  readonly detectable: PerformanceSection['detectable'];
  readonly findings: ReturnType<typeof judgePerformance>;
  /** Oldest lead of the version. */
  readonly oldest: number;
  /** Mature outcomes of the version. */
  readonly mature: number;
  readonly policy: Policy;
}

type Judged = Pick<PerformanceSection, 'status' | 'judgement' | 'reason'>;

export function judgementOf(evidence: Evidence): Judged {
  const { ranking, population, maturity, baseline, detectable, findings, mature, policy } = evidence;
  const { looks, drop, miscalibration } = findings;
  const wait = (missing: number, what: string): Judged => ({
    status: 'unknown',
    judgement: 'few',
    reason: waitsFor(Math.max(1, Math.ceil(missing)), what),
  });
  if (mature === 0) {
    return { status: 'unknown', judgement: 'few', reason: firstMature(maturity, evidence.oldest) };
  }
  if (ranking.answer === 'few') {
    return wait(
      Math.max(policy.outcomes.minimumRows - ranking.n, MINIMUM_OF_EACH),
      `${plural(ranking.n, 'mature outcome')} of this model version`,
    );
  }
  if (ranking.answer === 'chance') {
    return { status: 'red', judgement: 'judged', reason: noRanking(ranking, population) };
  }
  if (maturity.provisional) {
    return { status: 'unknown', judgement: 'few', reason: `${maturityInWords(maturity)}.` };
  }
  const fell = `${fallInWords(looks, population)}.`;
  if (drop.critical) return { status: 'red', judgement: 'judged', reason: fell };
  if (ranking.answer === 'unclear') {
    const reason = `Too few outcomes to judge whether leads are ranked: ${aucInWords(ranking, population)}.`;
    return { status: 'unknown', judgement: 'unclear', reason };
  }
  if (drop.state === 'open') return { status: 'yellow', judgement: 'judged', reason: fell };
  if (miscalibration.state === 'open') {
    return {
      status: 'yellow',
      judgement: 'judged',
      reason: `Outcomes are ${significant(miscalibration.ratio ?? 1)} times those that the calibrated scores expect.`,
    };
  }
  if (baseline === null) {
    const { baselineOutcomes } = policy.performance;
    return wait(baselineOutcomes - mature, unseenBaseline(policy.reference.scores, mature));
  }
  const smallest = Math.min(detectable?.rocAuc ?? Infinity, detectable?.accuracy ?? Infinity);
  const { criticalDrop, tolerance } = policy.performance;
  if (smallest > criticalDrop) {
    const n = looks.at(-1)?.n ?? 0;
    // The error falls with the root of the number of outcomes.
    const factor = ((smallest - tolerance) / Math.max(1e-9, criticalDrop - tolerance)) ** 2;
    const missing = Number.isFinite(factor) ? n * (factor - 1) : policy.outcomes.minimumRows;
    return wait(
      Math.min(missing, 100_000),
      `Too few outcomes to judge: a fall of ${criticalDrop} would be missed`,
    );
  }
  const foreseen = expectedFall(evidence.expectedBefore, evidence.expected, policy.performance);
  return foreseen === null
    ? { status: 'green', judgement: 'judged', reason: null }
    : { status: 'yellow', judgement: 'judged', reason: foreseen };
}

/**
 * What the scores of the newest leads foretell, before their outcomes come: estimate against estimate, so that a map which
 * fits badly does so on both sides.
 */
export function expectedFall(
  before: MainFigures | null,
  expected: MainFigures | null,
  limits: Policy['performance'],
): string | null {
  if (before === null || expected === null) return null;
  const { rocAuc, accuracy, z } = lookAtFall(before, expected, limits);
  if (z <= OPENS_ABOVE) return null;
  return rocAuc !== null && rocAuc.z >= accuracy.z
    ? `ROC AUC is expected to fall by ${significant(rocAuc.fall)}, from the scores of the newest leads.`
    : `Accuracy is expected to fall by ${percent(accuracy.fall)}, from the scores of the newest leads.`;
}

const unseenBaseline = (scores: Policy['reference']['scores'], known: number): string =>
  `${plural(known, 'mature outcome')} of this model version make no baseline yet, and the reference was ${scores === 'unknown' ? 'perhaps ' : ''}scored by a model that had seen it (reference.scores of the policy)`;
