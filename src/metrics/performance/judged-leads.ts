import type { ReferenceOrigin } from '../../ingest/sources/reference-origin.ts';
import type { OutcomeData } from '../../ingest/sources/tables.ts';
import type { TimeRange } from '../../ingest/store.ts';
import type { FrozenBaseline } from '../../report/schema/frozen-baseline.ts';
import type { CalibrationMap } from '../../stats/performance/calibration-map.ts';
import type { LabelledScores } from '../../stats/performance/chance-rule.ts';
import { currentVersion } from '../current-version.ts';
import type { MetricsContext } from '../window.ts';
import { type Baseline, calibrationOf, chooseBaseline } from './baseline.ts';
import { fewestRows } from './evidence.ts';
import type { Baselines } from './frozen.ts';
import { joinLeads, judgedVersion, type KeyedLead } from './leads.ts';
import { type Maturity, maturityOf } from './maturity.ts';
import { type ScoreCounts, windowScores } from './window-scores.ts';

/** Leads with their outcomes, and which of them count: performance, ranking and segments speak of the same. */
export interface JudgedLeads {
  /** Of all versions, oldest prediction first. */
  readonly leads: readonly KeyedLead[];
  /** The version that is judged; null without predictions. */
  readonly version: string | null;
  /** Leads of that version. */
  readonly own: readonly KeyedLead[];
  /** Null where no outcome is known. */
  readonly maturity: Maturity | null;
}

export async function judgedLeads(context: MetricsContext, data: OutcomeData): Promise<JudgedLeads> {
  const { store, policy, now } = context;
  const leads = await joinLeads(store, now, data);
  const version = await judgedVersion(context, leads);
  return {
    leads,
    version,
    own: leads.filter((lead) => lead.version === version),
    maturity: maturityOf(leads, policy.outcomes.maturityDays, now),
  };
}

/** What earlier reports froze of a version, and the part of it that counts at `until` (epoch milliseconds). */
export function readFrozen(
  baselines: Baselines | undefined,
  version: string | null,
  until: number,
): { readonly found: ReturnType<Baselines['read']>; readonly frozen: FrozenBaseline | null } {
  const found = version === null ? 'absent' : (baselines?.read(version) ?? 'absent');
  // One that is younger than this report is of a later run.
  const counts = typeof found !== 'string' && Date.parse(found.until) <= until;
  return { found, frozen: counts ? found : null };
}

/** Scores of the version in use, which a reference as baseline allows to estimate from. */
export interface Estimable {
  readonly range: TimeRange;
  readonly window: ScoreCounts;
  readonly baseline: Baseline;
  readonly map: CalibrationMap;
}

/** What can be estimated from without an outcome; null where versions are mixed or the reference is no baseline. */
export async function estimableScores(
  context: MetricsContext,
  { reference, origin }: { readonly reference: LabelledScores | null; readonly origin: ReferenceOrigin },
): Promise<Estimable | null> {
  const { policy } = context;
  const { mixed, version, range } = await currentVersion(context);
  if (mixed) return null;
  const baseline = chooseBaseline({ policy, origin, version, reference, mature: [], frozen: null });
  const map = calibrationOf(baseline, fewestRows(policy));
  if (baseline === null || map === null) return null;
  return { range, window: await windowScores(context, range), baseline, map };
}
