import type { OutcomeData, OutcomeRow } from '../ingest/tables.ts';
import type { Status } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import { wilsonInterval } from '../stats/wilson.ts';
import { percent, plural } from './figures.ts';
import { isoDate } from './time.ts';
import type { MetricsContext } from './window.ts';

type Outcomes = Report['outcomes'];

/** What became of the leads, beside what was predicted. */
export async function outcomesSection(
  context: MetricsContext,
  data: OutcomeData,
  scores: Pick<Report['scores'], 'engagementRate'>,
): Promise<Outcomes> {
  const predicted = rate(scores.engagementRate);
  const base = {
    joined: 0,
    performance: null,
    referencePerformance: null,
    estimated: null,
    predictedRate: predicted,
  };
  if (!data.present) {
    const reason = 'There are no outcomes: set OUTCOMES_PATH.';
    return { ...base, status: 'unknown', present: false, n: 0, actualRate: null, reason };
  }
  const chosen = chooseOutcomes(context, data.outcomes);
  const n = chosen.rows.length;
  if (n === 0) {
    const reason = 'The outcomes file holds no outcome up to the time of the report.';
    return { ...base, status: 'unknown', present: true, n, actualRate: null, reason };
  }
  const engaged = chosen.rows.filter((row) => row.engaged).length;
  const [low, high] = wilsonInterval(engaged, n);
  return {
    ...base,
    status: actualStatus(context, engaged, n),
    present: true,
    n,
    actualRate: { value: engaged / n, interval: [low, high] },
    reason: chosen.reason,
  };
}

/** Those of the window when it holds enough of them; outcomes lag behind predictions, so else all up to now. */
function chooseOutcomes(
  { policy, now, window }: MetricsContext,
  outcomes: readonly OutcomeRow[],
): { rows: readonly OutcomeRow[]; reason: string | null } {
  const { minimumRows } = policy.outcomes;
  const known = outcomes.filter((row) => row.time <= now);
  const { start, end } = window.predictions;
  const recent = known.filter((row) => row.time > start && row.time <= end);
  if (recent.length >= minimumRows || recent.length === known.length) {
    const few =
      recent.length < minimumRows ? `Only ${plural(recent.length, 'outcome')}; read with care.` : null;
    return { rows: recent, reason: few };
  }
  const reason = `${plural(recent.length, 'outcome')} in the window, fewer than ${minimumRows}: all ${known.length} up to ${isoDate(now)} are counted.`;
  return { rows: known, reason };
}

/** Yellow below the share of engaged leads that the retraining trigger names. */
function actualStatus({ policy }: MetricsContext, engaged: number, n: number): Status {
  return engaged < policy.retraining.engagementBelow * n ? 'yellow' : 'green';
}

function rate({ value, interval }: Report['scores']['engagementRate']): Outcomes['predictedRate'] {
  return value === null ? null : { value, interval };
}

/** "actual 12 % of 340 outcomes", for sentences. */
export const actualInWords = (value: number, n: number): string =>
  `${percent(value)} of ${plural(n, 'outcome')} engaged`;
