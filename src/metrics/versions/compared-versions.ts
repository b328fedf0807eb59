import type { TimeRange } from '../../ingest/store.ts';
import type { ModelPair } from '../../report/schema/model-versions.ts';
import { DAY_MS } from '../../wording/time.ts';
import { fewestRows } from '../performance/evidence.ts';
import { LOOK_WEEKS } from '../performance/judge.ts';
import type { KeyedLead } from '../performance/leads.ts';
import type { Maturity } from '../performance/maturity.ts';
import { leadsIn, WEEK_MS } from '../performance/weeks.ts';
import type { MetricsContext } from '../window.ts';
import { type Compared, comparePaired, compareSplit, type SharedLead } from './compare.ts';
import { splitAtRandom } from './split-at-random.ts';

/** False findings of all pairs together. */
export const ALPHA = 0.05;
/** Both scores of a lead are of the same time where no more than this lies between them. */
const SAME_TIME_MS = DAY_MS;
/** Just before a time: ranges are open at their start. */
const JUST_BEFORE_MS = 0.001;

export interface Version {
  readonly version: string;
  readonly shadow: boolean;
  /** Of the whole log, oldest first. */
  readonly leads: readonly KeyedLead[];
  readonly inWindow: readonly KeyedLead[];
}

interface Found {
  readonly design: ModelPair['design'];
  readonly window: TimeRange | null;
  readonly compared: Compared;
}

/**
 * Two versions on leads that both scored, else on leads that were shared out between them at random.
 *
 * @param maturity null where no outcome is known.
 * @param alpha false findings of this pair.
 */
export async function comparedVersions(
  context: MetricsContext,
  first: Version,
  second: Version,
  maturity: Maturity | null,
  alpha: number,
): Promise<Found> {
  const { policy } = context;
  if (maturity === null) return not('no outcome of a lead that they scored is known');
  const minimum = fewestRows(policy);
  const options = { k: policy.ranking.target, minimum, fewest: policy.privacy.k, alpha };
  const range = { start: maturity.until - Math.max(...LOOK_WEEKS) * WEEK_MS, end: maturity.until };
  const [a, b] = [leadsIn(first.leads, range), leadsIn(second.leads, range)];
  const shared = sharedLeads(a, b);
  if (shared.length * 2 >= Math.min(a.length, b.length) && shared.length >= minimum) {
    return { design: 'paired', window: range, compared: settled(comparePaired(shared, options), maturity) };
  }
  if (second.shadow) return not('too few leads that both scored are mature');
  // A lead that both scored at different times was not shared out.
  const both = new Set(b.map(({ key }) => key));
  const twice = new Set(a.map(({ key }) => key).filter((key) => both.has(key)));
  const once = (leads: readonly KeyedLead[]): KeyedLead[] => leads.filter(({ key }) => !twice.has(key));
  const [onlyA, onlyB] = [once(a), once(b)];
  const overlap = overlapOf(onlyA, onlyB);
  const [c, d] = [leadsIn(onlyA, overlap), leadsIn(onlyB, overlap)];
  if (Math.min(c.length, d.length) < minimum) {
    return not(
      twice.size >= minimum
        ? 'leads that both scored were scored at different times: the later version knew more'
        : 'they did not score enough leads, whose outcomes are mature, at the same time',
    );
  }
  const split = await splitAtRandom(context, c, d, overlap);
  if (!split.random) return not(split.reason);
  const compared = compareSplit(c, d, options);
  return {
    design: 'split',
    window: overlap,
    compared: settled({ ...compared, basis: [...split.basis, ...compared.basis] }, maturity),
  };
}

/** Outcomes that may still be incomplete recommend nothing. */
function settled(compared: Compared, { provisional }: Maturity): Compared {
  if (!provisional || compared.recommended === null) return compared;
  return {
    ...compared,
    recommended: null,
    reason: 'how long outcomes take is not known well enough yet',
  };
}

const not = (reason: string): Found => ({
  design: 'none',
  window: null,
  compared: {
    reason: `not compared: ${reason}`,
    basis: [],
    leads: 0,
    labelled: 0,
    confidence: 1 - ALPHA,
    rocAuc: null,
    precision: null,
    needed: null,
    recommended: null,
  },
});

/** The time in which both scored leads. */
function overlapOf(a: readonly KeyedLead[], b: readonly KeyedLead[]): TimeRange {
  const start = Math.max(a[0]?.time ?? Infinity, b[0]?.time ?? Infinity);
  return {
    start: start - JUST_BEFORE_MS,
    end: Math.min(a.at(-1)?.time ?? -Infinity, b.at(-1)?.time ?? -Infinity),
  };
}

/** Leads that both scored at the same time. */
export function sharedLeads(first: readonly KeyedLead[], second: readonly KeyedLead[]): SharedLead[] {
  const byKey = new Map(second.map((lead) => [lead.key, lead]));
  return first.flatMap((lead) => {
    const other = byKey.get(lead.key);
    return other === undefined || Math.abs(other.time - lead.time) > SAME_TIME_MS
      ? []
      : [{ first: lead, second: other }];
  });
}
