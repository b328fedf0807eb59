import type { RouteFilter } from '../../alerts/routing/matches.ts';
import { DAY_MS, isoDate } from '../../wording/time.ts';
import { mayHaveArrived } from '../delivery.ts';
import { dueNews, type IncidentRun, type News } from './due.ts';
import { Ledger, type Told } from './ledger.ts';
import type { Envelope, Transport } from './transport.ts';

export interface IncidentRoute {
  /** Under which is remembered what was told. */
  readonly name: string;
  readonly filter: RouteFilter;
  /** Collects what is of low severity; absent: nothing is collected. */
  readonly digest?: 'daily' | 'weekly' | undefined;
  readonly transport: Transport;
}

export interface TellInputs {
  readonly archiveDir: string;
  /** Reports up to the one that is told of, which is the first; newest first. */
  readonly runs: readonly IncidentRun[];
  readonly envelope: Envelope;
  /** Tells again of every incident of the report. */
  readonly force?: boolean;
}

export interface RouteOutcome {
  readonly told: readonly News[];
  /** What was told in a digest; null where none was sent. */
  readonly digest: readonly News[] | null;
  readonly errors: readonly Error[];
}

/** After so many failures one after the other the rest is left to the next run: the server is probably down. */
const MAX_FAILURES = 3;
const NOTHING: Told = { events: new Set(), worsened: 0, reminders: 0, thread: null };

/** Tells a route what it is owed after a report, each thing once, and remembers it. */
export async function tellIncidents(route: IncidentRoute, inputs: TellInputs): Promise<RouteOutcome> {
  const { transport, name } = route;
  const { envelope, archiveDir, force = false } = inputs;
  const ledger = new Ledger(archiveDir, name, transport.exact);
  const { now, later } = owed(route, inputs, ledger);
  const told: News[] = [];
  const errors: Error[] = [];
  let failures = 0;
  for (const news of now) {
    if (failures === MAX_FAILURES) break;
    const { incident, event } = news;
    const { worsened, reminders } = incident;
    const { thread } = force ? NOTHING : ledger.told(incident.id);
    if (!ledger.claim(incident.id, event, { worsened, reminders }) && !force) continue;
    try {
      const begun = await transport.incident({ ...envelope, news, thread });
      ledger.settle(incident.id, event, { worsened, reminders, thread: begun ?? thread });
      told.push(news);
      failures = 0;
    } catch (error) {
      if (transport.exact || !mayHaveArrived(error)) ledger.release(incident.id, event);
      errors.push(error as Error);
      failures++;
    }
  }
  const digest =
    later === null || failures === MAX_FAILURES
      ? null
      : await tellDigest(later, route, inputs, ledger, errors);
  if (errors.length === 0) ledger.handled(envelope.generatedAt);
  return { told, digest, errors };
}

/** What would be told, as the receiver would be sent it. */
export function previewIncidents(route: IncidentRoute, inputs: TellInputs): unknown[] {
  const { transport, name } = route;
  const ledger = new Ledger(inputs.archiveDir, name, transport.exact);
  const { now, later } = owed(route, inputs, ledger);
  const { envelope } = inputs;
  const single = now.map((news) =>
    transport.preview({ ...envelope, news, thread: ledger.told(news.incident.id).thread }),
  );
  if (later === null || later.news.length === 0) return single;
  return [...single, transport.previewDigest?.({ ...envelope, ...later })];
}

interface Digest {
  readonly news: readonly News[];
  readonly period: string;
}

/** What is told now, and what belongs into the digest of a period that has none yet; null where the period has one. */
function owed(
  { filter, digest, transport }: IncidentRoute,
  { runs, envelope, force = false }: TellInputs,
  ledger: Ledger,
): { readonly now: readonly News[]; readonly later: Digest | null } {
  const inputs = {
    runs,
    filter,
    told: force ? () => NOTHING : (incident: string) => ledger.told(incident),
    toldOf: force ? [] : ledger.incidents(),
    tellsAcknowledged: transport.tellsAcknowledged,
    exact: transport.exact,
  };
  const isLow = ({ incident }: News): boolean => digest !== undefined && incident.peak === 'low';
  const { handledUntil } = ledger;
  const now = dueNews({ ...inputs, handledUntil }).filter((news) => !isLow(news));
  if (digest === undefined) return { now, later: null };
  const period = periodOf(envelope.generatedAt, digest);
  const last = ledger.lastDigest();
  if (last !== null && last.period >= period && !force) return { now, later: null };
  const since = last === null ? handledUntil : last.generatedAt;
  const news = dueNews({ ...inputs, handledUntil: since }).filter(isLow);
  return { now, later: { news, period } };
}

async function tellDigest(
  { news, period }: Digest,
  { transport }: IncidentRoute,
  { envelope, force = false }: TellInputs,
  ledger: Ledger,
  errors: Error[],
): Promise<readonly News[] | null> {
  // Also without news: a period has one digest, in its first report.
  if (!ledger.claimDigest(period, envelope.generatedAt) && !force) return null;
  const claimed = news.filter(({ incident, event }) => ledger.claim(incident.id, event, incident) || force);
  if (claimed.length === 0) return null;
  try {
    await transport.digest?.({ ...envelope, news: claimed, period });
  } catch (error) {
    errors.push(error as Error);
    if (mayHaveArrived(error)) return null;
    ledger.releaseDigest(period);
    for (const { incident, event } of claimed) ledger.release(incident.id, event);
    return null;
  }
  for (const { incident, event } of claimed) {
    const { worsened, reminders } = incident;
    ledger.settle(incident.id, event, { worsened, reminders, thread: null });
  }
  return claimed;
}

/** The day (UTC) on which the day or week of a report began; weeks begin on Monday. */
function periodOf(generatedAt: string, digest: 'daily' | 'weekly'): string {
  const time = Date.parse(generatedAt);
  const daysSinceMonday = (new Date(time).getUTCDay() + 6) % 7;
  return isoDate(digest === 'daily' ? time : time - daysSinceMonday * DAY_MS);
}
