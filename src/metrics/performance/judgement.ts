import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import { type ChanceFinding, MINIMUM_OF_EACH } from '../../stats/performance/chance-rule.ts';
import { lookAtFall, OPENS_ABOVE } from '../../stats/performance/drop-rule.ts';
import type { MainFigures } from '../../stats/performance/performance-figures.ts';
import { formatCount, plural, significant } from '../../wording/sentence-numbers.ts';
import { isoDate } from '../../wording/time.ts';
import { kRule, roughCount, shownCount, toUnit } from '../privacy/k-rule.ts';
import { publishedChance, publishedLook, unitOfRatio } from '../privacy/publish-performance.ts';
import { roundedBeside } from '../privacy/rounding.ts';
import { unitOf } from '../privacy/units.ts';
import type { Baseline } from './baseline.ts';
import type { PerformanceFindings } from './judge.ts';
import type { Maturity } from './maturity.ts';
import {
  aucInWords,
  fallInWords,
  firstMature,
  maturityInWords,
  noRanking,
  sizeOfFall,
  waitsFor,
} from './words.ts';

export interface Evidence {
  readonly expected: MainFigures | null;
  /** The estimate of the baseline's own rows. */
  readonly expectedBefore: MainFigures | null;
  readonly ranking: ChanceFinding;
  readonly population: PerformanceSection['population'];
  readonly maturity: Maturity;
  readonly baseline: Baseline | null;
  /** Why the reference is none; null where it is, or there is none. */
  readonly whyNoBaseline: string | null;
  readonly findings: PerformanceFindings;
  /** Oldest lead of the version. */
  readonly oldest: number;
  /** Mature outcomes of the version, and those of them that engaged. */
  readonly mature: number;
  readonly engaged: number;
  /** Since when no outcome came, epoch milliseconds; null where they come. */
  readonly stoppedAt: number | null;
  readonly policy: Policy;
}

type Judged = Pick<PerformanceSection, 'status' | 'judgement' | 'reason'>;

export function judgementOf(evidence: Evidence): Judged {
  const { population, maturity, baseline, findings, policy } = evidence;
  const { drop, miscalibration } = findings;
  const rule = kRule(policy);
  // For the sentences: what is judged was judged by the exact numbers.
  const mature = shownCount(evidence.mature, rule);
  const ranking = publishedChance(evidence.ranking, rule);
  const { answer } = evidence.ranking;
  const looks = findings.looks.map((look) => publishedLook(look, rule));
  const wait = (missing: number, what: string): Judged => ({
    status: 'unknown',
    judgement: 'few',
    reason: waitsFor(roughCount(missing, rule), what),
  });
  if (evidence.mature === 0) {
    return { status: 'unknown', judgement: 'few', reason: firstMature(maturity, evidence.oldest) };
  }
  const oneKind = oneKindOnly(evidence, mature);
  if (oneKind !== null) return { status: 'unknown', judgement: 'unclear', reason: oneKind };
  if (answer === 'few') {
    return wait(
      Math.max(policy.outcomes.minimumRows - ranking.n, MINIMUM_OF_EACH),
      `${plural(ranking.n, 'mature outcome')} of this model version`,
    );
  }
  if (answer === 'chance') {
    return { status: 'red', judgement: 'judged', reason: noRanking(evidence.ranking, ranking, population) };
  }
  if (maturity.provisional) {
    return { status: 'unknown', judgement: 'few', reason: `${maturityInWords(maturity)}.` };
  }
  const fell = `${fallInWords(looks, population)}.`;
  if (drop.critical) return { status: 'red', judgement: 'judged', reason: fell };
  if (answer === 'unclear') {
    const reason = `Too few outcomes to judge whether leads are ranked: ${aucInWords(ranking, population)}.`;
    return { status: 'unknown', judgement: 'unclear', reason };
  }
  if (drop.state === 'open') return { status: 'yellow', judgement: 'judged', reason: fell };
  if (miscalibration.state === 'open') {
    const labels = baseline?.rows.labels ?? [];
    const positives = labels.reduce((sum, label) => sum + label, 0);
    const unit = unitOfRatio({ looks: findings.looks, baseline: { n: labels.length, positives } }, rule);
    const ratio = roundedBeside(miscalibration.ratio ?? 1, unit, [1]);
    return {
      status: 'yellow',
      judgement: 'judged',
      reason: `Outcomes are ${significant(ratio)} times those that the calibrated scores expect.`,
    };
  }
  if (evidence.stoppedAt !== null) {
    const reason = `Outcomes stopped coming: the newest is of a lead of ${isoDate(evidence.stoppedAt)}, though those of later ones are due.`;
    return { status: 'unknown', judgement: 'unclear', reason };
  }
  if (baseline === null) {
    const { baselineOutcomes } = policy.performance;
    return wait(baselineOutcomes - mature, unseenBaseline(evidence.whyNoBaseline, mature));
  }
  const blind = tooFewToSee(evidence);
  if (blind !== null) return { status: 'unknown', judgement: 'few', reason: blind };
  const foreseen = expectedFall(evidence.expectedBefore, evidence.expected, policy);
  return foreseen === null
    ? { status: 'green', judgement: 'judged', reason: null }
    : { status: 'yellow', judgement: 'judged', reason: foreseen };
}

/** Outcomes of which one kind is missing altogether, which more of the same does not cure. */
const ONE_KIND_FROM = 100;

function oneKindOnly({ mature, engaged }: Evidence, shown: number): string | null {
  if (mature < ONE_KIND_FROM || (engaged > 0 && engaged < mature)) return null;
  const [all, missing] = engaged > 0 ? ['', 'those that did not'] : [' not', 'those that did'];
  const cure = engaged > 0 ? ' (outcomes.absentMeans of the policy says what an empty one means)' : '';
  return `All ${plural(shown, 'mature outcome')} of this model version say${all} engaged, and ${missing} are missing${cure}: whether it ranks leads cannot be judged.`;
}

/**
 * Why a fall of the critical size would be missed four times in five; null where it would not. Of the two figures the one
 * that sees more counts. More outcomes cure the error of the newest weeks, but not that of a small baseline.
 */
function tooFewToSee({ findings: { looks, before }, policy }: Evidence): string | null {
  const { criticalDrop, tolerance } = policy.performance;
  const look = looks.at(-1);
  if (look === undefined || before === null) {
    return waitsFor(policy.outcomes.minimumRows, 'Too few outcomes since the baseline');
  }
  const { rocAuc, accuracy } = look;
  const byArea = rocAuc !== null && rocAuc.detectable < accuracy.detectable;
  const { detectable, error } = byArea ? rocAuc : accuracy;
  if (detectable <= criticalDrop) return null;
  const missed = `a fall of ${criticalDrop} would be missed`;
  const allowed = ((error * (criticalDrop - tolerance)) / (detectable - tolerance)) ** 2;
  const ofBaseline = byArea ? (before.auc?.variance ?? 0) : before.accuracyVariance;
  if (ofBaseline >= allowed) {
    // Half of what is allowed is left to the newest weeks.
    const needed = Math.ceil((before.n * ofBaseline * 2) / Math.max(allowed, 1e-9) / 100) * 100;
    return `The baseline of ${plural(shownCount(before.n, kRule(policy)), 'outcome')} is too small to judge: ${missed}, however many outcomes come; a holdout reference, or about ${formatCount(needed)} outcomes (performance.baselineOutcomes), would see it.`;
  }
  const missing = look.n * ((error ** 2 - ofBaseline) / (allowed - ofBaseline) - 1);
  return waitsFor(
    roughCount(Math.min(100_000, missing), kRule(policy)),
    `Too few outcomes to judge: ${missed}`,
  );
}

/**
 * What the scores of the newest leads foretell, before their outcomes come: estimate against estimate, so that a map which
 * fits badly does so on both sides.
 */
export function expectedFall(
  before: MainFigures | null,
  expected: MainFigures | null,
  policy: Pick<Policy, 'performance' | 'privacy'>,
): string | null {
  if (before === null || expected === null) return null;
  const { rocAuc, accuracy, z } = lookAtFall(before, expected, policy.performance);
  if (z <= OPENS_ABOVE) return null;
  const isArea = rocAuc !== null && rocAuc.z >= accuracy.z;
  const fall = toUnit((isArea ? rocAuc : accuracy).fall, unitOf(expected.n, kRule(policy)));
  return `${isArea ? 'ROC AUC' : 'Accuracy'} is expected to fall by ${sizeOfFall(isArea, fall)}, from the scores of the newest leads.`;
}

const unseenBaseline = (why: string | null, known: number): string =>
  `${plural(known, 'mature outcome')} of this model version make no baseline yet${why === null ? '' : `, and ${why} (reference.scores of the policy)`}`;
