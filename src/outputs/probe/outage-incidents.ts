import type { SlidingPolicy } from '../../alerts/alert-policy.ts';
import { coverOf, decide } from '../../alerts/decisions.ts';
import { alertTitle } from '../../alerts/registry.ts';
import type { GivenDecisions } from '../../report/schema/decisions.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import { formatDuration, formatTime } from '../../wording/format.ts';
import { DAY_MS } from '../../wording/time.ts';
import type { IncidentRun } from '../routes/due.ts';
import type { HealthHistory, Outage } from './outages.ts';

const RULE = 'api-down';
/** Ends that are older were told, or are no news. */
const LOOK_BACK_MS = 7 * DAY_MS;

export interface OutagePolicy {
  readonly alert: SlidingPolicy;
  readonly reminderDays: number;
  readonly decisions: GivenDecisions;
}

/** Id of an outage: the same as long as the log holds its beginning. */
const idOf = ({ began }: Pick<Outage, 'began'>): string =>
  `${RULE}.${began.slice(0, 19).toLowerCase().replaceAll(':', '-')}z`;

const ID = /^api-down\.(\d{4}-\d\d-\d\d)t(\d\d)-(\d\d)-(\d\d)z$/;

/** The time that an id of an outage holds; null for another id. */
function beganIn(id: string): string | null {
  const [, day, hours, minutes, seconds] = ID.exec(id) ?? [];
  return day === undefined ? null : `${day}T${hours}:${minutes}:${seconds}.000Z`;
}

/**
 * The outages of a health log as incidents of reports, the newest of which is of the newest check.
 *
 * @param now ISO time of the newest check.
 * @param told of the outages of which routes were told, whether they were told of the end. Where the log does not hold one
 *   without an end, it was lost: an outage of which nobody was told goes on with its id, so that receivers take it for the same.
 */
export function outageRuns(
  { outages, quiet }: HealthHistory,
  now: string,
  told: ReadonlyMap<string, boolean>,
  policy: OutagePolicy,
): IncidentRun[] {
  const recent = outages.filter(
    (outage) =>
      outage.ended === null ||
      told.get(idOf(outage)) === false ||
      Date.parse(now) - Date.parse(outage.ended) < LOOK_BACK_MS,
  );
  const logged = new Set(outages.map(idOf));
  const lost = [...told]
    .flatMap(([id, over]) => (over || beganIn(id) === null || logged.has(id) ? [] : [id]))
    .toSorted();
  const seen = recent.flatMap((outage) => {
    const { known, ended } = outage;
    const own = idOf(outage);
    const id = (told.has(own) ? undefined : lost.pop()) ?? own;
    const began = beganIn(id) ?? outage.began;
    const opened = { at: known, incident: openIncident(id, began, outage, known, policy) };
    if (ended !== null) return [opened, { at: ended, incident: endedIncident(id, began, ended, policy) }];
    if (known === now) return [opened];
    return [opened, { at: now, incident: openIncident(id, began, outage, now, policy) }];
  });
  const overNow = quiet ? lost.map((id) => endedIncident(id, beganIn(id) ?? now, now, policy)) : [];
  const current = seen.filter(({ at }) => at === now).map(({ incident }) => incident);
  const earlier = seen.filter(({ at }) => Date.parse(at) < Date.parse(now));
  return [
    { generatedAt: now, incidents: [...current, ...overNow] },
    ...earlier.toReversed().map(({ at, incident }) => ({ generatedAt: at, incidents: [incident] })),
  ];
}

function openIncident(id: string, began: string, outage: Outage, at: string, policy: OutagePolicy): Incident {
  const { threshold, windowMinutes } = policy.alert;
  return incidentOf(id, began, at, policy, {
    explanation: `${outage.endpoint} failed ${threshold} times in ${windowMinutes} min, the last: ${outage.error ?? 'no answer'}.`,
    state: at === outage.known ? 'opened' : 'open',
    value: threshold,
  });
}

function endedIncident(id: string, began: string, at: string, policy: OutagePolicy): Incident {
  const lasted = formatDuration(Date.parse(at) - Date.parse(began));
  return incidentOf(id, began, at, policy, {
    explanation: `The API answers again; the trouble began ${formatTime(began)}, ${lasted} before.`,
    state: 'recovered',
    value: 0,
  });
}

function incidentOf(
  id: string,
  began: string,
  at: string,
  { alert, reminderDays, decisions }: OutagePolicy,
  own: Pick<Incident, 'explanation' | 'value'> & { readonly state: Exclude<Incident['state'], 'worse'> },
): Incident {
  const { severity, owner, action, threshold } = alert;
  const title = alertTitle(RULE);
  const { state } = own;
  const fires = state !== 'recovered';
  const days = Math.floor((Date.parse(at) - Date.parse(began)) / DAY_MS);
  const incident: Incident = {
    ...{ id, rule: RULE, segment: null, problem: RULE, severity, peak: severity, owner, title, action },
    ...own,
    event: state === 'open' ? null : state,
    ...{ days, reminders: fires ? Math.floor(days / reminderDays) : 0 },
    ...{ openedIn: id, openedAt: began, reports: 0, lastWorse: null, worsened: 0 },
    ...{ threshold, unit: 'failed health checks', explains: [] },
    members: [{ rule: RULE, segment: null, title, severity, fires }],
    silencedUntil: null,
    acknowledged: null,
  };
  const subjects = { alert: [RULE], incident: [id], figure: [], feature: [] };
  const decided = decide(decisions, { subjects, now: Date.parse(at), nearest: () => null });
  return { ...incident, ...coverOf(incident, decided) };
}
