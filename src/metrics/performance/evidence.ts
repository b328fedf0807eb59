import type { ReferenceOrigin } from '../../ingest/sources/reference-origin.ts';
import type { FrozenBaseline } from '../../report/schema/frozen-baseline.ts';
import type { PerformanceSection } from '../../report/schema/performance.ts';
import type { Policy } from '../../settings/policy-schema.ts';
import type { CalibrationMap } from '../../stats/performance/calibration-map.ts';
import { type ChanceFinding, type LabelledScores, ranksLeads } from '../../stats/performance/chance-rule.ts';
import {
  type Baseline,
  calibrationOf,
  chooseBaseline,
  labelledScores,
  wholeAuc,
  whyNoBaseline,
} from './baseline.ts';
import { judgePerformance, LOOK_WEEKS, type LookRows, type PerformanceFindings, stretches } from './judge.ts';
import type { Lead } from './leads.ts';
import type { Maturity } from './maturity.ts';
import { type Population, populationOf } from './population.ts';
import { leadsIn, WEEK_MS } from './weeks.ts';

export interface EvidenceInputs {
  readonly policy: Pick<Policy, 'performance' | 'scores' | 'outcomes' | 'privacy'>;
  /** Leads of one version, oldest first. */
  readonly own: readonly Lead[];
  readonly maturity: Maturity;
  /** Reference rows with score and outcome; null where there are none. */
  readonly reference: LabelledScores | null;
  readonly origin: ReferenceOrigin;
  readonly frozen: FrozenBaseline | null;
  /** Of the report before, where it was of the same version. */
  readonly previous: Pick<PerformanceSection, 'drop' | 'miscalibration'> | null;
  /** Fewest outcomes of a look, for simulations; default as in `judge.ts`. */
  readonly lookRows?: LookRows;
}

/** What the mature outcomes of a version show: everything that performance is judged by. */
export interface MatureEvidence {
  /** Mature leads with an outcome. */
  readonly mature: readonly Lead[];
  readonly baseline: Baseline | null;
  /** Why the reference is none; null where it is. */
  readonly whyNoBaseline: string | null;
  readonly map: CalibrationMap | null;
  readonly among: Population;
  readonly findings: PerformanceFindings;
  readonly ranking: ChanceFinding;
  /** The newest mature lead with an outcome, where outcomes stopped coming; null where they did not. Epoch milliseconds. */
  readonly stoppedAt: number | null;
  readonly drop: PerformanceSection['drop'];
}

/** Fewest rows of any figure. */
export const fewestRows = ({ outcomes, privacy }: Pick<Policy, 'outcomes' | 'privacy'>): number =>
  Math.max(outcomes.minimumRows, privacy.k);

/** Reads leads only; the same for a report and for the simulations of the rules. */
export function evidenceOf(inputs: EvidenceInputs): MatureEvidence {
  const { policy, own, maturity, reference, origin, frozen, previous } = inputs;
  // Rows that name no version contradict none.
  const version = own[0]?.version || null;
  const { until } = maturity;
  const minimum = fewestRows(policy);
  const grown = own.filter(({ time }) => time <= until);
  const mature = grown.filter(({ label }) => label !== null);
  const baseline = chooseBaseline({ policy, origin, version, reference, mature, frozen });
  const map = calibrationOf(baseline, minimum);
  const longest = { start: until - Math.max(...LOOK_WEEKS) * WEEK_MS, end: until };
  const among = populationOf(leadsIn(grown, longest), policy.privacy.k);
  const findings = judgePerformance({
    mature,
    until,
    baseline,
    map,
    weight: among.weight,
    policy,
    previous,
    lookRows: inputs.lookRows,
  });
  const ranking = ranksLeads(
    labelledScores(mature),
    stretches({ mature, until, baseline: null }, minimum).map((stretch) => stretch.rows),
    own.map(({ score }) => score),
    {
      baseline: baseline === null || baseline.until !== null ? null : wholeAuc(baseline.rows),
      minimum,
    },
  );
  return {
    mature,
    baseline,
    whyNoBaseline: whyNoBaseline(origin, version),
    map,
    among,
    findings,
    ranking,
    stoppedAt: stoppedAt(grown, until),
    drop: dropOf(findings.drop, ranking, maturity),
  };
}

/** Outcomes that must be missing, by the share of leads that had one before; by chance that never happens. */
const MISSED = 20;

/**
 * When outcomes stopped coming: a whole mature week and more has none, though its leads are many enough that it should.
 *
 * @param grown mature leads of the version, oldest first.
 */
function stoppedAt(grown: readonly Lead[], until: number): number | null {
  const last = grown.findLast(({ label }) => label !== null)?.time;
  if (last === undefined || until - last < WEEK_MS) return null;
  const before = leadsIn(grown, { start: last - Math.max(...LOOK_WEEKS) * WEEK_MS, end: last });
  const share = before.filter(({ label }) => label !== null).length / before.length;
  return leadsIn(grown, { start: last, end: until }).length * share > MISSED ? last : null;
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
