import type { TimeRange } from '../../ingest/store.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import { calibrationTable } from '../../stats/performance/calibration-table.ts';
import type { LabelledScores } from '../../stats/performance/chance-rule.ts';
import { isoTime } from '../../wording/time.ts';
import { kRule } from '../privacy/k-rule.ts';
import { fewestOfPart } from '../privacy/units.ts';
import type { MetricsContext } from '../window.ts';
import { labelledScores } from './baseline.ts';
import { fewestRows, type MatureEvidence } from './evidence.ts';
import { estimatedFigures, estimatedMain, realisedFigures, shown } from './figures.ts';
import { baselineWeight, type DatedLook, LOOK_WEEKS, residualOf } from './judge.ts';
import { judgementOf } from './judgement.ts';
import type { Lead } from './leads.ts';
import type { Maturity } from './maturity.ts';
import { leadsIn, WEEK_MS, weeksOf } from './weeks.ts';

export interface MatureInputs {
  /** Leads of one version, oldest first. */
  readonly own: readonly Lead[];
  readonly maturity: Maturity;
  readonly evidence: MatureEvidence;
  readonly base: PerformanceSection;
}

/** The section of a version of which outcomes are known. */
export function matureSection(
  { policy, now, window }: Pick<MetricsContext, 'policy' | 'now' | 'window'>,
  { own, maturity, evidence, base }: MatureInputs,
): PerformanceSection {
  const { labelThreshold: threshold } = policy.scores;
  const minimum = fewestRows(policy);
  const { until } = maturity;
  const { mature, baseline, map, findings, ranking } = evidence;
  const { population, labelledByScore, weight } = evidence.among;
  const shownWindow = matureWindow(mature, window.predictions, until, minimum);
  const rows = labelledScores(leadsIn(mature, shownWindow));
  const enough = rows.scores.length >= minimum;
  const longest = { start: until - Math.max(...LOOK_WEEKS) * WEEK_MS, end: until };
  const explored = labelledScores(leadsIn(mature, longest).filter((lead) => lead.explored === true));
  const expectedScores = leadsIn(own, window.predictions).map(({ score }) => score);
  const expected =
    map === null || expectedScores.length < minimum
      ? null
      : estimatedFigures(expectedScores, map, threshold, weight);
  const judged = judgementOf({
    expected,
    expectedBefore:
      map === null || baseline === null
        ? null
        : estimatedMain(baseline.rows.scores, map, threshold, baselineWeight(baseline, weight)),
    ranking,
    population,
    maturity,
    baseline,
    whyNoBaseline: evidence.whyNoBaseline,
    findings,
    oldest: own[0]?.time ?? now,
    mature: mature.length,
    engaged: mature.filter(({ label }) => label === 1).length,
    stoppedAt: evidence.stoppedAt,
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
    baseline:
      baseline === null
        ? null
        : shown(realisedFigures(baseline.rows, threshold, baselineWeight(baseline, weight)), null),
    expected: shown(expected, window.predictions),
    detectable: detectableOf(findings.looks),
    looks: findings.looks.map(({ weeks, n, rocAuc, accuracy, critical }) => ({
      weeks,
      n,
      rocAuc: rocAuc === null ? null : { fall: rocAuc.fall, z: rocAuc.z },
      accuracy: { fall: accuracy.fall, z: accuracy.z },
      critical,
    })),
    drop: evidence.drop,
    explored: explored.scores.length < minimum ? null : shown(realisedFigures(explored, threshold), longest),
    residual: residualOf(findings.newest, baseline, threshold),
    calibration: enough ? calibrationOfRows(rows, fewestOfPart(kRule(policy))) : [],
    miscalibration: maturity.provisional
      ? { ...findings.miscalibration, state: 'closed' as const }
      : findings.miscalibration,
    windows: weeksOf({ leads: own, now, until, map, weight, threshold, minimum }),
    labelledByScore,
  };
}

/**
 * The newest whole window, counted back from the report's, that is mature: the leads of an earlier report. Where it does
 * not hold enough outcomes, as in the first weeks of a log, the days up to the newest mature prediction.
 */
export function matureWindow(
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

const calibrationOfRows = (
  { scores, labels }: LabelledScores,
  fewest: number,
): PerformanceSection['calibration'] =>
  calibrationTable(scores, labels, fewest).map(({ meanScore, observed, n, interval }) => ({
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
