import type { Incident } from '../report/schema/incidents.ts';
import { SEVERITIES, type Severity } from '../report/schema/model.ts';
import { dayNumber, isoTime } from '../wording/time.ts';
import { type Finding, incidentId } from './incident-findings.ts';

/** Incidents told of one rule at most; further segments are in the rule's own explanation. */
const MAX_SEGMENTS = 10;
const MAX_EXPLAINS = 5;

export interface IncidentInputs {
  /** One of each rule, and one of each segment that a rule found; the most severe first. */
  readonly findings: readonly Finding[];
  /** Incidents of the report before this one (see `earlierReports`); empty where there is none. */
  readonly previous: readonly Incident[];
  /** The report, by the id that it was asked for: a rerun that is kept as `-2` has the incidents of the first run. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Days between two reminders of an open incident. */
  readonly reminderDays: number;
  /** What changed with an incident that is seen in this report. */
  readonly explain: (incident: Incident) => Incident['explains'];
}

type Member = Incident['members'][number];

/**
 * The incidents of a report, from its findings and the incidents of the report before it.
 *
 * A rule that cannot be judged neither opens nor ends an incident. Findings on one problem share an incident, which is over
 * when none of them fires; it gets worse when a rule joins or its severity exceeds what it was.
 */
export function incidentsOf(inputs: IncidentInputs): Incident[] {
  const { findings, previous, explain } = inputs;
  const living = previous.filter(({ state }) => state !== 'recovered');
  const byProblem = Map.groupBy(findings, ({ problem }) => problem);
  const lived = living.map((incident) => live(incident, byProblem.get(incident.problem) ?? [], inputs));
  for (const { problem } of living) byProblem.delete(problem);
  const opened = [...byProblem.values()]
    .map(firing)
    .flatMap((group) => (group.length === 0 ? [] : [open(group, inputs)]));
  return [...lived, ...bounded(opened, lived)]
    .map((incident) =>
      incident.state === 'recovered'
        ? incident
        : { ...incident, explains: withNew(incident, explain(incident)) },
    )
    .toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

/** What explained it before stays, since a feature that came back may still have begun it. */
function withNew({ explains }: Incident, found: Incident['explains']): Incident['explains'] {
  const known = (one: Incident['explains'][number]): boolean =>
    explains.some(({ kind, name }) => kind === one.kind && name === one.name);
  return [...explains, ...found.filter((one) => !known(one))].slice(0, MAX_EXPLAINS);
}

const firing = (findings: readonly Finding[]): Finding[] =>
  findings.filter(({ status }) => status === 'firing');

const isOf = (a: Pick<Finding, 'rule' | 'segment'>, b: Pick<Finding, 'rule' | 'segment'>): boolean =>
  a.rule === b.rule && a.segment === b.segment;

function live(
  before: Incident,
  findings: readonly Finding[],
  { now, reminderDays }: IncidentInputs,
): Incident {
  const known = before.members.map((member) => {
    const finding = findings.find((one) => isOf(one, member));
    // A rule that the policy no longer has is over.
    if (finding === undefined) return { ...member, fires: false };
    if (finding.status === 'unknown') return member;
    return memberOf(finding);
  });
  const joining = firing(findings)
    .filter((finding) => !before.members.some((member) => isOf(finding, member)))
    .map(memberOf);
  const members = [...known, ...joining];
  const reports = before.reports + 1;
  const days = daysBetween(before.openedAt, now);
  const base = { ...before, members, reports, days, silencedUntil: null, acknowledged: null };
  if (!members.some(({ fires }) => fires)) return { ...base, state: 'recovered', event: 'recovered' };
  const severity = worst(members.filter(({ fires }) => fires));
  const reminders = Math.floor(days / reminderDays);
  const seen = {
    ...base,
    ...shownOf(firing(findings), members),
    severity,
    peak: worst([{ severity }, { severity: before.peak }]),
    reminders,
  };
  if (joining.length > 0 || seen.peak !== before.peak) {
    const worsened = before.worsened + 1;
    return { ...seen, state: 'worse', worsened, lastWorse: isoTime(now), event: `worse-${worsened}` };
  }
  const event = reminders > before.reminders ? `reminder-${reminders}` : null;
  return { ...seen, state: 'open', event };
}

function open(group: readonly Finding[], { id, now, reminderDays }: IncidentInputs): Incident {
  const [first] = group;
  if (first === undefined) throw new Error('An incident opens with a finding.');
  const openedAt = first.since?.at ?? isoTime(now);
  const members = group.map(memberOf);
  const severity = worst(members);
  const days = daysBetween(openedAt, now);
  return {
    id: incidentId(first, openedAt, first.since?.report ?? id),
    rule: first.rule,
    segment: first.segment,
    problem: first.problem,
    severity,
    peak: severity,
    ...wordsOf(first),
    state: 'opened',
    openedIn: first.since?.report ?? id,
    openedAt,
    reports: first.since?.reports ?? 1,
    days,
    lastWorse: null,
    worsened: 0,
    reminders: Math.floor(days / reminderDays),
    event: 'opened',
    members,
    explains: [],
    silencedUntil: null,
    acknowledged: null,
  };
}

/** Not more than so many segments of one rule, those that are open already first. */
function bounded(opened: readonly Incident[], open: readonly Incident[]): Incident[] {
  const counts = new Map<string, number>();
  const count = (rule: string): number => {
    const next = (counts.get(rule) ?? 0) + 1;
    counts.set(rule, next);
    return next;
  };
  for (const { rule, state } of open) if (state !== 'recovered') count(rule);
  return opened.filter(({ rule }) => count(rule) <= MAX_SEGMENTS);
}

function memberOf({ rule, segment, title, severity, status }: Finding): Member {
  return { rule, segment, title, severity, fires: status === 'firing' };
}

/** Words and numbers of the most severe finding that fires; none where those that fire could not be judged again. */
function shownOf(findings: readonly Finding[], members: readonly Member[]): Partial<Incident> {
  const severity = worst(members.filter(({ fires }) => fires));
  const shown = findings.find((finding) => finding.severity === severity);
  return shown === undefined ? {} : wordsOf(shown);
}

const wordsOf = ({ owner, title, explanation, action, value, threshold, unit }: Finding) => ({
  owner,
  title,
  explanation,
  action,
  value,
  threshold,
  unit,
});

function worst(parts: readonly { readonly severity: Severity }[]): Severity {
  const found = SEVERITIES.find((severity) => parts.some((part) => part.severity === severity));
  return found ?? 'low';
}

const daysBetween = (from: string, to: number): number => dayNumber(to) - dayNumber(Date.parse(from));
