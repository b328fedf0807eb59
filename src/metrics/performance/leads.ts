import type { OutcomeData, OutcomeRow } from '../../ingest/sources/tables.ts';
import type { ScoredKey, Store } from '../../ingest/store.ts';
import { BEFORE_ALL, DAY_MS } from '../../wording/time.ts';
import { currentVersion } from '../current-version.ts';
import type { MetricsContext } from '../window.ts';

/** A lead's first prediction by one model version, with what became of it. Times are epoch milliseconds. */
export interface Lead {
  /** The join key; absent where leads are simulated. */
  readonly key?: string;
  readonly version: string;
  readonly time: number;
  readonly score: number;
  /** 1 engaged, 0 not, null not known, or known before the prediction was made. */
  readonly label: 0 | 1 | null;
  /** When the outcome was known; null without a label. */
  readonly known: number | null;
  /** The label is that of a contacted lead from which nothing came back, so that `known` is no delay. */
  readonly assumed?: boolean;
  /** Contacted at random, whatever the score. */
  readonly explored?: boolean;
}

/** A lead with the join key that names it. */
export interface KeyedLead extends Lead {
  readonly key: string;
}

/** Until when an outcome may have been foretold. One that is dated only, at midnight, was of some time of that day. */
export const knownBy = (time: number): number => (time % DAY_MS === 0 ? time + DAY_MS : time);

/**
 * Leads with a join key, oldest prediction first, each once a version. A prediction made after the outcome did not
 * foretell it; the newest outcome of a lead counts. One query.
 */
export async function joinLeads(store: Store, now: number, data: OutcomeData): Promise<readonly KeyedLead[]> {
  if (data.keyColumn === null) return [];
  return withOutcomes(await store.firstScores(data.keyColumn, { start: BEFORE_ALL, end: now }), now, data);
}

interface Joined {
  readonly now: number;
  readonly outcomes: OutcomeData['outcomes'];
  readonly leads: readonly KeyedLead[];
}

/** Performance, ranking, segments and versions join the same leads; of a million that takes more than a second. */
const joined = new WeakMap<readonly ScoredKey[], Joined>();

/** First scores of leads with what became of them. What is assumed of a silent lead never replaces what is known of it. */
export function withOutcomes(
  scored: readonly ScoredKey[],
  now: number,
  { outcomes }: Pick<OutcomeData, 'outcomes'>,
): readonly KeyedLead[] {
  const known = joined.get(scored);
  if (known !== undefined && known.now === now && known.outcomes === outcomes) return known.leads;
  const leads = join(scored, now, outcomes);
  joined.set(scored, { now, outcomes, leads });
  return leads;
}

function join(
  scored: readonly ScoredKey[],
  now: number,
  outcomes: OutcomeData['outcomes'],
): readonly KeyedLead[] {
  const newest = new Map<string, OutcomeRow>();
  for (const row of outcomes) {
    if (row.key === null || row.time > now) continue;
    const known = newest.get(row.key);
    const [is, was] = [row.assumed === true, known?.assumed === true];
    if (known === undefined || (is === was ? row.time >= known.time : was)) newest.set(row.key, row);
  }
  return scored.map(({ key, version, time, score }): KeyedLead => {
    const outcome = newest.get(key);
    return outcome === undefined || time > knownBy(outcome.time)
      ? { key, version, time, score, label: null, known: null }
      : {
          key,
          version,
          time,
          score,
          label: outcome.engaged ? 1 : 0,
          known: Math.max(time, outcome.time),
          ...(outcome.assumed === true ? { assumed: true } : {}),
          ...(outcome.explored === true ? { explored: true } : {}),
        };
  });
}

/** Fewest leads of a version that took over; one that only a few predictions name may be a test. */
const IN_USE_FROM = 20;

/**
 * The version whose performance counts: the one in use since another one gave way to it, else the one that made most
 * predictions of the window. Asks what other sections ask.
 */
export async function judgedVersion(context: MetricsContext, leads: readonly Lead[]): Promise<string | null> {
  const range = context.window.predictions;
  const main = mainVersion(leads, range);
  const { version, mixed } = await currentVersion(context);
  if (mixed || version === null || version === main) return main;
  const own = leads.filter(
    (lead) => lead.version === version && lead.time > range.start && lead.time <= range.end,
  );
  return own.length >= IN_USE_FROM ? version : main;
}

/** The version that made most predictions of the range, else the newest; null without predictions. */
export function mainVersion(
  leads: readonly Lead[],
  range: { readonly start: number; readonly end: number },
): string | null {
  const counts = new Map<string, number>();
  for (const { version, time } of leads) {
    if (time > range.start && time <= range.end) counts.set(version, (counts.get(version) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? leads.at(-1)?.version ?? null;
}
