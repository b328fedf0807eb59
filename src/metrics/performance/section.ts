import type { OutcomeData } from '../../ingest/sources/tables.ts';
import type { TimeRange } from '../../ingest/store.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import { type CalibrationMap, fitCalibration } from '../../stats/performance/calibration-map.ts';
import { calibrationTable } from '../../stats/performance/calibration-table.ts';
import {
  type ChanceFinding,
  type LabelledScores,
  MINIMUM_OF_EACH,
  ranksLeads,
  usableAuc,
} from '../../stats/performance/chance-rule.ts';
import { lookAtFall, OPENS_ABOVE } from '../../stats/performance/drop-rule.ts';
import type { PerformanceFigures } from '../../stats/performance/performance-figures.ts';
import { percent, plural, significant } from '../../wording/sentence-numbers.ts';
import { isoTime } from '../../wording/time.ts';
import type { MetricsContext } from '../window.ts';
import { type Baseline, chooseBaseline, labelledScores } from './baseline.ts';
import { estimatedFigures, realisedFigures, shown } from './figures.ts';
import { type DatedLook, judgePerformance, LOOK_WEEKS, stretches } from './judge.ts';
import { joinLeads, type Lead, mainVersion } from './leads.ts';
import { type Maturity, maturityOf } from './maturity.ts';
import { populationOf } from './population.ts';
import { leadsIn, WEEK_MS, weeksOf } from './weeks.ts';
import { windowScores } from './window-scores.ts';
import { aucInWords, fallInWords, firstMature, maturityInWords, noRanking, waitsFor } from './words.ts';

export interface PerformanceInputs {
  readonly data: OutcomeData;
  /** Reference rows with score and outcome; null where there are none. */
  readonly reference: LabelledScores | null;
  /** The section of the report before this one; null where there is none. */
  readonly previous: PerformanceSection | null;
  /** The baseline of the version as an earlier report froze it; null where none did. */
  readonly frozen?: Baseline | null;
}

const NO_RULE = { state: 'closed', outcomes: 0 } as const;
const EMPTY: PerformanceSection = {
  status: 'unknown',
  reason: null,
  judgement: 'absent',
  population: 'all',
  version: null,
  maturity: null,
  baselineSource: null,
  realised: null,
  estimated: null,
  baseline: null,
  expected: null,
  detectable: null,
  looks: [],
  drop: { ...NO_RULE, critical: false, z: null },
  miscalibration: { ...NO_RULE, ratio: null, z: null },
  calibration: [],
  labelled: 0,
  windows: [],
  labelledByScore: [],
};

/**
 * How good the scores are: realised, estimated and before, each on the same leads of one model version, judged on mature
 * outcomes only. One query, whatever the number of windows.
 */
export async function performanceSection(
  context: MetricsContext,
  inputs: PerformanceInputs,
): Promise<PerformanceSection> {
  const { store, policy, now, window } = context;
  const { data } = inputs;
  if (!data.present) {
    const reason = 'Not judged: there are no outcomes (OUTCOMES_PATH).';
    return { ...EMPTY, reason, ...(await foretold(context, inputs)) };
  }
  const leads = await joinLeads(store, now, data);
  const useless = unusable(data, leads, now, policy.outcomes.minimumRows);
  if (useless !== null) {
    return { ...EMPTY, judgement: 'unusable', reason: useless, ...(await foretold(context, inputs)) };
  }
  const version = mainVersion(leads, window.predictions);
  const own = leads.filter((lead) => lead.version === version);
  const maturity = maturityOf(leads, policy.outcomes.maturityDays, now);
  const labelled = leads.filter(({ label }) => label !== null).length;
  const few = {
    ...EMPTY,
    labelled,
    judgement: 'few' as const,
    version: policy.privacy.modelVersions ? version : null,
  };
  if (maturity === null) return { ...few, reason: waitsFor(policy.outcomes.minimumRows, 'No outcome yet') };
  return sectionOf(context, inputs, { own, maturity, base: few });
}

/** What can be said without an outcome: the estimate of all scores of the window, where the reference can be a baseline. */
async function foretold(
  context: MetricsContext,
  { reference }: PerformanceInputs,
): Promise<Partial<PerformanceSection>> {
  const { policy, window } = context;
  const { labelThreshold: threshold } = policy.scores;
  const minimum = Math.max(policy.outcomes.minimumRows, policy.privacy.k);
  const baseline = chooseBaseline({ policy, reference, mature: [], frozen: null });
  const map = calibrationOf(baseline, minimum);
  if (baseline === null || map === null) return {};
  const scores = await windowScores(context);
  const before = realisedFigures(baseline.rows, threshold);
  const expected = scores.length < minimum ? null : estimatedFigures(scores, map, threshold);
  const fall = expectedFall(
    estimatedFigures(baseline.rows.scores, map, threshold),
    expected,
    policy.performance,
  );
  return {
    ...(fall === null ? {} : { status: 'yellow', reason: fall }),
    baselineSource: baseline.source,
    baseline: shown(before, null),
    expected: shown(expected, window.predictions),
  };
}

/** Why outcomes that are there cannot say anything about the scores; null where they can, or once there are more. */
function unusable(data: OutcomeData, leads: readonly Lead[], now: number, minimum: number): string | null {
  if (data.rows > 0 && data.rejected === data.rows) {
    return `All ${plural(data.rows, 'row')} of the outcomes were refused.`;
  }
  if (data.keyColumn === null) {
    return 'The outcomes carry no join key, so they are not matched with predictions: set outcomes.keyColumn of the policy.';
  }
  const known = data.outcomes.filter((row) => row.time <= now).length;
  return known >= minimum && leads.every(({ label }) => label === null)
    ? `None of ${plural(known, 'outcome')} has the ${data.keyColumn} of a lead that was predicted before.`
    : null;
}

interface Own {
  /** Leads of the version. */
  readonly own: readonly Lead[];
  readonly maturity: Maturity;
  readonly base: PerformanceSection;
}

function sectionOf(context: MetricsContext, inputs: PerformanceInputs, { own, maturity, base }: Own) {
  const { policy, now, window } = context;
  const { labelThreshold: threshold } = policy.scores;
  const minimum = Math.max(policy.outcomes.minimumRows, policy.privacy.k);
  const { until } = maturity;
  const grown = own.filter(({ time }) => time <= until);
  const mature = grown.filter(({ label }) => label !== null);
  const baseline = chooseBaseline({
    policy,
    reference: inputs.reference,
    mature,
    frozen: inputs.frozen ?? null,
  });
  const map = calibrationOf(baseline, minimum);
  const longest = { start: until - Math.max(...LOOK_WEEKS) * WEEK_MS, end: until };
  const { population, labelledByScore, weight } = populationOf(leadsIn(grown, longest), policy.privacy.k);
  const previous = inputs.previous?.version === base.version ? inputs.previous : null;
  const findings = judgePerformance({ mature, until, baseline, map, weight, policy, previous });
  const shownWindow = matureWindow(mature, window.predictions, until, minimum);
  const rows = labelledScores(leadsIn(mature, shownWindow));
  const enough = rows.scores.length >= minimum;
  const expectedScores = leadsIn(own, window.predictions).map(({ score }) => score);
  const ranking = ranksLeads(
    labelledScores(mature),
    stretches({ mature, until, baseline: null }, minimum).map((stretch) => stretch.rows),
    own.map(({ score }) => score),
    {
      baseline: baseline === null || baseline.until !== null ? null : wholeAuc(baseline.rows),
      minimum,
    },
  );
  const detectable = detectableOf(findings.looks);
  const expected =
    map === null || expectedScores.length < minimum
      ? null
      : estimatedFigures(expectedScores, map, threshold, weight);
  const judged = judgementOf({
    expected,
    expectedBefore:
      map === null || baseline === null
        ? null
        : estimatedFigures(baseline.rows.scores, map, threshold, baseline.until === null ? weight : null),
    ranking,
    population,
    maturity,
    baseline,
    detectable,
    findings,
    oldest: own[0]?.time ?? now,
    mature: mature.length,
    policy,
  });
  return {
    ...base,
    ...judged,
    population,
    maturity: {
      days: maturity.days,
      source: maturity.source,
      provisional: maturity.provisional,
      until: isoTime(until),
    },
    baselineSource: baseline?.source ?? null,
    realised: enough ? shown(realisedFigures(rows, threshold), shownWindow) : null,
    estimated:
      enough && map !== null ? shown(estimatedFigures(rows.scores, map, threshold), shownWindow) : null,
    baseline: shown(findings.before, null),
    expected: shown(expected, window.predictions),
    detectable,
    looks: findings.looks.map(({ weeks, n, rocAuc, accuracy, critical }) => ({
      weeks,
      n,
      rocAuc: rocAuc === null ? null : { fall: rocAuc.fall, z: rocAuc.z },
      accuracy: { fall: accuracy.fall, z: accuracy.z },
      critical,
    })),
    drop: dropOf(findings.drop, ranking, maturity),
    calibration: enough ? calibrationOfRows(rows) : [],
    miscalibration: maturity.provisional
      ? { ...findings.miscalibration, state: 'closed' as const }
      : findings.miscalibration,
    windows: weeksOf({ leads: own, now, until, map, weight, threshold, minimum }),
    labelledByScore,
  };
}

function calibrationOf(baseline: Baseline | null, minimum: number): CalibrationMap | null {
  if (baseline === null || usableAuc(baseline.rows, minimum) === null) return null;
  return fitCalibration(baseline.rows.scores, baseline.rows.labels);
}

const wholeAuc = (rows: LabelledScores): number | null => usableAuc(rows, MINIMUM_OF_EACH)?.auc ?? null;

/**
 * The newest whole window, counted back from the report's, that is mature: the leads of an earlier report. Where it does
 * not hold enough outcomes, as in the first weeks of a log, the days up to the newest mature prediction.
 */
function matureWindow(
  mature: readonly Lead[],
  { start, end }: TimeRange,
  until: number,
  minimum: number,
): TimeRange {
  const length = end - start;
  const back = Math.max(0, Math.ceil((end - until) / length)) * length;
  const whole = { start: start - back, end: end - back };
  return leadsIn(mature, whole).length >= minimum ? whole : { start: until - length, end: until };
}

/** A model that ranks no lead has fallen, whether or not there is a baseline; a provisional maturity opens nothing else. */
function dropOf(
  drop: PerformanceSection['drop'],
  { answer, auc, below }: ChanceFinding,
  { provisional }: Maturity,
): PerformanceSection['drop'] {
  if (answer === 'chance' && auc !== null && below !== null) {
    const z = (below - auc.auc) / Math.sqrt(Math.max(auc.variance, 1e-9));
    return { ...drop, state: 'open', critical: true, z: Math.max(z, drop.z ?? -Infinity) };
  }
  return provisional ? { ...drop, state: 'closed', critical: false } : drop;
}

const calibrationOfRows = ({ scores, labels }: LabelledScores): PerformanceSection['calibration'] =>
  calibrationTable(scores, labels).map(({ meanScore, observed, n, interval }) => ({
    predicted: meanScore,
    actual: observed,
    n,
    interval: [interval[0], interval[1]],
  }));

/** The longest look has the smallest. */
function detectableOf(looks: readonly DatedLook[]): PerformanceSection['detectable'] {
  const longest = looks.at(-1);
  return longest === undefined
    ? null
    : { rocAuc: longest.rocAuc?.detectable ?? null, accuracy: longest.accuracy.detectable };
}

interface Evidence {
  readonly expected: PerformanceFigures | null;
  /** The estimate of the baseline's own rows. */
  readonly expectedBefore: PerformanceFigures | null;
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
  readonly policy: MetricsContext['policy'];
}

type Judged = Pick<PerformanceSection, 'status' | 'judgement' | 'reason'>;

function judgementOf(evidence: Evidence): Judged {
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
function expectedFall(
  before: PerformanceFigures | null,
  expected: PerformanceFigures | null,
  limits: MetricsContext['policy']['performance'],
): string | null {
  if (before === null || expected === null) return null;
  const { rocAuc, accuracy, z } = lookAtFall(before, expected, limits);
  if (z <= OPENS_ABOVE) return null;
  return rocAuc !== null && rocAuc.z >= accuracy.z
    ? `ROC AUC is expected to fall by ${significant(rocAuc.fall)}, from the scores of the newest leads.`
    : `Accuracy is expected to fall by ${percent(accuracy.fall)}, from the scores of the newest leads.`;
}

const unseenBaseline = (scores: MetricsContext['policy']['reference']['scores'], known: number): string =>
  `${plural(known, 'mature outcome')} of this model version make no baseline yet, and the reference was ${scores === 'unknown' ? 'perhaps ' : ''}scored by a model that had seen it (reference.scores of the policy)`;
