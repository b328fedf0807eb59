import type { Incident } from '../report/schema/incidents.ts';
import type { Report } from '../report/schema/report.ts';
import { nameHash } from '../wording/name-hash.ts';
import { type EarlierRun, openMembers } from './earlier-run.ts';
import { breachKey } from './rules/sustained.ts';

type Alert = Report['alerts'][number];

/** What one rule found, about everything or about one segment. */
export interface Finding
  extends Pick<
    Incident,
    | 'rule'
    | 'segment'
    | 'title'
    | 'severity'
    | 'owner'
    | 'action'
    | 'explanation'
    | 'value'
    | 'threshold'
    | 'unit'
  > {
  readonly status: 'firing' | 'ok' | 'unknown';
  /** The problem that it speaks of: findings on one problem share an incident. */
  readonly problem: string;
  /** Since when it fires, where the report before recorded no incidents; null where this report is the first. */
  readonly since: { readonly report: string; readonly at: string; readonly reports: number } | null;
}

/** Alerts and figures that say that the model finds fewer of the leads that engage, in different words. */
const PERFORMANCE: ReadonlySet<string> = new Set([
  'performance-drop',
  'ranking-drop',
  'precision-at-target',
  'lift',
  'segment-gap',
  'segment-precision',
  'segment-roc-auc',
]);
/** Figures that say that fewer predictions come. */
const TRAFFIC: ReadonlySet<string> = new Set(['traffic', 'predictions', 'data-age']);

function problemOf({ id, figure = id }: Alert, segment: string | null): string {
  if (PERFORMANCE.has(figure)) return 'performance';
  if (TRAFFIC.has(figure)) return 'traffic';
  return breachKey(id, segment);
}

/**
 * What the alerts of a report found: of a rule that judges segments or features, one finding for each.
 *
 * @param runs the reports before this one, newest first. Where the newest is older than incidents, what fired then opens
 *   its incident now with the day on which it began.
 */
export function findingsOf(alerts: readonly Alert[], runs: readonly EarlierRun[]): Finding[] {
  const [before] = runs;
  const recorded = before === undefined || before.incidents !== undefined;
  return alerts.flatMap((alert) => {
    const status = alert.status === 'fired' ? 'ok' : alert.status;
    const since = recorded ? null : sinceOf(alert, runs);
    const whole = { ...wordsOf(alert), segment: null, problem: problemOf(alert, null), status, since };
    if (alert.segments === undefined) return [whole];
    return [...segmentFindings(alert, alert.segments), ...goneFindings(alert, status, before)];
  });
}

const wordsOf = (alert: Alert) => {
  const { id: rule, title, severity, owner, action, explanation, value, threshold, unit } = alert;
  return { rule, title, severity, owner, action, explanation, value, threshold, unit };
};

function segmentFindings(alert: Alert, segments: NonNullable<Alert['segments']>): Finding[] {
  return segments.map(({ segment, status, severity, value, threshold, explanation }) => ({
    ...wordsOf(alert),
    ...{ segment, severity, value, threshold, explanation },
    title: `${alert.title}: ${segment}`,
    problem: problemOf(alert, segment),
    status: status === 'waiting' ? 'ok' : status,
    since: null,
  }));
}

/** Segments of open incidents that the report does not list: quiet now, or unknown with the whole rule. */
function goneFindings(alert: Alert, status: Finding['status'], before: EarlierRun | undefined): Finding[] {
  const listed = new Set(alert.segments?.map(({ segment }) => segment));
  const gone = openMembers(alert.id, before).filter(
    ({ segment }) => segment !== null && !listed.has(segment),
  );
  return gone.map(({ segment, title }) => ({
    ...wordsOf(alert),
    ...{ segment, title, problem: problemOf(alert, segment), since: null },
    status: status === 'unknown' ? 'unknown' : 'ok',
  }));
}

function sinceOf({ since }: Alert, runs: readonly EarlierRun[]): Finding['since'] {
  const first = runs.find(({ id }) => id === since?.report);
  return first === undefined || since == null
    ? null
    : { report: first.id, at: first.generatedAt, reports: since.reports };
}

const MAX_SEGMENT_CHARACTERS = 60;

/**
 * Id of an incident: its rule, its segment and the day (UTC) on which it opened, so that a rerun of that day and a backfill
 * of it give the same. Reports that are not named by their day add their name.
 */
export function incidentId({ rule, segment }: Finding, openedAt: string, report: string): string {
  const day = openedAt.slice(0, 10);
  const name = report.startsWith(day) && /^\d{4}-\d\d-\d\d(?:-[1-9]\d*)?$/.test(report) ? [] : [report];
  const parts = [rule, ...(segment === null ? [] : [slugOf(segment)]), day, ...name];
  return parts.join('.');
}

/** ASCII of a name, with a hash where other names have the same letters. */
function slugOf(name: string): string {
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const short = slug.slice(0, MAX_SEGMENT_CHARACTERS);
  return short === name ? short : `${short}-${nameHash(name)}`;
}
