import { setImmediate } from 'node:timers/promises';
import { evidenceOf } from '../../../src/metrics/performance/evidence.ts';
import type { LookRows } from '../../../src/metrics/performance/judge.ts';
import type { Lead } from '../../../src/metrics/performance/leads.ts';
import type { FrozenBaseline } from '../../../src/report/schema/frozen-baseline.ts';
import type { PerformanceSection } from '../../../src/report/schema/performance.ts';
import { policySchema } from '../../../src/settings/policy-schema.ts';
import { type Random, seededRandom } from '../../../src/stats/distributions/random.ts';
import type { LabelledScores } from '../../../src/stats/performance/chance-rule.ts';
import { OPENS_ABOVE } from '../../../src/stats/performance/drop-rule.ts';

const DAY_MS = 86_400_000;
/** Of a week's leads, from Monday to Sunday: few at its end, and those of less interest. */
const SHARE_A_DAY = [0.18, 0.18, 0.18, 0.18, 0.16, 0.07, 0.05] as const;
const RATE_A_DAY = [0.3, 0.3, 0.3, 0.3, 0.3, 0.22, 0.22] as const;
const RATE = 0.3;
const OUTCOME_DAYS = 21;
const CONTACTED = 0.2;
const REFERENCE_ROWS = 2_000;

/** How far apart the scores of both kinds of lead are, in standard deviations, for a ROC AUC. */
const SHIFT = { '0.50': 0, '0.62': 0.432, '0.75': 0.954, '0.85': 1.466 } as const;
export type AreaUnderCurve = keyof typeof SHIFT;

export interface DropScenario {
  readonly auc: AreaUnderCurve;
  /** From `changeDay` on. */
  readonly becomes: AreaUnderCurve | null;
  readonly baseline: 'holdout' | 'outcomes';
  readonly leadsAWeek: number;
  /** Fewest outcomes of a look, and of either kind. */
  readonly lookRows: LookRows;
}

export interface DropStudyRow extends DropScenario {
  readonly logs: number;
  /** Logs in which the rule ever opened, and was ever critical. */
  readonly opened: number;
  readonly critical: number;
  /** Logs in which a fall of the critical size was ever significant at the level of opening. */
  readonly criticalWithoutMargin: number;
  /** Median day on which it opened, after a change; null without a change or where it did not open in half of the logs. */
  readonly medianDay: number | null;
  /** Mean of the smallest falls found four times in five, in the last report. */
  readonly detectable: { readonly rocAuc: number | null; readonly accuracy: number | null };
}

export const REPORTS = 365;
export const CHANGE_DAY = 180;

const scenario = (
  auc: AreaUnderCurve,
  baseline: DropScenario['baseline'],
  edit: Partial<DropScenario> = {},
): DropScenario => ({
  auc,
  baseline,
  becomes: null,
  leadsAWeek: 700,
  lookRows: { all: 100, ofEach: 20 },
  ...edit,
});

/** The table of the method page: models that do not change, and ones that do; then what the fewest outcomes of a look rest on. */
export const DROP_SCENARIOS: readonly DropScenario[] = [
  scenario('0.62', 'outcomes'),
  scenario('0.85', 'outcomes'),
  scenario('0.62', 'holdout'),
  scenario('0.85', 'holdout'),
  scenario('0.85', 'holdout', { becomes: '0.50' }),
  scenario('0.85', 'holdout', { becomes: '0.75' }),
  scenario('0.85', 'outcomes', { becomes: '0.50' }),
  scenario('0.62', 'holdout', { becomes: '0.50' }),
  scenario('0.62', 'outcomes', { becomes: '0.50' }),
  scenario('0.62', 'holdout', { leadsAWeek: 210 }),
  scenario('0.62', 'holdout', { leadsAWeek: 210, lookRows: { all: 30, ofEach: 10 } }),
  scenario('0.85', 'holdout', { leadsAWeek: 210 }),
  scenario('0.85', 'holdout', { leadsAWeek: 210, lookRows: { all: 30, ofEach: 10 } }),
];

const logOdds = (p: number): number => Math.log(p / (1 - p));

/** A score as a calibrated model of the separation gives it, for a lead of which the last model knew `shift`. */
function scored(random: Random, engaged: boolean, shift: number, knows: number): number {
  const x = random.normal() + (engaged ? shift : 0);
  return 1 / (1 + Math.exp(-(logOdds(RATE) + knows * x - (knows * knows) / 2)));
}

function leadsOf(random: Random, { auc, becomes, leadsAWeek }: DropScenario, cut: number): Lead[] {
  const leads: Lead[] = [];
  for (let day = 0; day < REPORTS; day++) {
    const weekday = day % 7;
    const n = Math.round(leadsAWeek * (SHARE_A_DAY[weekday] ?? 0));
    const shift = SHIFT[becomes !== null && day >= CHANGE_DAY ? becomes : auc];
    for (let i = 0; i < n; i++) {
      const engaged = random.uniform() < (RATE_A_DAY[weekday] ?? RATE);
      const score = scored(random, engaged, shift, SHIFT[auc]);
      const time = (day + (i + 0.5) / n) * DAY_MS;
      const contacted = score > cut;
      leads.push({
        version: '1',
        time,
        score,
        label: contacted ? (engaged ? 1 : 0) : null,
        known: contacted ? time + OUTCOME_DAYS * DAY_MS : null,
      });
    }
  }
  return leads;
}

/** A year of daily reports of which the outcomes come three weeks late, of the top fifth of leads only. */
export function yearOfReports(scenario: DropScenario, seed: number) {
  const random = seededRandom(seed);
  const labels: number[] = [];
  const scores: number[] = [];
  for (let i = 0; i < REFERENCE_ROWS; i++) {
    const engaged = random.uniform() < RATE;
    labels.push(engaged ? 1 : 0);
    scores.push(scored(random, engaged, SHIFT[scenario.auc], SHIFT[scenario.auc]));
  }
  const cut = scores.toSorted((a, b) => b - a)[Math.floor(CONTACTED * REFERENCE_ROWS)] ?? 1;
  const reference: LabelledScores | null = scenario.baseline === 'holdout' ? { scores, labels } : null;
  const policy = policySchema.parse({
    outcomes: { keyColumn: 'lead', maturityDays: OUTCOME_DAYS },
    reference: { scores: scenario.baseline === 'holdout' ? 'holdout' : 'unknown' },
  });
  const leads = leadsOf(random, scenario, cut);
  let previous: Pick<PerformanceSection, 'drop' | 'miscalibration'> | null = null;
  let frozen: FrozenBaseline | null = null;
  let opened: number | null = null;
  let [critical, withoutMargin, end] = [false, false, 0];
  let detectable: DropStudyRow['detectable'] = { rocAuc: null, accuracy: null };
  for (let day = 1; day <= REPORTS; day++) {
    const now = day * DAY_MS;
    while (end < leads.length && (leads[end]?.time ?? 0) <= now) end++;
    const { drop, findings, baseline } = evidenceOf({
      policy,
      own: leads.slice(0, end),
      maturity: {
        days: OUTCOME_DAYS,
        source: 'policy',
        provisional: false,
        until: now - OUTCOME_DAYS * DAY_MS,
      },
      reference,
      origin: policy.reference,
      frozen,
      previous,
      lookRows: scenario.lookRows,
    });
    previous = { drop, miscalibration: findings.miscalibration };
    frozen = baseline?.record ?? null;
    if (drop.state === 'open') opened ??= day;
    critical ||= drop.critical;
    withoutMargin ||= findings.looks.some(
      ({ rocAuc, accuracy, lost }) =>
        (lost && (rocAuc?.z ?? 0) > OPENS_ABOVE) ||
        [rocAuc, accuracy].some(
          (figure) =>
            figure !== null &&
            figure.z > OPENS_ABOVE &&
            figure.fall >= policy.performance.criticalDrop &&
            figure.fall - 1.96 * figure.error > policy.performance.criticalDrop / 2,
        ),
    );
    const longest = findings.looks.at(-1);
    if (longest !== undefined) {
      detectable = { rocAuc: longest.rocAuc?.detectable ?? null, accuracy: longest.accuracy.detectable };
    }
  }
  return { opened, critical, withoutMargin, detectable };
}

/** @param signal ends it after the log that is simulated. */
export async function dropStudy(
  scenario: DropScenario,
  logs: number,
  seed: number,
  signal: AbortSignal,
): Promise<DropStudyRow> {
  const years: ReturnType<typeof yearOfReports>[] = [];
  for (let i = 0; i < logs && !signal.aborted; i++) {
    years.push(yearOfReports(scenario, seed + i));
    // Lets a signal arrive.
    await setImmediate();
  }
  const days = years.flatMap(({ opened }) => opened ?? []).sort((a, b) => a - b);
  const mean = (values: readonly (number | null)[]): number | null => {
    const known = values.flatMap((value) => value ?? []);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  return {
    ...scenario,
    logs,
    opened: days.length,
    critical: years.filter((year) => year.critical).length,
    criticalWithoutMargin: years.filter(({ withoutMargin }) => withoutMargin).length,
    medianDay: scenario.becomes === null ? null : (days[Math.floor(logs / 2)] ?? null),
    detectable: {
      rocAuc: mean(years.map(({ detectable }) => detectable.rocAuc)),
      accuracy: mean(years.map(({ detectable }) => detectable.accuracy)),
    },
  };
}
