import { areaWords } from '../../alerts/coverage.ts';
import type { Since, Status } from '../../report/schema/common.ts';
import type { Incident } from '../../report/schema/incidents.ts';
import type { Alert, Report } from '../../report/schema/report.ts';
import { causesSentences } from '../../wording/causes.ts';
import { sentence } from '../../wording/clean-text.ts';
import { decisionWords } from '../../wording/decisions.ts';
import { formatShortDay, plural } from '../../wording/format.ts';
import { alertOverWords } from '../../wording/over.ts';
import { alertLook } from '../../wording/status.ts';
import { formatThreshold, formatWithUnit } from '../../wording/units.ts';
import { figureViewOf, type SparkSource } from './figures.ts';
import { alertOf, figureOf, ownerOf } from './subject.ts';

/** One thing that is wrong, or was: said once, with its age, owner, action and evidence. */
export interface Problem {
  /** Id of the alert that it is about, else of the figure or other subject. */
  readonly key: string;
  readonly tone: Status;
  readonly sentence: string;
  readonly section: string;
  /** "9 reports", "new"; null where that is not known, as in a first report. */
  readonly since: string | null;
  /** "worse, acknowledged by Ada": what is new of its incident, and who has taken it. */
  readonly state?: string | null;
  readonly owner: string | null;
  readonly action: string | null;
  /** The figure that shows it over the reports. */
  readonly spark: { readonly label: string; readonly source: SparkSource } | null;
  /** What was looked at, the threshold, and what else was found of the same. */
  readonly notes: readonly string[];
  /** Whether it has ended. */
  readonly over: boolean;
}

/**
 * Everything that is wrong in a report, most severe first, then what is over; each once.
 * @param isFirst whether no report was before it, so that nobody knows what is new.
 */
export function problems(report: Report, isFirst = false): Problem[] {
  const firing = new Set(report.alerts.filter(({ status }) => status === 'firing').map(({ id }) => id));
  const reasons = report.verdict.reasons.map((reason, i) => {
    const id = reason.id ?? `reason-${i}`;
    return { ...reason, key: firing.has(alertOf(id)) ? alertOf(id) : id };
  });
  const incidents = (report.incidents ?? []).filter(({ state }) => state !== 'recovered');
  const incidentOf = (id: string): Incident | undefined =>
    incidents.find(
      ({ rule, members }) => rule === id || members.some((member) => member.rule === id && member.fires),
    );
  // What speaks of one incident is one problem: it stands where the most severe part of it stands.
  const rowOf = ({ key }: { readonly key: string }): string => incidentOf(key)?.id ?? key;
  const found = [...Map.groupBy(reasons, rowOf).values()].map(([first, ...same]): Problem => {
    const key = first?.key ?? '';
    const incident = incidentOf(key);
    const alert = report.alerts.find(({ id }) => id === alertOf(key));
    const figure = figureOf(key, report);
    return {
      key,
      tone: first?.status ?? 'unknown',
      sentence: first?.text ?? '',
      section: sectionOf(alert, first?.section ?? 'overview'),
      ...common(report, key, alert, figure, first?.id),
      ...(incident === undefined ? {} : { since: incidentAge(incident), state: incidentState(incident) }),
      ...(isFirst ? { since: null } : {}),
      // Nobody is asked to do anything about what the team silenced.
      ...(first?.silenced === true ? { action: null } : {}),
      notes: [
        ...(incident === undefined ? [] : causesSentences(incident)),
        ...same.map(({ text }) => text),
        ...(alert?.status === 'firing' ? alertNotes(alert) : []),
      ],
      over: false,
    };
  });
  const known = new Set(found.map(({ key }) => key));
  return [...found, ...unjudged(report, known), ...ended(report, known)];
}

const incidentAge = ({ state, reports }: Incident): string =>
  state === 'opened' ? 'new' : plural(reports, 'report');

/** "worse, silenced until 2 Mar", of which the end is the day itself; null where there is nothing to say. */
function incidentState({ state, silencedUntil, acknowledged }: Incident): string | null {
  const parts = [
    state === 'worse' ? 'worse' : null,
    silencedUntil === null ? null : `silenced until ${formatShortDay(Date.parse(silencedUntil) - 1)}`,
    silencedUntil === null && acknowledged !== null ? acknowledgedBy(acknowledged) : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** "acknowledged by sales"; its reason stands with the decisions. */
const acknowledgedBy = ({ by }: NonNullable<Incident['acknowledged']>): string =>
  decisionWords('acknowledged', { by, until: null, reason: null });

/** The page of the subject says more than the alert; an alert without one has its own place. */
function sectionOf(alert: Alert | undefined, section: string): string {
  return alert !== undefined && section === 'alerts' ? `alerts#${alert.id}` : section;
}

type Common = Pick<Problem, 'since' | 'owner' | 'action' | 'spark'>;

function common(
  report: Report,
  key: string,
  alert: Alert | undefined,
  figureId: string | null,
  reasonId: string | undefined,
): Common {
  const firing = alert?.status === 'firing' ? alert : undefined;
  const judged = figureId === null ? undefined : report.figures[figureId];
  const own = reasonId === undefined ? undefined : report.figures[reasonId];
  const figure = figureId === null ? null : figureViewOf(report, figureId);
  return {
    since: age(firing === undefined ? (own ?? judged)?.since : firing.since),
    owner: alert?.owner ?? ownerOf(key, report),
    action: firing?.action ?? own?.action ?? judged?.action ?? ACTIONS[key]?.(report) ?? null,
    spark: figure === null || figure.spark === null ? null : { label: figure.label, source: figure.spark },
  };
}

/** What to do about subjects that are neither an alert nor a figure. */
const ACTIONS: Readonly<Record<string, (report: Report) => string | null>> = {
  api: ({ health }) => health.api.action,
  retraining: () => 'Follow the commands of the retraining workflow.',
};

const age = (since: Since | null | undefined): string | null => {
  if (since == null) return null;
  return since.reports < 2 ? 'new' : plural(since.reports, 'report');
};

const alertNotes = ({ title, value, threshold, unit, explanation }: Alert): string[] => [
  ...(value === null
    ? []
    : [`${title}: ${formatWithUnit(value, unit)} against ${formatThreshold(threshold, unit)}.`]),
  explanation,
];

/** Essential areas that were not judged; areas with the same cause share a row. */
function unjudged({ verdict }: Report, known: ReadonlySet<string>): Problem[] {
  if (known.has('coverage')) return [];
  const missing = (verdict.coverage?.missing ?? []).filter(({ essential }) => essential);
  return [...Map.groupBy(missing, ({ reason }) => reason)].map(([reason, areas]) => ({
    key: `coverage-${areas[0]?.area ?? ''}`,
    tone: 'unknown',
    sentence: `Not judged: ${areaWords(areas)}.`,
    section: areas[0]?.section ?? 'health',
    since: null,
    owner: null,
    action: sentence(reason),
    spark: null,
    notes: [],
    over: false,
  }));
}

/** Alerts that fired within the window and are over. */
const ended = (report: Report, known: ReadonlySet<string>): Problem[] =>
  report.alerts
    .filter(({ id, status }) => status === 'fired' && !known.has(id))
    .map((alert) => ({
      key: alert.id,
      tone: alertLook(alert).tone,
      sentence: sentence(`${alert.title}: ${alertOverWords(alert) ?? 'over'}`),
      section: `alerts#${alert.id}`,
      since: null,
      owner: alert.owner,
      action: null,
      spark: null,
      notes: alertNotes(alert),
      over: true,
    }));
