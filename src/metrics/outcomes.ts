import type { OutcomeData, OutcomeRow } from '../ingest/sources/tables.ts';
import type { Status } from '../report/schema/common.ts';
import type { PerformanceSection } from '../report/schema/performance.ts';
import type { Report } from '../report/schema/report.ts';
import { wilsonInterval } from '../stats/distributions/wilson.ts';
import { plural } from '../wording/sentence-numbers.ts';
import { isoDate } from '../wording/time.ts';
import type { MetricsContext } from './window.ts';
import { worstStatus } from './worst-status.ts';

type Outcomes = Report['outcomes'];

export interface OutcomeInputs {
  readonly data: OutcomeData;
  readonly performance: PerformanceSection;
  readonly scores: Pick<Report['scores'], 'engagementRate'>;
}

/** What became of the leads, beside what was predicted. */
export function outcomesSection(context: MetricsContext, inputs: OutcomeInputs): Outcomes {
  const { data, performance } = inputs;
  const base = { joined: performance.labelled, predictedRate: rate(inputs.scores.engagementRate) };
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
  const judged = performance.status === 'unknown' ? 'green' : performance.status;
  return {
    ...base,
    status: worstStatus([actualStatus(context, engaged, n), judged]),
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
      recent.length < minimumRows ? `Fewer than ${plural(minimumRows, 'outcome')}; read with care.` : null;
    return { rows: recent, reason: few };
  }
  const reason = `Fewer than ${plural(minimumRows, 'outcome')} in the window: all up to ${isoDate(now)} are counted.`;
  return { rows: known, reason };
}

/** Yellow below the share of engaged leads from which the alert fires. */
function actualStatus({ policy }: MetricsContext, engaged: number, n: number): Status {
  return engaged < policy.alerts['low-engagement'].actualBelow * n ? 'yellow' : 'green';
}

function rate({ value, interval }: Report['scores']['engagementRate']): Outcomes['predictedRate'] {
  return value === null ? null : { value, interval };
}

/** Outcomes later than the training of the model, up to the report; null where one of them is not known. */
export function labelledSince(
  { present, outcomes }: OutcomeData,
  trainedAt: string | null,
  now: number,
): number | null {
  if (!present || trainedAt === null) return null;
  const trained = Date.parse(trainedAt);
  return outcomes.filter((row) => row.time > trained && row.time <= now).length;
}
