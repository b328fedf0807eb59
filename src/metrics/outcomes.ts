import { accuracyFell } from '../alerts/diagnosis.ts';
import type { OutcomeData, OutcomeRow, ReferenceData } from '../ingest/sources/tables.ts';
import type { ReferenceScores } from '../model/reference-scores.ts';
import type { Status } from '../report/schema/common.ts';
import type { Report } from '../report/schema/report.ts';
import type { Policy } from '../settings/policy-schema.ts';
import { wilsonInterval } from '../stats/distributions/wilson.ts';
import { formatCount, plural } from '../wording/sentence-numbers.ts';
import { isoDate } from '../wording/time.ts';
import { joinOutcomes, referenceLabels, windowScores } from './labelled-scores.ts';
import { estimatedPerformance, realisedPerformance } from './performance.ts';
import { rankingOf } from './ranking.ts';
import type { MetricsContext } from './window.ts';
import { worstStatus } from './worst-status.ts';

type Outcomes = Report['outcomes'];

export interface OutcomeInputs {
  readonly data: OutcomeData;
  readonly reference: ReferenceData;
  readonly referenceScores: ReferenceScores;
  readonly scores: Pick<Report['scores'], 'engagementRate'>;
}

/** What became of the leads, beside what was predicted; and how good the scores are, realised and estimated. */
export async function outcomesSection(context: MetricsContext, inputs: OutcomeInputs): Promise<Outcomes> {
  const { data } = inputs;
  const quality = await scoreQuality(context, inputs);
  const base = { ...quality.section, predictedRate: rate(inputs.scores.engagementRate) };
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
  const reasons = [chosen.reason, quality.reason].filter((reason) => reason !== null);
  return {
    ...base,
    status: worstStatus([
      actualStatus(context, engaged, n),
      quality.degraded ? 'yellow' : 'green',
      quality.section.ranking?.status === 'chance' ? 'red' : 'green',
    ]),
    present: true,
    n,
    actualRate: { value: engaged / n, interval: [low, high] },
    reason: reasons.length === 0 ? null : reasons.join(' '),
  };
}

type Quality = Pick<Outcomes, 'joined' | 'performance' | 'referencePerformance' | 'estimated' | 'ranking'>;

async function scoreQuality(
  context: MetricsContext,
  { data, reference, referenceScores }: OutcomeInputs,
): Promise<{ section: Quality; degraded: boolean; reason: string | null }> {
  const { labelThreshold } = context.policy.scores;
  const { minimumRows } = context.policy.outcomes;
  const labelled = referenceLabels(reference, referenceScores);
  const joined = await joinOutcomes(context, data);
  const matched = {
    scores: joined.rows.map((row) => row.score),
    labels: joined.rows.map((row) => row.label),
  };
  const realised = realisedPerformance(matched, labelThreshold, minimumRows);
  const before =
    labelled === null ? null : realisedPerformance(labelled, labelThreshold, minimumRows).performance;
  const estimated =
    labelled === null
      ? null
      : estimatedPerformance(await windowScores(context), labelled, labelThreshold, minimumRows);
  const { performance } = realised;
  const ranking =
    unusable(context, data, joined.rows.length) ??
    rankingOf({
      joined,
      window: context.window.predictions,
      baseline: unseen(context.policy) ? (before?.auc?.value ?? null) : null,
      policy: context.policy,
    });
  return {
    section: {
      joined: joined.rows.length,
      performance,
      referencePerformance: before,
      estimated,
      ...(data.present ? { ranking } : {}),
    },
    degraded: accuracyFell(performance, before),
    // What the ranking says is not said twice.
    reason:
      data.present && performance === null && ranking.status !== 'unusable'
        ? notJoined(data, realised.reason)
        : null,
  };
}

/** A model scores the rows that it learnt from far better than any others: those are no baseline. */
const unseen = ({ reference }: Policy): boolean =>
  reference.scores === 'holdout' || reference.scores === 'crossValidated';

const NO_JOIN_KEY =
  'The outcomes carry no join key, so they are not matched with predictions: set outcomes.keyColumn of the policy.';

/** Why outcomes that are there cannot say anything about the scores; null where they can, or once there are more. */
function unusable(
  { policy, now }: MetricsContext,
  data: OutcomeData,
  matched: number,
): NonNullable<Outcomes['ranking']> | null {
  const because = (reason: string) => ({ status: 'unusable' as const, n: 0, auc: null, below: null, reason });
  if (data.rows > 0 && data.rejected === data.rows) {
    return because(`All ${plural(data.rows, 'row')} of the outcomes were refused.`);
  }
  if (data.keyColumn === null) {
    return because(NO_JOIN_KEY);
  }
  const known = data.outcomes.filter((row) => row.time <= now).length;
  return matched === 0 && known >= policy.outcomes.minimumRows
    ? because(
        `None of ${plural(known, 'outcome')} has the ${data.keyColumn} of a lead that was predicted before.`,
      )
    : null;
}

const notJoined = (data: OutcomeData, reason: string | null): string =>
  `Matched with predictions by ${data.keyColumn}: ${reason ?? 'nothing to compare.'}`;

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
  const reason = `${plural(recent.length, 'outcome')} in the window, fewer than ${formatCount(minimumRows)}: all ${formatCount(known.length)} up to ${isoDate(now)} are counted.`;
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
