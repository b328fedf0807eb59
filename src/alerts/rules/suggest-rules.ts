import type { FigureUnit } from '../../figures/units.ts';
import { tableQuantile } from '../../stats/tables/quantile.ts';
import type { EarlierRun } from '../earlier-run.ts';
import { LEARNS_FROM, NEW_LEVEL, pastValues } from './baseline.ts';
import { judgeRule } from './judge-rule.ts';
import { type RulePolicy, rulePolicy } from './rule-policy.ts';

/** A value of a figure in one report. */
export interface ReportValue {
  readonly run: EarlierRun;
  readonly value: number;
}

/** How often a rule would have fired although nothing was wrong. */
export interface Replay {
  readonly falseAlarms: number;
  /** Reports that the rule could judge. */
  readonly reports: number;
}

/** Makes a rule from the values of reports; null where they decide none. */
export type MakeRule = (values: readonly number[]) => RulePolicy | null;

/** Rules that would have been wrong more often are no use. */
const MAX_FALSE_ALARMS = 0.05;
/** Tukey's fences lie so many interquartile ranges beyond the quartiles. */
const FENCE = 1.5;

export type Suggested =
  | { readonly made: true; readonly rule: RulePolicy; readonly replay: Replay }
  | { readonly made: false; readonly reason: string };

/**
 * Whether a report lies inside an incident. What lasts for more reports than `NEW_LEVEL` is normal now; of
 * reports made before incidents were recorded, the alerts say it.
 */
export const insideIncident = ({ incidents, firing }: EarlierRun): boolean =>
  incidents === undefined
    ? firing.length > 0
    : incidents.some(({ state, reports }) => state !== 'recovered' && reports <= NEW_LEVEL);

/**
 * Suggests a rule for a figure with the false alarms that it would have had: each report is judged by the rule that all
 * the other reports make, so that no limit is fitted to the report that it judges; a band learns from the reports before.
 *
 * @param points reports outside incidents, newest first.
 * @param unit of a headline figure; null for a measure.
 * @param needs reports that are needed, as many as a band learns from unless the rule is not learnt from them.
 */
export function suggestRule(
  points: readonly ReportValue[],
  figure: { readonly id: string; readonly unit: FigureUnit | null },
  ruleId: string,
  make: MakeRule,
  needs = LEARNS_FROM,
): Suggested {
  const not = (reason: string): Suggested => ({ made: false, reason });
  if (points.length < needs) {
    return not(`${points.length} reports outside incidents have a value; ${needs} are needed`);
  }
  const values = points.map(({ value }) => value);
  const rule = make(values);
  if (rule === null) return not('its values hardly vary, or the limit in force is as tight');
  const runs = points.map(({ run }) => run);
  const judged = points.flatMap(({ run, value }, i) => {
    const policy = make(values.toSpliced(i, 1));
    if (policy === null) return [];
    const past = pastValues(figure.id, ruleId, runs.slice(i + 1));
    const now = Date.parse(run.generatedAt);
    const shown = { unit: '', figureUnit: figure.unit, windowDays: 1 };
    const found = judgeRule(policy, { ...shown, value, past, now });
    return found.judged ? [found.severity !== null] : [];
  });
  const replay = { falseAlarms: judged.filter(Boolean).length, reports: judged.length };
  if (replay.reports === 0) return not('no archived report has enough before it to be judged');
  if (replay.falseAlarms > MAX_FALSE_ALARMS * replay.reports) {
    return not(
      `it would have fired falsely in ${replay.falseAlarms} of ${replay.reports} reports, more than ${MAX_FALSE_ALARMS * 100} %`,
    );
  }
  return { made: true, rule, replay };
}

/** A band learnt from the archive. */
export const makeBand =
  (figure: string, title: string): MakeRule =>
  (values) =>
    fences(values) === null
      ? null
      : rulePolicy.parse({ figure, title, outside: { falseAlarms: 0.01 }, severity: 'low' });

/** Limits on both sides at Tukey's fences, within what the unit can have. */
export const makeRange =
  (figure: string, unit: FigureUnit): MakeRule =>
  (values) => {
    const found = fences(values);
    if (found === null) return null;
    const most = unit === 'share' || unit === 'score' || unit === 'p' ? 1 : Number.POSITIVE_INFINITY;
    const [below, above] = [Math.max(0, found.low), Math.min(most, found.high)];
    return below < above ? rulePolicy.parse({ figure, below, above }) : null;
  };

/** The upper fence as a limit where it is tighter than the one in force. */
export const makeLimit =
  (figure: string, inForce: number): MakeRule =>
  (values) => {
    const found = fences(values);
    if (found === null || found.high <= 0 || found.high >= inForce) return null;
    return rulePolicy.parse({ figure, above: found.high });
  };

/** Tukey's fences, rounded outwards to three significant digits; null where the middle half of the values is one. */
function fences(values: readonly number[]): { readonly low: number; readonly high: number } | null {
  const sorted = Float64Array.from(values).sort();
  const ones = sorted.map(() => 1);
  const [q1, q3] = [tableQuantile(sorted, ones, 0.25), tableQuantile(sorted, ones, 0.75)];
  const reach = FENCE * (q3 - q1);
  if (!(reach > 0)) return null;
  return { low: rounded(q1 - reach, Math.floor), high: rounded(q3 + reach, Math.ceil) };
}

function rounded(value: number, round: (value: number) => number): number {
  if (value === 0) return 0;
  const digits = 2 - Math.floor(Math.log10(Math.abs(value)));
  const scale = 10 ** Math.abs(digits);
  // 0.57 times 100 is 56.99…, which is not meant to be rounded down.
  const whole = round(Number((digits < 0 ? value / scale : value * scale).toPrecision(12)));
  return digits < 0 ? whole * scale : whole / scale;
}
