import type { ReferenceOrigin } from '../../ingest/sources/reference-origin.ts';
import type { OutcomeData } from '../../ingest/sources/tables.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { LabelledScores } from '../../stats/performance/chance-rule.ts';
import { publicVersion } from '../../wording/public-name.ts';
import { plural } from '../../wording/sentence-numbers.ts';
import { DAY_MS } from '../../wording/time.ts';
import { publishedRange } from '../privacy/coarse-time.ts';
import type { MetricsContext } from '../window.ts';
import { evidenceOf, fewestRows } from './evidence.ts';
import { estimatedFigures, estimatedMain, realisedFigures, shown } from './figures.ts';
import type { Baselines } from './frozen.ts';
import { estimableScores, judgedLeads, readFrozen } from './judged-leads.ts';
import { expectedFall } from './judgement.ts';
import { type Lead, mainVersion } from './leads.ts';
import { matureSection } from './mature-section.ts';
import { leadsOf } from './window-scores.ts';
import { waitsFor } from './words.ts';

export interface PerformanceInputs {
  readonly data: OutcomeData;
  /** Reference rows with score and outcome; null where there are none. */
  readonly reference: LabelledScores | null;
  /** The section of the report before this one; null where there is none. */
  readonly previous: PerformanceSection | null;
  /** Default: what the policy says. */
  readonly origin?: ReferenceOrigin;
  /** Default: nothing is frozen. */
  readonly baselines?: Baselines | undefined;
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
  baselineNote: null,
  realised: null,
  estimated: null,
  baseline: null,
  expected: null,
  detectable: null,
  looks: [],
  drop: { ...NO_RULE, critical: false, z: null },
  miscalibration: { ...NO_RULE, ratio: null, z: null },
  explored: null,
  residual: null,
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
  const { policy, now, window } = context;
  const { data } = inputs;
  if (!data.present) {
    const reason = 'Not judged: there are no outcomes (OUTCOMES_PATH).';
    return { ...EMPTY, reason, ...(await foretold(context, inputs)) };
  }
  const { leads, version, own, maturity } = await judgedLeads(context, data);
  const useless = unusable(data, leads, now, policy.outcomes.minimumRows);
  if (useless !== null) {
    return { ...EMPTY, judgement: 'unusable', reason: useless, ...(await foretold(context, inputs)) };
  }
  const labelled = leads.filter(({ label }) => label !== null).length;
  const few = {
    ...EMPTY,
    labelled,
    judgement: 'few' as const,
    version: publishedVersion(own, policy),
  };
  if (maturity === null) return { ...few, reason: waitsFor(policy.outcomes.minimumRows, 'No outcome yet') };
  const previous =
    inputs.previous !== null &&
    isOfVersion(inputs.previous, { published: few.version, version, leads, window })
      ? inputs.previous
      : null;
  const { found, frozen } = readFrozen(inputs.baselines, version, maturity.until);
  const evidence = evidenceOf({
    policy,
    own,
    maturity,
    reference: inputs.reference,
    origin: inputs.origin ?? policy.reference,
    frozen,
    previous,
  });
  const { baseline } = evidence;
  const record = maturity.provisional ? null : (baseline?.record ?? null);
  if (record !== null && version !== null && found === 'absent') inputs.baselines?.keep(version, record);
  const section = matureSection(context, { own, maturity, evidence, base: few });
  return { ...section, baselineNote: lostBaseline(found, previous, section) };
}

/**
 * Whether the report before judged the same version. Where versions are not told, the leads tell which one it must have
 * judged, as far as the log reaches back.
 */
function isOfVersion(
  previous: PerformanceSection,
  now: {
    readonly published: string | null;
    readonly version: string | null;
    readonly leads: readonly Lead[];
    readonly window: MetricsContext['window'];
  },
): boolean {
  if (previous.version !== now.published) return false;
  if (now.published !== null || previous.maturity === null) return true;
  const end = Date.parse(previous.maturity.until) + previous.maturity.days * DAY_MS;
  const { predictions } = now.window;
  const before = mainVersion(
    now.leads.filter(({ time }) => time <= end),
    { start: end - (predictions.end - predictions.start), end },
  );
  return before === null || before === now.version;
}

/** Null where it is not to be told, or of fewer than k leads. */
const publishedVersion = (own: readonly Lead[], { privacy }: Policy): string | null =>
  privacy.modelVersions && own.length >= privacy.k ? publicVersion(own[0]?.version ?? '') || null : null;

/** Why a baseline that an earlier report froze had to be made anew; null where it was not. */
function lostBaseline(
  found: ReturnType<Baselines['read']>,
  previous: PerformanceSection | null,
  { baselineSource }: PerformanceSection,
): string | null {
  if (typeof found !== 'string' || baselineSource !== 'outcomes') return null;
  const anew = 'it was made anew from the first outcomes that the log still holds';
  if (found === 'damaged') return `The frozen baseline in the archive cannot be read; ${anew}.`;
  const was = previous?.baselineSource === 'outcomes' && previous.maturity?.provisional === false;
  return was ? `The frozen baseline is gone from the archive; ${anew}.` : null;
}

/** What can be said without an outcome: the estimate of all scores of the window, where the reference can be a baseline. */
async function foretold(
  context: MetricsContext,
  { reference, origin }: PerformanceInputs,
): Promise<Partial<PerformanceSection>> {
  const { policy } = context;
  const { labelThreshold: threshold } = policy.scores;
  const minimum = fewestRows(policy);
  const estimable = await estimableScores(context, { reference, origin: origin ?? policy.reference });
  if (estimable === null) return {};
  const { range, window, baseline, map } = estimable;
  const before = realisedFigures(baseline.rows, threshold);
  const expected =
    leadsOf(window) < minimum ? null : estimatedFigures(window.scores, map, threshold, null, window.counts);
  const fall = expectedFall(estimatedMain(baseline.rows.scores, map, threshold), expected, policy);
  return {
    ...(fall === null ? {} : { status: 'yellow', reason: fall }),
    baselineSource: baseline.source,
    baseline: shown(before, null),
    expected: shown(expected, publishedRange(range, context.window.predictions, policy)),
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
    ? `No outcome has the ${data.keyColumn} of a lead that was predicted before.`
    : null;
}
