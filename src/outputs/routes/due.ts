import { matchesRoute, type RouteFilter } from '../../alerts/routing/matches.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import { DAY_MS } from '../../wording/time.ts';
import type { Told } from './ledger.ts';

/** What an incident's message is about. */
export type NewsKind = 'opened' | 'worse' | 'reminder' | 'acknowledged' | 'recovered';

/** One message that a route is owed. */
export interface News {
  readonly kind: NewsKind;
  /** Unique within the incident's life: `opened`, `worse-2`, …; as in `Incident.event`, and `acknowledged`. */
  readonly event: string;
  readonly incident: Incident;
  /** Whether earlier messages may have told the same: the route's state was lost, or the route is new. */
  readonly mayRepeat: boolean;
}

/** The incidents of one report. */
export interface IncidentRun {
  readonly generatedAt: string;
  /** Absent in reports that recorded none. */
  readonly incidents?: readonly Incident[] | undefined;
}

export interface DueInputs {
  /** Reports up to the one that is told of, which is the first; newest first. */
  readonly runs: readonly IncidentRun[];
  readonly filter: RouteFilter;
  readonly told: (incident: string) => Told;
  /** Ids of incidents of which the route was told something. */
  readonly toldOf: readonly string[];
  /** Time of the last report that the route was told of; null where that is unknown. */
  readonly handledUntil: string | null;
  /** Whether the receiver is told of acknowledgements. */
  readonly tellsAcknowledged: boolean;
  /** Whether the receiver recognises what it was told before. */
  readonly exact: boolean;
}

/** How far back an exact receiver is told of ends: what was told of the beginning may be lost. */
const LOOK_BACK_DAYS = 90;

/**
 * What a route is owed after a report: of every incident that is for it, what happened since it was last told. What earlier
 * runs failed to tell is included, in one message that says how things are now. Nothing of an incident that is silenced: it
 * is owed again when the silence is over.
 */
export function dueNews(inputs: DueInputs): News[] {
  const [current] = inputs.runs;
  if (current?.incidents === undefined) return [];
  const living = current.incidents.filter(({ state }) => state !== 'recovered');
  const known = new Set(living.map(({ id }) => id));
  const over = endedIncidents(inputs).filter(({ id }) => !known.has(id));
  const isSilenced = ({ silencedUntil }: Incident): boolean => isAfter(silencedUntil, current.generatedAt);
  return [
    ...living.filter((incident) => !isSilenced(incident)).flatMap((incident) => newsOf(incident, inputs)),
    ...over.filter((incident) => !isSilenced(incident)).flatMap((incident) => endOf(incident, inputs)),
  ];
}

function newsOf(incident: Incident, inputs: DueInputs): News[] {
  const told = inputs.told(incident.id);
  const isKnown = told.events.size > 0;
  // One that was for the route once stays so: who is told of a beginning is told of the end.
  const isFor = isKnown || matchesRoute(incident, inputs.filter) || wasTellable(incident, inputs);
  if (!isFor) return [];
  const isAcknowledged = incident.acknowledged !== null;
  const acknowledged =
    isAcknowledged && inputs.tellsAcknowledged && !told.events.has('acknowledged')
      ? [news('acknowledged', 'acknowledged', incident)]
      : [];
  if (!isKnown) {
    const mayRepeat = inputs.handledUntil === null && wasTellable(incident, inputs);
    return [{ ...news('opened', 'opened', incident), mayRepeat }, ...acknowledged];
  }
  const { worsened, reminders } = incident;
  if (worsened > told.worsened) return [news('worse', `worse-${worsened}`, incident), ...acknowledged];
  if (reminders > told.reminders && !isAcknowledged)
    return [news('reminder', `reminder-${reminders}`, incident)];
  return acknowledged;
}

/** The end of an incident, also of one of whose beginning the route was not told although it should have been. */
function endOf(incident: Incident, inputs: DueInputs): News[] {
  const told = inputs.told(incident.id);
  if (told.events.has('recovered')) return [];
  if (told.events.size === 0 && !wasTellable(incident, inputs)) return [];
  const mayRepeat = told.events.size === 0 && inputs.handledUntil === null;
  return [{ ...news('recovered', 'recovered', incident), mayRepeat }];
}

const news = (kind: NewsKind, event: string, incident: Incident): News => ({
  kind,
  event,
  incident,
  mayRepeat: false,
});

/** Whether the route was, or should have been, told of an incident after one of the earlier reports. */
function wasTellable({ id }: Incident, { runs, filter }: DueInputs): boolean {
  return runs
    .slice(1)
    .some(({ generatedAt, incidents = [] }) =>
      incidents.some(
        (before) =>
          before.id === id &&
          before.state !== 'recovered' &&
          !isAfter(before.silencedUntil, generatedAt) &&
          matchesRoute(before, filter),
      ),
    );
}

/**
 * Incidents that the newest report does not hold as open, as they were last seen: those that ended since the route was last
 * told of a report, and those whose end it was not told, however long ago that was. To an exact receiver
 * the ends of the last months are told: after a lost state that closes what is open there, else it changes nothing.
 */
function endedIncidents({ runs, handledUntil, told, toldOf, exact }: DueInputs): Incident[] {
  const newest = Date.parse(runs[0]?.generatedAt ?? '');
  const handled = handledUntil === null ? newest : Date.parse(handledUntil);
  const from = exact ? Math.min(handled, newest - LOOK_BACK_DAYS * DAY_MS) : handled;
  const waiting = new Set(toldOf.filter((id) => !told(id).events.has('recovered')));
  const seen = new Set<string>();
  return runs.flatMap(({ generatedAt, incidents = [] }, i) =>
    incidents.filter((incident) => {
      const { id, silencedUntil } = incident;
      if (seen.has(id)) return false;
      seen.add(id);
      // A silence puts off what is told of an end.
      const tellable = Math.max(
        Date.parse(generatedAt),
        silencedUntil === null ? 0 : Date.parse(silencedUntil),
      );
      return i === 0 || tellable > from || waiting.has(id);
    }),
  );
}

const isAfter = (time: string | null, other: string): boolean =>
  time !== null && Date.parse(time) > Date.parse(other);
